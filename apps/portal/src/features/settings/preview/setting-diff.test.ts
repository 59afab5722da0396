import type { SettingPlace } from '@switchroom/contracts';
import { expect, test } from 'vitest';
import { byPlace, type SettingDiffWords, settingDiffEntries, skippedByRule } from './setting-diff';

const berlin: SettingPlace = { pbx: { id: 'p1', name: 'Berlin' } };
const alpha: SettingPlace = { organisation: { id: 'o1', name: 'Alpha', kind: 'reseller' } };
const words: SettingDiffWords = {
  label: (key) => `label of ${key}`,
  value: (_, value) => JSON.stringify(value),
  lines: (_, value) => (Array.isArray(value) ? value.map(String) : undefined),
  inherits: (effective) => `default ${effective ?? '?'}`,
};

test('a value that is set or taken away names what is inherited without it', () => {
  const entries = settingDiffEntries(
    [
      {
        place: berlin,
        key: 'attendant.retentionDays',
        before: undefined,
        after: 20,
        effectiveBefore: 10,
        effectiveAfter: 20,
      },
      { place: alpha, key: 'attendant.retentionDays', before: 20, after: undefined },
    ],
    words,
  );
  expect(entries).toMatchObject([
    { kind: 'value', before: 'default 10', after: '20', nativeName: 'attendant.retentionDays' },
    { kind: 'value', before: '20', after: 'default ?' },
  ]);
  expect(new Set(entries.map(({ id }) => id)).size).toBe(2);
});

test('lists show what came and what went; another order shows both orders', () => {
  const change = (before: string[], after: string[]) =>
    settingDiffEntries([{ place: alpha, key: 'some.list', before, after }], words)[0];
  expect(change(['a', 'b'], ['b', 'c'])).toMatchObject({ kind: 'set', added: ['c'], removed: ['a'] });
  expect(change(['a', 'b'], ['b', 'a'])).toMatchObject({ kind: 'value', before: '["a","b"]', after: '["b","a"]' });
});

test('who changed it since is told below the line', () => {
  const at = new Date('2026-11-20T12:00:00Z');
  const [entry] = settingDiffEntries(
    [{ place: alpha, key: 'some.key', before: 1, after: 2, changedSince: { personName: 'Mia', at } }],
    { ...words, note: ({ changedSince }) => changedSince?.personName },
  );
  expect(entry?.note).toBe('Mia');
});

test('differences come together by place, what is left out by its reason', () => {
  const places = byPlace([
    { place: alpha, key: 'a' },
    { place: berlin, key: 'a' },
    { place: alpha, key: 'b' },
  ]);
  expect(places.map(({ differences }) => differences.map(({ key }) => key))).toEqual([['a', 'b'], ['a']]);
  const left = skippedByRule([{ rule: 'locked' }, { rule: 'same' }, { rule: 'locked' }]);
  expect(left.map(({ rule, skipped }) => [rule, skipped.length])).toEqual([
    ['locked', 2],
    ['same', 1],
  ]);
});
