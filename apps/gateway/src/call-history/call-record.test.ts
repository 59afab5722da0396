import { describe, expect, it } from 'vitest';
import { type CallFacts, callKey, legOf, rankOf } from './call-record';
import { recordFromCall } from './from-call';
import { parseCdr } from './parse-cdr';
import { cdr, guid } from './testing/cdrs';

const now = new Date('2026-11-21T12:00:00Z');
function read(text: string): CallFacts {
  const [facts] = parseCdr(text, now);
  if (facts === undefined || typeof facts === 'string') throw new Error('no record');
  return facts;
}
const user = guid();
const conf = guid();
const startedAt = new Date(now.getTime() - 60_000);
const seen = (options: Partial<Parameters<typeof recordFromCall>[0]> = {}) =>
  recordFromCall({
    conference: conf,
    callId: 'call-7',
    user: { guid: user.toUpperCase(), name: 'ann', cn: 'Ann Ash', number: '201' },
    direction: 'to-user',
    remote: { number: '0471123456', name: '' },
    startedAt,
    alertedAt: startedAt,
    connectedAt: new Date(startedAt.getTime() + 5400),
    endedAt: new Date(startedAt.getTime() + 25_000),
    ...options,
  });

describe('a call seen over remote call control', () => {
  it('is a record like any other', () => {
    expect(seen()).toMatchObject({
      source: 'rcc',
      status: 'co',
      direction: 'in',
      remote: { number: '0471123456', name: null },
      alertSeconds: 5,
      connectedSeconds: 20,
      callSeconds: 25,
      missed: false,
    });
    expect(seen({ connectedAt: undefined, cause: 17 })).toMatchObject({ status: 'bu', missed: true });
    expect(seen({ connectedAt: undefined, alertedAt: undefined })).toMatchObject({ status: 'er', missed: true });
    expect(seen({ connectedAt: undefined, cause: 26 })).toMatchObject({ status: 'al', missed: false, further: true });
    expect(seen({ direction: 'from-user', connectedAt: undefined })).toMatchObject({ direction: 'out', missed: false });
    expect(seen({ clir: true }).remote).toEqual({ number: null, name: null });
  });

  it('is the same call as its call data record, which tells it better', () => {
    const record = read(cdr({ guid: user, conf }));
    expect(callKey(record)).toBe(callKey(seen()));
    expect(legOf(record)).not.toBe(legOf(seen()));
    expect(rankOf(record) > rankOf(seen())).toBe(true);
  });

  it('tells it better than a record that was cancelled for another device', () => {
    expect(rankOf(read(cdr({ guid: user, conf, talk: 0, cause: 26 }))) < rankOf(seen())).toBe(true);
  });

  it('is another call for another user, in another direction, or in another conference', () => {
    const keys = [
      seen(),
      seen({ user: { guid: guid() } }),
      seen({ direction: 'from-user' }),
      seen({ conference: guid() }),
    ];
    expect(new Set(keys.map(callKey)).size).toBe(4);
    const alone = [seen({ conference: undefined }), seen({ conference: undefined, callId: 'other' })];
    expect(new Set(alone.map(callKey)).size).toBe(2);
  });

  it('is not told by when it was delivered', () => {
    const text = cdr({ utc: 0 });
    const later = parseCdr(text, new Date(now.getTime() + 90_000));
    expect(typeof later === 'string' ? later : later.map(rankOf)).toEqual([rankOf(read(text))]);
  });
});
