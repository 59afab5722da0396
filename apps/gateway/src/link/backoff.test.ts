import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { backoff, patientDelay } from './backoff';

const options = { baseMs: 1_000, capMs: 60_000, floorMs: 100 };

describe('backoff', () => {
  test.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [6, 32_000],
    [7, 60_000],
    [8, 60_000],
    [2_000, 60_000],
  ])('try %i waits less than %i ms', (attempt, bound) => {
    expect(backoff(attempt, () => 0.999_999, options)).toBe(Math.floor(bound * 0.999_999));
    expect(backoff(attempt, () => 0.5, options)).toBe(bound / 2);
    expect(backoff(attempt, () => 0, options)).toBe(100);
  });

  it('is never below the floor nor above the cap', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.double({ min: 0, max: 0.999_999, noNaN: true }), (attempt, random) => {
        const delay = backoff(attempt, () => random, options);
        return delay >= 100 && delay <= 60_000;
      }),
    );
    expect(backoff(1, () => 0, { ...options, floorMs: 100, capMs: 50 })).toBe(50);
  });

  it('waits long where trying soon is pointless', () => {
    expect(patientDelay(() => 0, options)).toBe(30_000);
    expect(patientDelay(() => 0.999_999, options)).toBe(59_999);
  });
});
