/** When a change takes effect, as a form holds it. */
export interface Schedule {
  later: boolean;
  /** As the browser's field for date and time gives it, without a zone. */
  at: string;
}

/** At once. */
export const nowAt: Schedule = { later: false, at: '' };

/** The moment in `zone`; undefined is "at once". `invalid`: no date, or none that is later than `now` (milliseconds). */
export function readSchedule({ later, at }: Schedule, zone: string, now: number): Date | undefined | 'invalid' {
  if (!later) return undefined;
  const moment = momentIn(at, zone);
  return moment === undefined || moment <= now ? 'invalid' : new Date(moment);
}

/** Milliseconds of a wall-clock time ("2026-11-23T06:00") in a time zone; undefined when it is none. */
function momentIn(text: string, zone: string): number | undefined {
  const wall = Date.parse(`${text}Z`);
  if (Number.isNaN(wall)) return undefined;
  // The zone's offset at the moment that the first guess leads to; twice, for the hours around a change of clocks.
  const first = wall - offset(wall, zone);
  return wall - offset(first, zone);
}

function offset(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '00';
  const wall = `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`;
  return Date.parse(wall) - Math.floor(at / 1000) * 1000;
}
