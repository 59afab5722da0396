const numberFormats = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale}|${JSON.stringify(options)}`;
  const known = numberFormats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, options);
  numberFormats.set(key, made);
  return made;
}

/** A number with the locale's separators: 12345.6 is "12,345.6" in English. */
export function formatNumber(value: number, locale: string, maximumFractionDigits = 3): string {
  return numberFormat(locale, { maximumFractionDigits }).format(value);
}

/** A share of one as percent: 0.256 is "25.6%" in English. */
export function formatPercent(value: number, locale: string, maximumFractionDigits = 1): string {
  return numberFormat(locale, { style: 'percent', maximumFractionDigits }).format(value);
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;

/** A size with at most one decimal, in steps of 1000: 1234567 is "1.2 MB" in English. Negative sizes keep their sign. */
export function formatBytes(bytes: number, locale: string): string {
  let value = bytes;
  let step = 0;
  // 999.95 would be rounded up to "1,000"; it belongs to the next unit.
  while (Math.abs(value) >= 999.95 && step < byteUnits.length - 1) {
    value /= 1000;
    step += 1;
  }
  return numberFormat(locale, {
    style: 'unit',
    unit: byteUnits[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(value);
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

// The largest unit that fits at least once; seconds are too restless to read.
const relativeSteps: readonly (readonly [limit: number, unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  [hour, 'minute', minute],
  [day, 'hour', hour],
  [30 * day, 'day', day],
  [365 * day, 'month', 30 * day],
  [Number.POSITIVE_INFINITY, 'year', 365 * day],
];

const relativeFormats = new Map<string, Intl.RelativeTimeFormat>();

/**
 * The distance from `now` to `value` (both milliseconds since the epoch) in words: "5 minutes ago", "in 2 days".
 * Less than a minute is the locale's "now". `style` "narrow" gives short forms for tables.
 */
export function formatRelative(
  value: number,
  now: number,
  locale: string,
  style: Intl.RelativeTimeFormatStyle = 'long',
): string {
  const key = `${locale}|${style}`;
  let format = relativeFormats.get(key);
  if (!format) {
    format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style });
    relativeFormats.set(key, format);
  }
  const seconds = (value - now) / 1000;
  const distance = Math.abs(seconds);
  if (distance < minute) return format.format(0, 'second');
  for (const [limit, unit, size] of relativeSteps) {
    // Downwards: "59 minutes ago" turns into "1 hour ago" only after a full hour.
    if (distance < limit) return format.format(Math.sign(seconds) * Math.floor(distance / size), unit);
  }
  return format.format(0, 'second');
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** Date and time to the second with the zone's name, for the exact form behind a relative one. */
export function formatExact(value: number, locale: string, timeZone?: string): string {
  const key = `${locale}|${timeZone ?? ''}`;
  let format = dateFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, {
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
      timeZone,
    });
    dateFormats.set(key, format);
  }
  return format.format(value);
}

/** Hours and minutes, for "as of 14:02". */
export function formatTime(value: number, locale: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone }).format(value);
}
