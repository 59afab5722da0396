import { expect, test } from 'vitest';
import { nowAt, readSchedule } from './schedule';

const now = Date.parse('2026-11-21T12:00:00Z');

test('at once has no moment', () => {
  expect(readSchedule(nowAt, 'Europe/Rome', now)).toBeUndefined();
  expect(readSchedule({ later: false, at: '2026-01-01T00:00' }, 'Europe/Rome', now)).toBeUndefined();
});

test('a time is that of the zone, summer and winter', () => {
  const at = (text: string, zone: string) => readSchedule({ later: true, at: text }, zone, now);
  expect(at('2026-11-23T06:00', 'Europe/Rome')).toEqual(new Date('2026-11-23T05:00:00Z'));
  expect(at('2027-07-01T06:00', 'Europe/Rome')).toEqual(new Date('2027-07-01T04:00:00Z'));
  expect(at('2026-11-23T06:00', 'UTC')).toEqual(new Date('2026-11-23T06:00:00Z'));
  expect(at('2026-11-23T00:30', 'America/New_York')).toEqual(new Date('2026-11-23T05:30:00Z'));
});

test('no date, or one that is past, is refused', () => {
  for (const at of ['', 'soon', '2026-11-21T12:59', '2026-11-21T13:00']) {
    expect(readSchedule({ later: true, at }, 'Europe/Rome', now)).toBe('invalid');
  }
  expect(readSchedule({ later: true, at: '2026-11-21T13:01' }, 'Europe/Rome', now)).toBeInstanceOf(Date);
});
