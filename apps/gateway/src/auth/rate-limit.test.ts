import { describe, expect, it } from 'vitest';
import { RateLimit } from './rate-limit';

function setup(limits = { burst: 10, perMinute: 60 }) {
  const clock = { now: 1_000_000 };
  return { clock, limit: new RateLimit(limits, () => clock.now) };
}

describe('RateLimit', () => {
  it('lets a burst pass, then as much as comes back over time, for each key by itself', () => {
    const { clock, limit } = setup();
    expect(limit.take('a', 10)).toBe(0);
    expect(limit.take('a')).toBe(1);
    expect(limit.take('b')).toBe(0);
    clock.now += 3000;
    expect(limit.take('a', 3)).toBe(0);
    expect(limit.take('a', 5)).toBe(5);
    clock.now += 60 * 60_000;
    expect(limit.take('a', 10)).toBe(0);
    expect(limit.take('a')).toBe(1);
  });

  it('takes nothing when there is not enough', () => {
    const { limit } = setup();
    expect(limit.take('a', 8)).toBe(0);
    expect(limit.take('a', 4)).toBe(2);
    expect(limit.take('a', 2)).toBe(0);
  });

  it('lets one take that is larger than the burst pass when everything is there, and waits longer after it', () => {
    const { clock, limit } = setup();
    expect(limit.take('a', 15)).toBe(0);
    clock.now += 5000;
    expect(limit.take('a')).toBe(1);
  });
});
