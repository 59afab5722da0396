import { decodeFrame, GetObject, GetPbxConfig, UpdateObject } from '@switchroom/protocol';
import { FakeClock } from '@switchroom/testkit/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Correlator } from './correlator';
import { LinkError } from './errors';
import { clockOf, countingMetrics } from './testing/fakes';

function setUp() {
  const fake = new FakeClock();
  const metrics = countingMetrics();
  const correlator = new Correlator(7, clockOf(fake), metrics);
  const answer = (fields: object) => correlator.settle(decodeFrame(JSON.stringify({ api: 'PbxAdminApi', ...fields })));
  return { fake, metrics, correlator, answer };
}

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'resolved',
    (error: unknown) => (error instanceof LinkError ? error.code : error),
  );

describe('Correlator', () => {
  it('gives every request of an epoch its own src', () => {
    const { correlator } = setUp();
    const all = Array.from({ length: 1_000 }, () => correlator.newSrc());
    expect(new Set(all).size).toBe(1_000);
    expect(all[0]).toContain('7');
  });

  it('settles out of order, without the envelope', async () => {
    const { correlator, answer } = setUp();
    const a = correlator.register(GetPbxConfig, { src: 'a', deadlineMs: 100 });
    const b = correlator.register(GetPbxConfig, { src: 'b', deadlineMs: 100 });
    expect(answer({ mt: 'GetPbxConfigResult', src: 'b', loc: 'two' })).toBe(true);
    expect(answer({ mt: 'GetPbxConfigResult', src: 'a', loc: 'one' })).toBe(true);
    expect(await Promise.all([a, b])).toEqual([{ loc: 'one' }, { loc: 'two' }]);
    expect(correlator.size).toBe(0);
  });

  it('ignores and counts a second answer', async () => {
    const { correlator, answer, metrics } = setUp();
    const src = correlator.newSrc();
    const first = correlator.register(GetPbxConfig, { src, deadlineMs: 100 });
    answer({ mt: 'GetPbxConfigResult', src, loc: 'one' });
    expect(answer({ mt: 'GetPbxConfigResult', src, loc: 'two' })).toBe(false);
    expect(await first).toEqual({ loc: 'one' });
    expect(metrics.of('answers-late')).toBe(1);
  });

  it('ignores and counts an answer with a foreign src, or with none', async () => {
    const { correlator, answer, metrics, fake } = setUp();
    const pending = code(correlator.register(GetPbxConfig, { src: correlator.newSrc(), deadlineMs: 100 }));
    expect(answer({ mt: 'GetPbxConfigResult', src: 'other', loc: 'x' })).toBe(false);
    expect(answer({ mt: 'GetPbxConfigResult', src: 'r6-1', loc: 'x' })).toBe(false);
    expect(answer({ mt: 'GetPbxConfigResult', loc: 'x' })).toBe(false);
    expect([metrics.of('answers-foreign'), metrics.of('answers-without-src')]).toEqual([2, 1]);
    await fake.advance(100);
    expect(await pending).toBe('timeout');
  });

  it('does not take the result of another request for its own', async () => {
    const { correlator, answer, metrics } = setUp();
    const src = correlator.newSrc();
    const pending = correlator.register(GetPbxConfig, { src, deadlineMs: 100 });
    expect(answer({ mt: 'GetGroupsResult', src, groups: [] })).toBe(false);
    expect(metrics.of('answers-late')).toBe(1);
    answer({ mt: 'GetPbxConfigResult', src, loc: 'one' });
    expect(await pending).toEqual({ loc: 'one' });
  });

  it('rejects with the words of the PBX', async () => {
    const { correlator, answer } = setUp();
    const pending = correlator.register(UpdateObject, { src: 'a', deadlineMs: 100 });
    answer({ mt: 'UpdateObjectResult', src: 'a', error: 'Long Name exists' });
    await expect(pending).rejects.toMatchObject({ code: 'refused', text: 'Long Name exists', sent: true });
  });

  it('accepts a result without guid: whether that is enough is for the caller to say', async () => {
    const { correlator, answer } = setUp();
    const pending = correlator.register(GetObject, { src: 'a', deadlineMs: 100 });
    answer({ mt: 'GetObjectResult', src: 'a' });
    expect(await pending).toEqual({});
  });

  it('ends a request whose answer cannot be read', async () => {
    const { correlator, answer } = setUp();
    const pending = correlator.register(GetPbxConfig, { src: 'a', deadlineMs: 100 });
    answer({ mt: 'GetPbxConfigResult', src: 'a', loc: { no: 'text' } });
    await expect(pending).rejects.toMatchObject({ code: 'bad-answer', sent: true });
  });

  it('gives up at the deadline and when asked to, leaving no timer', async () => {
    const { correlator, fake, metrics } = setUp();
    const late = code(correlator.register(GetPbxConfig, { src: 'a', deadlineMs: 100 }));
    const abort = new AbortController();
    const aborted = code(correlator.register(GetPbxConfig, { src: 'b', deadlineMs: 100, signal: abort.signal }));
    abort.abort();
    expect(await aborted).toBe('aborted');
    await fake.advance(100);
    expect(await late).toBe('timeout');
    expect([correlator.size, fake.pendingTimers, metrics.of('requests-timed-out')]).toEqual([0, 0, 1]);
  });

  it('rejects everything that waits when the connection ends', async () => {
    const { correlator, fake } = setUp();
    const all = ['a', 'b', 'c'].map((src) => code(correlator.register(GetPbxConfig, { src, deadlineMs: 100 })));
    correlator.rejectAll(() => new LinkError('dropped', { message: 'gone', sent: true }));
    expect(await Promise.all(all)).toEqual(['dropped', 'dropped', 'dropped']);
    expect([correlator.size, fake.pendingTimers]).toEqual([0, 0]);
  });

  it('refuses to book one src twice', () => {
    const { correlator } = setUp();
    void correlator.register(GetPbxConfig, { src: 'a', deadlineMs: 100 });
    expect(() => correlator.register(GetPbxConfig, { src: 'a', deadlineMs: 100 })).toThrow('already waits');
  });

  it('settles each request once, with its own answer, whatever the order of the answers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(200), { minLength: 1, maxLength: 20 }), async (order) => {
        const { correlator, answer } = setUp();
        const pending = order
          .toSorted((a, b) => a - b)
          .map(async (n) => {
            const result = await correlator.register(GetPbxConfig, { src: `q${n}`, deadlineMs: 100 });
            return [n, result.loc];
          });
        for (const n of order) answer({ mt: 'GetPbxConfigResult', src: `q${n}`, loc: String(n) });
        for (const [n, loc] of await Promise.all(pending)) expect(loc).toBe(String(n));
        expect(correlator.size).toBe(0);
      }),
    );
  });
});
