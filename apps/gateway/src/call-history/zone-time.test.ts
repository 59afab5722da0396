import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastDue, nextDue } from './zone-time';

const at = (text: string) => new Date(text);
const iso = (date: Date) => date.toISOString();

/** The plain reading: every quarter of an hour for two days, the first of each local date that shows 03:00 or later. */
function naiveDues(timeZone: string, around: Date): number[] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const step = 15 * 60_000;
  const begin = Math.floor(around.getTime() / step) * step - 3 * 86_400_000;
  const first = new Map<string, number>();
  for (let time = begin; time < begin + 6 * 86_400_000; time += step) {
    const [date = '', clock = ''] = format.format(time).split(' ');
    if (clock >= '03:00:00' && !first.has(date)) first.set(date, time);
  }
  // The first date may have begun before the window.
  return [...first.values()].toSorted((a, b) => a - b).slice(1);
}

describe('03:00 in the night of a time zone', () => {
  it.each([
    ['UTC', '2026-11-21T12:00:00Z', '2026-11-21T03:00:00.000Z', '2026-11-22T03:00:00.000Z'],
    ['Europe/Rome', '2026-07-01T00:59:59Z', '2026-06-30T01:00:00.000Z', '2026-07-01T01:00:00.000Z'],
    ['Europe/Rome', '2026-07-01T01:00:00Z', '2026-07-01T01:00:00.000Z', '2026-07-02T01:00:00.000Z'],
    // The clocks go from 02:00 to 03:00: that is the moment.
    ['Europe/Rome', '2026-03-29T12:00:00Z', '2026-03-29T01:00:00.000Z', '2026-03-30T01:00:00.000Z'],
    // From 03:00 to 04:00: 03:00 is not shown that day.
    ['Europe/Athens', '2026-03-29T12:00:00Z', '2026-03-29T01:00:00.000Z', '2026-03-30T00:00:00.000Z'],
    // From 04:00 back to 03:00: 03:00 is shown twice, the first one counts.
    ['Europe/Athens', '2026-10-25T12:00:00Z', '2026-10-25T00:00:00.000Z', '2026-10-26T01:00:00.000Z'],
    ['Asia/Kathmandu', '2026-11-21T12:00:00Z', '2026-11-20T21:15:00.000Z', '2026-11-21T21:15:00.000Z'],
    ['Pacific/Kiritimati', '2026-11-21T12:59:00Z', '2026-11-20T13:00:00.000Z', '2026-11-21T13:00:00.000Z'],
    ['Pacific/Pago_Pago', '2026-11-21T13:59:00Z', '2026-11-20T14:00:00.000Z', '2026-11-21T14:00:00.000Z'],
  ])('%s at %s', (zone, now, last, next) => {
    expect([iso(lastDue(zone, at(now))), iso(nextDue(zone, at(now)))]).toEqual([last, next]);
  });

  it('is found as the plain reading of the clocks finds it', () => {
    const zones = [
      'UTC',
      'Europe/Rome',
      'Europe/Athens',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'America/St_Johns',
    ];
    const day = fc.constantFrom(
      '2026-03-08',
      '2026-03-29',
      '2026-04-05',
      '2026-10-04',
      '2026-10-25',
      '2026-11-01',
      '2026-06-15',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        day,
        fc.integer({ min: -129_600, max: 129_600 }),
        (zone, date, seconds) => {
          const now = new Date(Date.parse(`${date}T03:00:00Z`) + seconds * 1000);
          const dues = naiveDues(zone, now);
          expect(lastDue(zone, now).getTime()).toBe(dues.findLast((due) => due <= now.getTime()));
          expect(nextDue(zone, now).getTime()).toBe(dues.find((due) => due > now.getTime()));
        },
      ),
      { numRuns: 60 },
    );
  });
});
