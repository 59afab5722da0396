import { type JsonObject, type PbxObject, text } from './types';

/** Low nibble of a call state (innovaphone SDK, RCC). */
export const CALL_STATE = { setup: 1, alert: 4, connected: 5, discSent: 6, discReceived: 7, parked: 8 } as const;
/** Flags above it. The direction is the PBX's: `toUser` marks a call that comes in for the user. */
export const CALL_FLAG = { toUser: 128, hold: 256, held: 512 } as const;

/** A party as RCC names it. */
export interface Endpoint extends JsonObject {
  e164: string;
  h323: string;
}

/** One end of a call. */
export interface Leg {
  readonly id: number;
  readonly conf: string;
  /** The local user; undefined for a party outside the PBX. */
  guid: string | undefined;
  /** Device of the user that has the call; undefined while it rings at all of them. */
  hw: string | undefined;
  endpoint: Endpoint;
  state: number;
  /** Set for the end that was called. */
  readonly toUser: boolean;
  other: Leg | undefined;
  /** Whom it wants to reach, for as long as nobody is there. */
  dialled: Endpoint | undefined;
  /** Where and by whom it was parked. */
  parked: { readonly at: string; readonly by: string | undefined; readonly position: number } | undefined;
}

/** What happened to one end of a call. */
export interface CallEvent {
  readonly leg: Leg;
  /** `x-…`: sent by the user's side as CallInfo shows it, `r-…`: received. */
  readonly msg: string;
  readonly info?: readonly JsonObject[];
  readonly dtmf?: string;
  /** The end is gone. */
  readonly ended?: true;
}

/** Whom to call: the first of long name, Name and number that exists. */
export interface Target {
  readonly e164?: string;
  readonly h323?: string;
  readonly cn?: string;
}

/** State without its flags. */
export function phaseOf(leg: Leg): number {
  return leg.state & 15;
}

/** An object as a party of a call. */
export function endpointOf(object: PbxObject): Endpoint {
  const { e164, h323, cn, dn } = object.fields;
  return { e164: text(e164), h323: text(h323), cn: text(cn), dn: text(dn) };
}

/** A target as the party that it may become. */
export function endpointOfTarget({ e164, h323, cn }: Target): Endpoint {
  return { e164: e164 ?? '', h323: h323 ?? '', ...(cn === undefined || cn === '' ? {} : { cn }) };
}

/** Causes (ITU-T Q.850) that the simulated network uses. */
export const CAUSE = {
  unallocated: 1,
  normal: 16,
  busy: 17,
  noAnswer: 19,
  rejected: 21,
  takenElsewhere: 26,
  outOfOrder: 27,
} as const;

const CAUSE_TEXTS: ReadonlyMap<number, string> = new Map([
  [CAUSE.unallocated, 'Unallocated (unassigned) number'],
  [CAUSE.normal, 'Normal call clearing'],
  [CAUSE.busy, 'User busy'],
  [CAUSE.noAnswer, 'No answer from user (user alerted)'],
  [CAUSE.rejected, 'Call rejected'],
  [CAUSE.takenElsewhere, 'Non-selected user clearing'],
  [CAUSE.outOfOrder, 'Destination out of order'],
]);

/** The `info` of a call that ends with a cause. */
export function causeInfo(cause: number): JsonObject[] {
  return [{ type: 'cause', vali: cause, vals: CAUSE_TEXTS.get(cause) ?? `Cause ${cause}` }];
}
