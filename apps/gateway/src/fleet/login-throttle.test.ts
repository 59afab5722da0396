import { FakeClock } from '@switchroom/testkit/vitest';
import { describe, expect, it } from 'vitest';
import { clockOf } from '../link/testing/fakes';
import { LoginThrottle } from './login-throttle';

function setUp(concurrent: number, perSecond: number) {
  const fake = new FakeClock();
  return { fake, throttle: new LoginThrottle(clockOf(fake), { concurrent, perSecond }) };
}
const never = () => new AbortController().signal;

describe('LoginThrottle', () => {
  it('admits no more than allowed at once, in order', async () => {
    const { throttle, fake } = setUp(2, 1_000);
    const admitted: number[] = [];
    const gives: (() => void)[] = [];
    for (let n = 0; n < 5; n += 1) {
      void throttle.acquire(never()).then((giveBack) => {
        admitted.push(n);
        gives.push(giveBack);
      });
    }
    await fake.advance(0);
    expect(admitted).toEqual([0, 1]);
    gives[0]?.();
    gives[0]?.();
    await fake.advance(0);
    expect(admitted).toEqual([0, 1, 2]);
    expect([throttle.active, throttle.queued]).toEqual([2, 2]);
  });

  it('admits no more than allowed in any second', async () => {
    const { throttle, fake } = setUp(1_000, 10);
    const times: number[] = [];
    for (let n = 0; n < 35; n += 1) {
      void throttle.acquire(never()).then((giveBack) => {
        times.push(fake.now());
        giveBack();
      });
    }
    await fake.advance(5_000);
    expect(times).toHaveLength(35);
    for (const start of times) {
      expect(times.filter((time) => time >= start && time < start + 1_000).length).toBeLessThanOrEqual(10);
    }
    expect(fake.pendingTimers).toBe(0);
  });

  it('forgets who gave up waiting', async () => {
    const { throttle } = setUp(1, 1_000);
    const first = await throttle.acquire(never());
    const abort = new AbortController();
    const waiting = throttle.acquire(abort.signal);
    abort.abort();
    await expect(waiting).rejects.toThrow('cancelled');
    await expect(throttle.acquire(abort.signal)).rejects.toThrow('cancelled');
    first();
    expect([throttle.active, throttle.queued]).toEqual([0, 0]);
  });

  it('rejects everybody and leaves no timer when disposed', async () => {
    const { throttle, fake } = setUp(1_000, 1);
    void throttle.acquire(never());
    const waiting = throttle.acquire(never());
    throttle[Symbol.dispose]();
    await expect(waiting).rejects.toThrow('stopping');
    expect(fake.pendingTimers).toBe(0);
  });
});
