import { describe, expect, it } from 'vitest';
import { FakeClock } from './fake-clock';

describe('FakeClock', () => {
  it('runs timers in the order in which they are due, at their own time', async () => {
    const clock = new FakeClock(1000);
    const seen: [string, number][] = [];
    clock.setTimeout(() => seen.push(['late', clock.now()]), 20);
    clock.setTimeout(() => seen.push(['early', clock.now()]), 10);
    clock.setTimeout(() => seen.push(['same time, set later', clock.now()]), 10);
    await clock.advance(15);
    expect(seen).toEqual([
      ['early', 1010],
      ['same time, set later', 1010],
    ]);
    expect(clock.now()).toBe(1015);
    await clock.advance(5);
    expect(seen.at(-1)).toEqual(['late', 1020]);
  });

  it('runs what a timer sets, when it is due within the same advance', async () => {
    const clock = new FakeClock(0);
    const seen: number[] = [];
    const again = () => {
      seen.push(clock.now());
      if (seen.length < 5) clock.setTimeout(again, 10);
    };
    clock.setTimeout(again, 10);
    await clock.advance(35);
    expect(seen).toEqual([10, 20, 30]);
  });

  it('lets code that awaits between timers go on', async () => {
    const clock = new FakeClock(0);
    const loop = (async () => {
      await clock.sleep(10);
      await clock.sleep(10);
      return clock.now();
    })();
    await clock.advance(20);
    expect(await loop).toBe(20);
  });

  it('repeats intervals until they are cleared, and counts what waits', async () => {
    const clock = new FakeClock(0);
    let ticks = 0;
    const timer = clock.setInterval(() => (ticks += 1), 10);
    await clock.advance(35);
    expect(ticks).toBe(3);
    expect(clock.pendingTimers).toBe(1);
    expect(clock.nextTimerIn).toBe(5);
    clock.clearInterval(timer);
    await clock.advance(100);
    expect(ticks).toBe(3);
    expect(clock.pendingTimers).toBe(0);
    expect(clock.nextTimerIn).toBeUndefined();
  });

  it('rejects a sleep whose signal aborts, before or during it, and leaves no timer behind', async () => {
    const clock = new FakeClock(0);
    const abort = new AbortController();
    const during = clock.sleep(10, abort.signal);
    abort.abort(new Error('enough'));
    await expect(during).rejects.toThrow('enough');
    await expect(clock.sleep(10, abort.signal)).rejects.toThrow('enough');
    expect(clock.pendingTimers).toBe(0);
  });
});
