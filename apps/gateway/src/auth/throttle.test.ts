import { describe, expect, it } from 'vitest';
import { Throttle } from './throttle';

function setup(failures = 3, windowMs = 60_000) {
  const clock = { now: 1_000_000 };
  return { clock, throttle: new Throttle({ failures, windowMs }, () => clock.now) };
}

describe('Throttle', () => {
  it('lets as many failures pass as allowed and then says how long to wait', () => {
    const { clock, throttle } = setup();
    for (let index = 0; index < 3; index += 1) {
      expect(throttle.retryAfterSeconds('a')).toBe(0);
      throttle.start('a');
      clock.now += 10_000;
    }
    expect(throttle.retryAfterSeconds('a')).toBe(30);
    expect(throttle.retryAfterSeconds('b')).toBe(0);
    clock.now += 30_000;
    expect(throttle.retryAfterSeconds('a')).toBe(0);
  });

  it('counts tries that are still under way', () => {
    const { throttle } = setup();
    throttle.start('a');
    throttle.start('a');
    throttle.start('a');
    expect(throttle.retryAfterSeconds('a')).toBe(60);
  });

  it('takes a success back and keeps the failures before it', () => {
    const { clock, throttle } = setup();
    throttle.start('a');
    throttle.start('a');
    clock.now += 5;
    throttle.start('a')();
    expect(throttle.retryAfterSeconds('a')).toBe(0);
    throttle.start('a');
    expect(throttle.retryAfterSeconds('a')).toBeGreaterThan(0);
  });

  it('stays bounded however many keys fail', () => {
    const { throttle } = setup();
    for (let index = 0; index < 12_000; index += 1) throttle.start(`key ${index}`);
    expect(throttle.size).toBe(10_000);
    expect(throttle.retryAfterSeconds('key 11999')).toBe(0);
  });

  it('forgets keys whose failures are old', () => {
    const { clock, throttle } = setup();
    throttle.start('a');
    clock.now += 60_001;
    expect(throttle.retryAfterSeconds('a')).toBe(0);
    expect(throttle.size).toBe(0);
  });
});
