import type { CallDirection, CallEvent, CallStatus } from '@switchroom/contracts';
import { createHash } from 'node:crypto';
import { type CallFacts, plainGuid } from './call-record';
import { type CdrElement, readCdrXml, type XmlProblem } from './cdr-xml';

/** Objects of the PBX itself, whose calls are nobody's ("App Service Reports", call list query). */
const ownObjects = new Set(
  ['ADMIN', 'KADMIN', 'EXTERN', 'UNKNOWN', 'MASTER', 'STANDBY', 'ACTIVE', 'MOH', 'HTTP', 'CONF'].map((n) => `_${n}_`),
);
const directions: Readonly<Record<string, CallDirection>> = {
  from: 'out',
  to: 'in',
  cf: 'forwarded',
  ct: 'transferred',
  o: 'out',
  i: 'in',
};
/** Q.850: busy, and released because another device of the user was selected. */
const BUSY = 17;
const NON_SELECTED = 26;

const MAX_EVENTS = 500;
const MAX_GROUPS = 100;
const MAX_SECONDS = 100_000_000;
/** A clock before this was never set. */
const NO_CLOCK_MS = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;

/**
 * Call data records of a PBX: "Concept Call Detail Record CDR PBX" (elements `cdr`, `event`, `group` and their attributes)
 * and "App Service Reports" (what follows from them, and attributes by the names of its database). Unknown elements and
 * attributes are left out; records of the PBX's own objects too.
 * @param receivedAt stands in for the start of a call where the PBX did not know the time
 */
export function parseCdr(text: string, receivedAt: Date): CallFacts[] | XmlProblem {
  const elements = readCdrXml(text);
  if (typeof elements === 'string') return elements;
  const found = elements.map((element) => read(element, receivedAt));
  const whole = found.filter((one) => one !== undefined);
  if (whole.length < found.length) return 'no-record';
  return whole.filter(({ user }) => user.cn === null || !ownObjects.has(user.cn));
}

function read(cdr: CdrElement, receivedAt: Date): CallFacts | undefined {
  const field = (...names: string[]) => names.map((name) => cdr.attributes.get(name)).find((value) => value) ?? null;
  const user = {
    guid: guidOf(field('guid', 'user_guid')),
    name: field('obj-h323', 'h323'),
    cn: field('cn'),
    number: field('obj-e164', 'e164'),
  };
  const elements = cdr.children('event').slice(0, MAX_EVENTS);
  const conference = guidOf(field('conf') ?? firstOf(elements, 'conf'));
  const id = field('id');
  if (user.guid === null && user.name === null && user.cn === null) return undefined;
  if (elements.length === 0 && id === null && conference === null) return undefined;
  const direction = directions[field('dir') ?? ''] ?? (messageOf(elements[0]) === 'setup-from' ? 'out' : 'in');
  const clir = flag(field('remote_clir')) || elements.some((event) => flag(event.attributes.get('clir')));
  const events = eventsOf(elements, clir);
  const causes = elements.flatMap((event) => number(event.attributes.get('cause')) ?? []);
  const cause = number(field('cause')) ?? causes.at(-1) ?? null;
  const status = statusOf(field('status'), events, cause);
  const more = flag(field('more', 'more_calls')) || elements.some((event) => flag(event.attributes.get('more')));
  const lengths = lengthsOf(events);
  const callSeconds = duration(field('call_duration')) ?? lengths.call;
  const started = startOf(field('utc_stamp'), field('utc'), receivedAt);
  return {
    source: 'cdr',
    recordId: id === null ? fingerprint(cdr, elements) : plainGuid(id),
    conference,
    user,
    direction,
    remote: clir ? { number: null, name: null } : remoteOf(cdr, elements, direction),
    clir,
    external: flag(field('external')) || events.some(({ external }) => external),
    missed:
      field('missed_call') === null
        ? direction === 'in' && status !== 'co' && cause !== NON_SELECTED
        : flag(field('missed_call')),
    status,
    cause,
    further: flag(field('further')) || more || cause === NON_SELECTED,
    startedAt: started ?? new Date(receivedAt.getTime() - callSeconds * 1000),
    timeIsKnown: started !== undefined,
    alertSeconds: duration(field('alert_duration')) ?? lengths.alert,
    connectedSeconds: duration(field('conn_duration')) ?? lengths.connected,
    callSeconds,
    events,
    groups: cdr
      .children('group')
      .slice(0, MAX_GROUPS)
      .flatMap(({ attributes }) => {
        const name = attributes.get('name');
        return name === undefined ? [] : [{ name, active: flag(attributes.get('active')) }];
      }),
  };
}

/** Times of events are seconds since the PBX started: only what lies between them means something. */
function eventsOf(elements: readonly CdrElement[], clir: boolean): CallEvent[] {
  const first = elements.map((event) => number(event.attributes.get('time'))).find((time) => time !== undefined);
  return elements.map((event) => {
    const { attributes } = event;
    const time = number(attributes.get('time'));
    const to = event.children('to')[0];
    return {
      message: messageOf(event),
      atSeconds: time === undefined || first === undefined || time < first ? null : Math.min(time - first, MAX_SECONDS),
      ...(clir ? { number: null, name: null } : partyOf(event)),
      external: attributes.get('type') === 'ext' || flag(attributes.get('ext')),
      cause: number(attributes.get('cause')) ?? null,
      to: to === undefined || clir ? null : partyOf(to),
    };
  });
}

/**
 * Who the call was with: what was dialled (also digit by digit), who called, or where a diversion or a transfer led.
 * Never where the other side's own diversion led.
 */
function remoteOf(cdr: CdrElement, events: readonly CdrElement[], direction: CallDirection): CallFacts['remote'] {
  const said = cdr.attributes.get('remote_e164') ?? null;
  const saidName = cdr.attributes.get('remote_dn') ?? cdr.attributes.get('remote_h323') ?? null;
  if (said !== null || saidName !== null) return { number: said, name: saidName };
  const parties = events.map((event) => ({ event, ...partyOf(event), root: event.attributes.get('root') ?? null }));
  if (direction === 'out') {
    const dialled = parties.findLast(
      ({ event, number: digits }) => /^(setup|info)-from$/.test(messageOf(event)) && digits !== null,
    );
    const target = dialled?.number ?? parties.find(({ number: digits }) => digits !== null)?.number ?? null;
    const named = parties.find(
      ({ number: digits, name, root }) => name !== null && digits === target && (root ?? digits) === digits,
    );
    return {
      number: target,
      name: named?.name ?? (target === null ? (parties.find(({ name }) => name)?.name ?? null) : null),
    };
  }
  const led = events.flatMap((event) => event.children('to')).map(partyOf);
  const last = [...parties, ...led].findLast(({ number: digits, name }) => digits !== null || name !== null);
  const caller = parties.find(({ number: digits, name }) => digits !== null || name !== null);
  const other = direction === 'in' ? caller : last;
  return { number: other?.number ?? null, name: other?.name ?? null };
}

function statusOf(said: string | null, events: readonly CallEvent[], cause: number | null): CallStatus {
  if (said === 'co' || said === 'al' || said === 'bu' || said === 'er') return said;
  if (events.some(({ message }) => message.startsWith('conn'))) return 'co';
  if (cause === BUSY) return 'bu';
  return events.some(({ message }) => message.startsWith('alert')) ? 'al' : 'er';
}

function lengthsOf(events: readonly CallEvent[]): { alert: number; connected: number; call: number } {
  const end = events.findLast(({ atSeconds }) => atSeconds !== null)?.atSeconds ?? 0;
  const firstAt = (prefix: string) =>
    events.find(({ message, atSeconds }) => message.startsWith(prefix) && atSeconds !== null)?.atSeconds ?? undefined;
  const alerted = firstAt('alert');
  const connected = firstAt('conn');
  return {
    alert: alerted === undefined ? 0 : Math.max(0, (connected ?? end) - alerted),
    connected: connected === undefined ? 0 : Math.max(0, end - connected),
    call: end,
  };
}

/**
 * The start in UTC: `utc_stamp` in milliseconds or `utc` in seconds; the local time of the PBX counts for nothing.
 * Undefined where the clock of the PBX is not set, or runs more than a day ahead.
 */
function startOf(stamp: string | null, utc: string | null, receivedAt: Date): Date | undefined {
  const ms = number(stamp) ?? (number(utc) ?? Number.NaN) * 1000;
  const plausible = ms >= NO_CLOCK_MS && ms <= receivedAt.getTime() + DAY_MS;
  return plausible ? new Date(ms) : undefined;
}

function partyOf({ attributes }: CdrElement): { number: string | null; name: string | null } {
  return {
    number: attributes.get('e164') ?? null,
    name: attributes.get('dn') ?? attributes.get('cn') ?? attributes.get('h323') ?? null,
  };
}

function messageOf(event: CdrElement | undefined): string {
  return event?.attributes.get('msg')?.toLowerCase() ?? '';
}

function firstOf(elements: readonly CdrElement[], name: string): string | null {
  return elements.map(({ attributes }) => attributes.get(name)).find((value) => value !== undefined) ?? null;
}

function guidOf(text: string | null): string | null {
  return text === null ? null : plainGuid(text);
}

function flag(text: string | null | undefined): boolean {
  return /^(true|1|yes|t)$/i.test(text ?? '');
}

/** A whole number that is not negative. */
function number(text: string | null | undefined): number | undefined {
  return /^\d{1,15}$/.test(text ?? '') ? Number(text) : undefined;
}

function duration(text: string | null): number | undefined {
  const found = number(text);
  return found === undefined ? undefined : Math.min(found, MAX_SECONDS);
}

/** Older firmware gives records no id: what it says is its name, so that a repetition is recognised. */
function fingerprint(cdr: CdrElement, events: readonly CdrElement[]): string {
  const said = [cdr, ...events].map(({ attributes }) => [...attributes].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32);
}
