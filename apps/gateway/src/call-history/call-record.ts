import { createHash } from 'node:crypto';
import type { CallDirection, CallEvent, CallSource, CallStatus } from '@switchroom/contracts';
import { canonicalJson } from '../audit/canonical';

/** One call as one user saw it, told by one record; where it came from is settled, which PBX it belongs to is not. */
export interface CallFacts {
  source: CallSource;
  /** Of the record itself, unique within its source: a repeated delivery has the same. */
  recordId: string;
  conference: string | null;
  user: { guid: string | null; name: string | null; cn: string | null; number: string | null };
  direction: CallDirection;
  remote: { number: string | null; name: string | null };
  clir: boolean;
  external: boolean;
  missed: boolean;
  status: CallStatus;
  cause: number | null;
  /** There is, or will be, a record that tells this call better: another device of the user took it. */
  further: boolean;
  startedAt: Date;
  /** False: the PBX did not know the time, and the start is that of the delivery less the length of the call. */
  timeIsKnown: boolean;
  alertSeconds: number;
  connectedSeconds: number;
  callSeconds: number;
  events: CallEvent[];
  groups: { name: string; active: boolean }[];
}

/** Best found state in the call flow wins ("App Service Reports", description of `status`). */
const statusRank: Record<CallStatus, number> = { co: 3, al: 2, bu: 1, er: 0 };

/**
 * What makes records the same call: the conference, the user and the direction. A record without a conference stands for
 * itself.
 */
export function callKey({ conference, user, direction, source, recordId }: CallFacts): string {
  const who = user.guid ?? user.name?.toLowerCase() ?? user.cn?.toLowerCase() ?? '';
  return digest(conference === null ? [source, recordId] : [conference, who, direction]);
}

/** Name of a record within its call. */
export function legOf({ source, recordId }: CallFacts): string {
  return `${source}:${recordId}`;
}

/**
 * How well a record tells its call, as a text that is compared byte by byte. A total order over what records say: the
 * best of a set does not depend on the order in which they come, or on how often.
 */
export function rankOf(facts: CallFacts): string {
  const { startedAt, timeIsKnown, ...said } = facts;
  return [
    // One that was cancelled because another device took the call is the last choice.
    facts.further ? '0' : '1',
    // The PBX's own account knows what was not seen over remote call control, such as the time on hold.
    facts.source === 'cdr' ? '1' : '0',
    timeIsKnown ? '1' : '0',
    String(statusRank[facts.status]),
    seconds(facts.connectedSeconds),
    seconds(facts.callSeconds),
    // When it was delivered says nothing about a record.
    digest({ ...said, startedAt: timeIsKnown ? startedAt.toISOString() : null }),
  ].join('');
}

/** A GUID as it is compared: 32 hexadecimal digits. Anything else stays, in lower case. */
export function plainGuid(text: string): string {
  const bare = text.toLowerCase().replaceAll(/[-{}]/g, '');
  return /^[0-9a-f]{32}$/.test(bare) ? bare : text.toLowerCase();
}

function seconds(value: number): string {
  return String(Math.min(value, 9_999_999)).padStart(7, '0');
}

function digest(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('base64url').slice(0, 32);
}
