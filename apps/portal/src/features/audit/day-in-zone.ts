const DAY_MS = 24 * 60 * 60 * 1000;

/** First and last instant of a day (`2026-11-21`) in a time zone, as ISO texts; undefined for what is no day. */
export function dayInZone(day: string, timeZone: string): { start: string; end: string } | undefined {
  const utc = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(utc)) return undefined;
  return {
    start: new Date(midnight(utc, timeZone)).toISOString(),
    end: new Date(midnight(utc + DAY_MS, timeZone) - 1).toISOString(),
  };
}

/** The instant at which clocks of the zone show what clocks of UTC show at `utc`. */
function midnight(utc: number, timeZone: string): number {
  const guess = utc - offsetAt(utc, timeZone);
  // Around a change of the clocks the first guess may be an hour off.
  return utc - offsetAt(guess, timeZone);
}

function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - instant;
}
