import { type SettingEntry, type SettingType, settingsCatalogue } from '@switchroom/contracts';
import { describe, expect, test } from 'vitest';
import { type FieldInput, inputOf, parseInput, sameValue } from './input';
import { movedReason, withReason } from './reasons';

const text = { en: 'x', de: 'x', it: 'x' };
const entry = (type: SettingType): SettingEntry => ({
  key: 'attendant.test',
  group: 'attendant',
  label: text,
  help: text,
  type,
  factory: '',
  levels: ['provider'],
  enforcedBy: 'gateway',
  takesEffect: 'at-once',
  safetyCritical: false,
  secret: type.kind === 'secret',
  source: { text: 'x', label: 'x' },
});

test.each(settingsCatalogue.filter(({ secret }) => !secret))(
  'the factory value of $key goes into its control and comes back the same',
  (one) => {
    const parsed = parseInput(one, inputOf(one, one.factory));
    expect('value' in parsed && sameValue(parsed.value, one.factory)).toBe(true);
  },
);

test.each(settingsCatalogue.filter(({ secret }) => secret))('the control of $key never holds the secret', (one) => {
  expect(inputOf(one, 'open sesame')).toBe('');
  expect(parseInput(one, '')).toMatchObject({ problem: { rule: 'required' } });
});

describe('what is typed', () => {
  test.each<[SettingType, FieldInput, unknown]>([
    [{ kind: 'integer', min: 1, max: 3650 }, ' 10 ', 10],
    [{ kind: 'integer', min: -5, max: 5 }, '-5', -5],
    [{ kind: 'text', max: 32, format: 'dialable' }, ' +39*112# ', '+39*112#'],
    [{ kind: 'list', maxItems: 3, maxLength: 8, format: 'pattern' }, '1xx\n\n 2xx ', ['1xx', '2xx']],
    [{ kind: 'masking', max: 10 }, '0', { digits: 0 }],
    [{ kind: 'date' }, '', ''],
  ])('%j takes %j', (type, input, value) => {
    expect(parseInput(entry(type), input)).toEqual({ value });
  });

  test.each<[SettingType, FieldInput, string, number | undefined]>([
    [{ kind: 'integer', min: 1, max: 3650 }, '0', 'setting-range', undefined],
    [{ kind: 'integer', min: 1, max: 3650 }, '3651', 'setting-range', undefined],
    [{ kind: 'integer', min: 1, max: 3650 }, '', 'setting-range', undefined],
    [{ kind: 'integer', min: 1, max: 3650 }, '12 days', 'setting-range', undefined],
    [{ kind: 'text', max: 32, format: 'dialable' }, '0800-HELP', 'setting-dialable', undefined],
    [{ kind: 'masking', max: 10 }, '11', 'setting-range', undefined],
    // Empty lines are dropped, but the person sees them.
    [{ kind: 'list', maxItems: 3, maxLength: 8, format: 'pattern' }, '1xx\n\nabc\n2xx', 'setting-pattern', 3],
  ])('%j does not take %j', (type, input, rule, line) => {
    expect(parseInput(entry(type), input)).toMatchObject({ problem: { rule, line } });
  });

  test('limits go with a problem, for its text', () => {
    const parsed = parseInput(entry({ kind: 'integer', min: 30, max: 3600 }), '29');
    expect(parsed).toMatchObject({ problem: { params: { min: 30, max: 3600 } } });
  });
});

test('two values are the same whatever the order of their parts', () => {
  expect(
    sameValue([{ text: 'a', translations: { de: 'A', it: 'B' } }], [{ text: 'a', translations: { it: 'B', de: 'A' } }]),
  ).toBe(true);
  expect(sameValue(['a', 'b'], ['b', 'a'])).toBe(false);
});

test('reasons are added at the end and moved within the list only', () => {
  const reasons = ['a', 'b', 'c'].map((one, id) => ({ id, text: one, translations: {} }));
  const texts = (all: readonly { text: string }[]): string => all.map((reason) => reason.text).join('');
  expect(texts(movedReason(reasons, 2, -1))).toBe('acb');
  expect(movedReason(reasons, 0, -1)).toBe(reasons);
  expect(movedReason(reasons, 2, 1)).toBe(reasons);
  const added = withReason(reasons.filter(({ id }) => id !== 1));
  expect(added.reasons.map(({ id }) => id)).toEqual([0, 2, 3]);
});
