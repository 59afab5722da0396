import { describe, expect, it } from 'vitest';
import { formatBytes, formatExact, formatNumber, formatPercent, formatRelative, formatTime } from './format';

// Intl separates a number from its unit with one of several spaces, depending on the ICU version.
const spaced = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('numbers', () => {
  it('follow the locale', () => {
    expect(formatNumber(12345.6, 'en')).toBe('12,345.6');
    expect(formatNumber(12345.6, 'de')).toBe('12.345,6');
    expect(spaced(formatPercent(0.256, 'de'))).toBe('25,6 %');
  });
});

describe('bytes', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [1_234_567, '1.2 MB'],
    [999_949, '999.9 kB'],
    [999_950, '1 MB'],
    [-2_500_000_000, '-2.5 GB'],
    [5e18, '5,000 PB'],
  ])('%d is %s', (bytes, text) => {
    expect(spaced(formatBytes(bytes, 'en'))).toBe(text);
  });

  it('use the decimal sign of the locale', () => {
    expect(spaced(formatBytes(1_234_567, 'it'))).toBe('1,2 MB');
  });
});

describe('relative times', () => {
  const now = Date.UTC(2026, 10, 21, 12, 0, 0);
  const second = 1000;
  const minute = 60 * second;
  const hour = 60 * minute;
  const day = 24 * hour;
  it.each([
    [-59 * second, 'now'],
    [-minute, '1 minute ago'],
    [-59 * minute - 59 * second, '59 minutes ago'],
    [-hour, '1 hour ago'],
    [-(23 * hour + 59 * minute), '23 hours ago'],
    [-day, 'yesterday'],
    [-29 * day, '29 days ago'],
    [-45 * day, 'last month'],
    [-800 * day, '2 years ago'],
    [90 * minute, 'in 1 hour'],
    [2 * day, 'in 2 days'],
  ])('%d ms away reads %s', (distance, text) => {
    expect(formatRelative(now + distance, now, 'en')).toBe(text);
  });

  it('speak the locale', () => {
    expect(formatRelative(now - 5 * minute, now, 'de')).toBe('vor 5 Minuten');
    expect(formatRelative(now - 5 * minute, now, 'it')).toBe('5 minuti fa');
  });
});

describe('exact times', () => {
  const at = Date.UTC(2026, 10, 21, 12, 2, 3);
  it('are told in the zone asked for', () => {
    expect(formatExact(at, 'de', 'Europe/Rome')).toContain('13:02:03');
    expect(formatExact(at, 'de', 'UTC')).toContain('12:02:03');
    expect(formatTime(at, 'de', 'Europe/Rome')).toBe('13:02');
  });
});
