import { type LinkKind, type LinkReason, linkReasons } from '@switchroom/contracts';
import { describe, expect, test } from 'vitest';
import { linkSteps, troubleOf } from './link-steps';

const since = new Date('2026-01-02T10:00:00Z');
const pbx = (kind: LinkKind, more: { reason?: LinkReason; step?: string; asOf?: Date } = {}) => ({
  link: { kind, since, reason: more.reason, detail: undefined, retryAt: undefined, step: more.step },
  sync: { state: 'unknown' as const, asOf: more.asOf, driftedObjects: 0 },
});
const states = (one: ReturnType<typeof pbx>): string =>
  linkSteps(one)
    .map(({ state }) => state)
    .join(' ');

describe('steps of a link', () => {
  test('go forward as the link does', () => {
    expect(states(pbx('offline', { reason: 'never-connected' }))).toBe('current pending pending pending');
    expect(states(pbx('connecting', { step: 'connecting' }))).toBe('current pending pending pending');
    expect(states(pbx('connecting', { step: 'authenticating' }))).toBe('done current pending pending');
    expect(states(pbx('connecting', { step: 'syncing' }))).toBe('done done current pending');
    expect(states(pbx('online'))).toBe('done done current pending');
    expect(states(pbx('online', { asOf: since }))).toBe('done done done done');
  });

  test('what was read over an earlier link does not count', () => {
    expect(states(pbx('online', { asOf: new Date(since.getTime() - 1) }))).toBe('done done current pending');
  });

  test('fail where the reason lies', () => {
    expect(states(pbx('offline', { reason: 'dns' }))).toBe('failed pending pending pending');
    expect(states(pbx('refused', { reason: 'certificate-untrusted' }))).toBe('failed pending pending pending');
    expect(states(pbx('refused', { reason: 'password-refused' }))).toBe('done failed pending pending');
    expect(states(pbx('refused', { reason: 'admin-api-missing' }))).toBe('done done failed pending');
  });

  test('a link that was lost waits, it has not failed', () => {
    expect(states(pbx('offline', { reason: 'closed-by-pbx' }))).toBe('current pending pending pending');
  });

  test('a switched-off link does nothing', () => {
    expect(states(pbx('disabled'))).toBe('pending pending pending pending');
  });
});

describe('trouble', () => {
  test('every reason but "not yet" is named', () => {
    const silent = linkReasons.filter((reason) => troubleOf(pbx('refused', { reason })) === undefined);
    expect(silent).toEqual(['never-connected']);
  });

  test('nothing is wrong while it connects or is online', () => {
    expect(troubleOf(pbx('online', { reason: 'timeout' }))).toBeUndefined();
    expect(troubleOf(pbx('connecting', { reason: 'timeout' }))).toBeUndefined();
  });
});
