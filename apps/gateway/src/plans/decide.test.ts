import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideWrite, differsFromWritten, type Intent, settle } from './decide';
import { diffFields, passwordChange } from './diff';
import { type Fields, readFields, type WireObject } from './fields';

const wire = (given: Partial<WireObject> = {}): WireObject => ({
  guid: 'g',
  h323: 'notes',
  cn: 'Notes',
  dn: 'Notes',
  hide: true,
  pseudo: { type: 'app', app: { url: 'http://a/b/c', websocket: true } },
  ...given,
});
const base = readFields('app', wire());
const intent = (change: Fields, password = false): Intent => {
  const desired = { ...base, ...change };
  const changes = [...diffFields('app', base, desired), ...(password ? [passwordChange] : [])];
  return { action: 'update', objectKind: 'app', base, desired, changes };
};
const removal: Intent = { action: 'delete', objectKind: 'app', base, desired: null, changes: [] };

describe('decideWrite', () => {
  it('writes the changed fields of an object that is as it was', () => {
    expect(decideWrite(intent({ displayName: 'X', rcc: true }), wire())).toEqual({
      kind: 'write',
      fields: ['displayName', 'rcc'],
      password: false,
    });
  });

  it('ignores changes of fields that it does not touch', () => {
    expect(decideWrite(intent({ displayName: 'X' }), wire({ critical: true })).kind).toBe('write');
  });

  it('is a conflict when a field that it touches has moved', () => {
    expect(decideWrite(intent({ displayName: 'X' }), wire({ dn: 'Y' }))).toEqual({
      kind: 'conflict',
      reason: 'changed-since',
      conflicts: [{ field: 'displayName', wire: 'dn', base: 'Notes', live: 'Y', desired: 'X' }],
    });
  });

  it('has nothing to write when everything is as wanted, unless there is a password', () => {
    expect(decideWrite(intent({ displayName: 'X' }), wire({ dn: 'X' })).kind).toBe('already');
    expect(decideWrite(intent({ displayName: 'X' }, true), wire({ dn: 'X' }))).toEqual({
      kind: 'write',
      fields: [],
      password: true,
    });
  });

  it('does not delete an object that is not as it was, and need not delete one that is gone', () => {
    expect(decideWrite(removal, wire({ critical: true })).kind).toBe('conflict');
    expect(decideWrite(removal, wire()).kind).toBe('write');
    expect(decideWrite(removal, undefined).kind).toBe('already');
    expect(decideWrite(intent({ displayName: 'X' }), undefined)).toMatchObject({ reason: 'object-gone' });
  });

  it('never overwrites: whatever it writes was as planned just before', () => {
    const value = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(value, value, value, (before, now, wanted) => {
        const planned = { ...base, displayName: before };
        const desired = { ...base, displayName: wanted };
        const changes = diffFields('app', planned, desired);
        const operation: Intent = { action: 'update', objectKind: 'app', base: planned, desired, changes };
        const decision = decideWrite(operation, wire({ dn: now }));
        if (decision.kind === 'write') expect(now).toBe(before);
        if (before !== wanted && now !== before && now !== wanted) expect(decision.kind).toBe('conflict');
      }),
    );
  });
});

describe('reading back', () => {
  it('names exactly the written fields that differ', () => {
    const operation = intent({ displayName: 'X', rcc: true });
    const app = { url: 'http://a/b/c', websocket: true, rcc: true };
    expect(differsFromWritten(operation, wire({ dn: 'X', pseudo: { type: 'app', app } }))).toEqual([]);
    expect(differsFromWritten(operation, wire({ dn: 'X' }))).toEqual(['rcc']);
    expect(differsFromWritten(operation, undefined)).toEqual(['object']);
    expect(differsFromWritten(removal, wire())).toEqual(['object']);
    expect(differsFromWritten(removal, undefined)).toEqual([]);
  });
});

describe('settling an unknown outcome', () => {
  it.each<[string, Intent, WireObject | undefined, string]>([
    ['an update that is there', intent({ displayName: 'X' }), wire({ dn: 'X' }), 'verified'],
    ['an update that is not there', intent({ displayName: 'X' }), wire(), 'not-carried-out'],
    ['an update and something else', intent({ displayName: 'X' }), wire({ dn: 'Y' }), 'conflict'],
    ['an update of which half is there', intent({ displayName: 'X', critical: true }), wire({ dn: 'X' }), 'differs'],
    ['an update of an object that is gone', intent({ displayName: 'X' }), undefined, 'conflict'],
    ['a password alone', intent({}, true), wire(), 'cannot-be-read'],
    ['a password beside a field that is there', intent({ displayName: 'X' }, true), wire({ dn: 'X' }), 'verified'],
    ['a deletion that happened', removal, undefined, 'verified'],
    ['a deletion that did not', removal, wire(), 'not-carried-out'],
    ['a deletion of something changed since', removal, wire({ dn: 'Y' }), 'conflict'],
    ['a creation that happened', { ...intent({}), action: 'create', base: null }, wire(), 'verified'],
    ['a creation that did not', { ...intent({}), action: 'create', base: null }, undefined, 'not-carried-out'],
    ['another object of the Name', { ...intent({}), action: 'create', base: null }, wire({ dn: 'Y' }), 'conflict'],
  ])('%s', (_what, operation, live, kind) => {
    expect(settle(operation, live).kind).toBe(kind);
  });
});
