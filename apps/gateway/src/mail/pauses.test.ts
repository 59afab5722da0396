import { describe, expect, it } from 'vitest';
import { GIVE_UP_MS, nextTry } from './pauses';

const createdAt = new Date('2026-03-01T12:00:00Z');
const minutes = (count: number) => new Date(createdAt.getTime() + count * 60_000);

describe('nextTry', () => {
  it('comes later each time, then every six hours', () => {
    const waits = [1, 2, 3, 4, 5, 6, 12].map((attempts) => {
      const at = nextTry({ createdAt, attempts, expiresAt: null }, createdAt);
      return ((at?.getTime() ?? 0) - createdAt.getTime()) / 60_000;
    });
    expect(waits).toEqual([1, 5, 30, 120, 360, 360, 360]);
  });

  it('gives up after three days, with one last try shortly before', () => {
    const end = createdAt.getTime() + GIVE_UP_MS;
    const at = (hoursBefore: number) =>
      nextTry({ createdAt, attempts: 9, expiresAt: null }, new Date(end - hoursBefore * 3_600_000))?.getTime();
    expect(at(7)).toBe(end - 3_600_000);
    expect(at(4)).toBe(end - 1000);
    expect(at(2)).toBeUndefined();
    expect(at(-1)).toBeUndefined();
  });

  it('gives up when the link of the mail ends', () => {
    const mail = { createdAt, attempts: 3, expiresAt: minutes(60) };
    expect(nextTry(mail, minutes(10))).toEqual(minutes(40));
    expect(nextTry(mail, minutes(50))).toBeUndefined();
  });

  it('ends for every mail, whatever happens', () => {
    let now = createdAt;
    let attempts = 0;
    for (;;) {
      attempts += 1;
      const next = nextTry({ createdAt, attempts, expiresAt: null }, now);
      if (next === undefined) break;
      expect(next > now).toBe(true);
      now = next;
    }
    expect(attempts).toBeLessThan(30);
  });
});
