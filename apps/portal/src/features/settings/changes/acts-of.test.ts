import { expect, test } from 'vitest';
import { actsOf } from './acts-of';

const everything = { approve: true, update: true };
const nothing = { approve: false, update: false };

test('a change that waits is decided by somebody else who may', () => {
  expect(actsOf({ state: 'waiting', mine: false }, everything)).toEqual({
    cancel: true,
    decide: true,
    restore: false,
    notDeciding: undefined,
  });
  expect(actsOf({ state: 'waiting', mine: true }, everything)).toMatchObject({
    cancel: true,
    decide: false,
    notDeciding: 'notYours',
  });
  expect(actsOf({ state: 'waiting', mine: false }, nothing)).toMatchObject({
    cancel: false,
    decide: false,
    notDeciding: 'notAllowed',
  });
});

test('what is scheduled is called off by its maker or an approver, what is done is restored by who may change settings', () => {
  expect(actsOf({ state: 'scheduled', mine: true }, { approve: false, update: true }).cancel).toBe(true);
  // Who has lost the right since does nothing more, not even that.
  expect(actsOf({ state: 'scheduled', mine: true }, nothing).cancel).toBe(false);
  expect(actsOf({ state: 'scheduled', mine: false }, { approve: false, update: true }).cancel).toBe(false);
  expect(actsOf({ state: 'applied', mine: false }, { approve: false, update: true })).toEqual({
    cancel: false,
    decide: false,
    restore: true,
    notDeciding: undefined,
  });
  expect(actsOf({ state: 'applied', mine: true }, nothing).restore).toBe(false);
  for (const state of ['rejected', 'cancelled', 'conflict'] as const) {
    expect(Object.values(actsOf({ state, mine: true }, everything)).some(Boolean)).toBe(false);
  }
});
