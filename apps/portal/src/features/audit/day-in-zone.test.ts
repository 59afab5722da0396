import { describe, expect, it } from 'vitest';
import { dayInZone } from './day-in-zone';

describe('a day in a time zone', () => {
  it.each([
    ['2026-11-21', 'UTC', '2026-11-21T00:00:00.000Z', '2026-11-21T23:59:59.999Z'],
    ['2026-11-21', 'Europe/Rome', '2026-11-20T23:00:00.000Z', '2026-11-21T22:59:59.999Z'],
    ['2026-07-01', 'America/New_York', '2026-07-01T04:00:00.000Z', '2026-07-02T03:59:59.999Z'],
    // The day on which the clocks go back has 25 hours.
    ['2026-10-25', 'Europe/Rome', '2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.999Z'],
    ['2026-03-29', 'Europe/Rome', '2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.999Z'],
  ])('%s in %s', (day, zone, start, end) => {
    expect(dayInZone(day, zone)).toEqual({ start, end });
  });

  it.each(['', '2026-13-01', '21.11.2026', '2026-11-21T00:00'])('is not %j', (text) => {
    expect(dayInZone(text, 'UTC')).toBeUndefined();
  });
});
