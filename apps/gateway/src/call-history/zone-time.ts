import { isTimeZone } from '@switchroom/contracts';

/** Purges run at this hour of the night. */
const HOUR = 3;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * The last time at or before `now` that a purge was due in a time zone: the first moment of a local day at which the
 * clocks show 03:00 or later. On a day on which they skip it that is the moment after the gap; on one on which it comes
 * twice, the first of the two.
 */
export function lastDue(timeZone: string, now: Date): Date {
  // A local date lies within a day of the one in UTC.
  for (let back = -1; back <= 2; back += 1) {
    const due = dueOn(timeZone, new Date(now.getTime() - back * DAY_MS));
    if (due.getTime() <= now.getTime()) return due;
  }
  throw new Error(`no purge was ever due in ${timeZone}`);
}

/** The next time after `now`. */
export function nextDue(timeZone: string, now: Date): Date {
  for (let ahead = -1; ahead <= 2; ahead += 1) {
    const due = dueOn(timeZone, new Date(now.getTime() + ahead * DAY_MS));
    if (due.getTime() > now.getTime()) return due;
  }
  throw new Error(`no purge will ever be due in ${timeZone}`);
}

/** When it is due on the date that `day` has in UTC, taken as a date of the time zone. */
function dueOn(timeZone: string, day: Date): Date {
  const midnight = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate());
  const wanted = midnight + HOUR * 3_600_000;
  // What the clocks show only grows but where they are set back, and never by more than the search looks around.
  const offsets = [wanted - DAY_MS, wanted, wanted + DAY_MS].map((at) => offsetOf(timeZone, at));
  const found = [...new Set(offsets)]
    .map((offset) => wanted - offset)
    .filter((at) => shown(timeZone, at) === wanted)
    .toSorted((a, b) => a - b)[0];
  return new Date(found ?? afterGap(timeZone, wanted, offsets));
}

/** The clocks skip the hour: the first minute at which they show more. */
function afterGap(timeZone: string, wanted: number, offsets: readonly number[]): number {
  let at = wanted - Math.max(...offsets);
  for (let low = at, high = wanted - Math.min(...offsets); low <= high; ) {
    const middle = Math.floor((low + high) / 2 / MINUTE_MS) * MINUTE_MS;
    if (shown(timeZone, middle) >= wanted) {
      at = middle;
      high = middle - MINUTE_MS;
    } else {
      low = middle + MINUTE_MS;
    }
  }
  return at;
}

/** What the clocks of the zone show, as if it were UTC. */
function shown(timeZone: string, at: number): number {
  return at + offsetOf(timeZone, at);
}

/** Of local time to UTC, ms. */
function offsetOf(timeZone: string, at: number): number {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(at / 1000) * 1000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    // A zone that this runtime does not know (any more): better at another hour than not at all.
    timeZone: isTimeZone(timeZone) ? timeZone : 'UTC',
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, made);
  return made;
}
