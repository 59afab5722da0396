import type { SettingView } from '@switchroom/contracts';
import { describe, expect, test } from 'vitest';
import { type Draft, draftChanges, draftState, withInput, without } from './draft';

const key = 'attendant.retentionDays';
const inherited: SettingView = {
  key,
  own: undefined,
  revision: 0,
  effective: 30,
  inherited: 30,
  origin: { level: 'provider', place: null },
  lockedBy: undefined,
  lockedHere: undefined,
  secretSet: undefined,
  pending: undefined,
};
const own: SettingView = { ...inherited, own: 20, revision: 4, effective: 20 };

test('what was not touched shows what holds, and is no change', () => {
  expect(draftState(inherited, {})).toMatchObject({ changed: false, input: '30' });
  expect(draftState(own, {})).toMatchObject({ changed: false, input: '20' });
});

test('where it is locked above, what holds is shown and not the own value', () => {
  const lockedBy = { by: null, reason: 'agreed', personName: null, at: new Date(0) };
  expect(draftState({ ...own, effective: 45, lockedBy }, {}).input).toBe('45');
});

test('a value is a change until it is as it was, and goes with the revision that was read', () => {
  expect(draftChanges([own], withInput({}, own, '21')).changes).toEqual([{ key, value: 21, revision: 4 }]);
  expect(draftChanges([own], withInput({}, own, ' 20 '))).toEqual({ changes: [], invalid: [] });
  expect(draftChanges([inherited], withInput({}, inherited, '30'))).toEqual({ changes: [], invalid: [] });
});

test('what holds anyway can be set here on purpose', () => {
  expect(draftChanges([inherited], withInput({}, inherited, '30', true)).changes).toEqual([
    { key, value: 30, revision: 0 },
  ]);
});

test('"use default" takes the own value away, and shows what holds then', () => {
  const draft = withInput({}, own, undefined);
  expect(draftState(own, draft)).toMatchObject({ changed: true, usesDefault: true, input: '30' });
  expect(draftChanges([own], draft).changes).toEqual([{ key, value: null, revision: 4 }]);
  expect(draftState(inherited, withInput({}, inherited, undefined)).changed).toBe(false);
});

test('what is no value keeps the others from nothing but itself', () => {
  const other: SettingView = {
    ...inherited,
    key: 'attendant.forwardMasking',
    effective: { digits: 3 },
    inherited: { digits: 3 },
  };
  const draft = withInput(withInput({}, own, '0'), other, '4');
  expect(draftChanges([own, other], draft)).toEqual({
    changes: [{ key: other.key, value: { digits: 4 }, revision: 0 }],
    invalid: [key],
  });
  expect(draftState(own, draft)).toMatchObject({ input: '0', problem: { rule: 'setting-range' } });
});

describe('somebody else saves meanwhile', () => {
  const draft: Draft = withInput({}, own, '21');
  const newer: SettingView = { ...own, own: 40, revision: 5, effective: 40 };

  test('the entry stays, says what changed, and is saved over the newer value', () => {
    expect(draftState(newer, draft)).toMatchObject({ changed: true, input: '21', meanwhile: { before: 20 } });
    expect(draftChanges([newer], draft).changes).toEqual([{ key, value: 21, revision: 5 }]);
  });

  test('typing on does not forget what it was when the person began', () => {
    expect(draftState(newer, withInput(draft, newer, '22')).meanwhile).toEqual({ before: 20 });
  });

  test('the same value is no change any more', () => {
    const same: SettingView = { ...own, own: 21, revision: 5, effective: 21 };
    expect(draftState(same, draft)).toMatchObject({ changed: false, meanwhile: undefined });
  });

  test('an own value that went is no change for "use default"', () => {
    expect(draftState({ ...inherited, revision: 0 }, withInput({}, own, undefined)).changed).toBe(false);
  });
});

test('undo forgets one entry and leaves the others', () => {
  const draft = without(withInput(withInput({}, own, '21'), { ...own, key: 'attendant.forwardMasking' }, '1'), [key]);
  expect(Object.keys(draft)).toEqual(['attendant.forwardMasking']);
});
