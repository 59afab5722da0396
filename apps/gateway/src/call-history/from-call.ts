import type { CallEvent, CallStatus } from '@switchroom/contracts';
import { type CallFacts, plainGuid } from './call-record';

/** A call that was seen over remote call control from its beginning to its end, as one user saw it. */
export interface FinishedCall {
  /** Of the PBX (`conf` in CallInfo, `conf-id` in CallAdd); without one the record cannot meet its call data record. */
  conference: string | undefined;
  /** Unique for this call of this user; used where there is no conference. */
  callId: string;
  user: { guid?: string | undefined; name?: string | undefined; cn?: string | undefined; number?: string | undefined };
  /** `readCallState` of the protocol: who called whom. */
  direction: 'from-user' | 'to-user';
  remote: { number?: string | undefined; name?: string | undefined };
  /** The other side suppresses who it is. */
  clir?: boolean;
  external?: boolean;
  startedAt: Date;
  alertedAt?: Date | undefined;
  connectedAt?: Date | undefined;
  endedAt: Date;
  /** Q.850, where the PBX said it. */
  cause?: number | undefined;
}

const BUSY = 17;
const NON_SELECTED = 26;

/** The record of a call seen over remote call control. A call data record of the same call takes its place. */
export function recordFromCall(call: FinishedCall): CallFacts {
  const { startedAt, alertedAt, connectedAt, endedAt, cause, clir = false, external = false } = call;
  const status = statusOf(call);
  const between = (from: Date | undefined, to: Date) =>
    from === undefined ? 0 : Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));
  const remote = clir
    ? { number: null, name: null }
    : { number: text(call.remote.number), name: text(call.remote.name) };
  const event = (message: string, at: Date | undefined, why: number | null = null): CallEvent[] =>
    at === undefined ? [] : [{ message, atSeconds: between(startedAt, at), ...remote, external, cause: why, to: null }];
  const side = call.direction === 'from-user' ? 'from' : 'to';
  return {
    source: 'rcc',
    recordId: call.callId,
    conference: call.conference === undefined ? null : plainGuid(call.conference),
    user: {
      guid: call.user.guid === undefined ? null : plainGuid(call.user.guid),
      name: text(call.user.name),
      cn: text(call.user.cn),
      number: text(call.user.number),
    },
    direction: call.direction === 'from-user' ? 'out' : 'in',
    remote,
    clir,
    external,
    missed: call.direction === 'to-user' && status !== 'co' && cause !== NON_SELECTED,
    status,
    cause: cause ?? null,
    further: cause === NON_SELECTED,
    startedAt,
    timeIsKnown: true,
    alertSeconds: between(alertedAt, connectedAt ?? endedAt),
    connectedSeconds: between(connectedAt, endedAt),
    callSeconds: between(startedAt, endedAt),
    events: [
      ...event(`setup-${side}`, startedAt),
      ...event('alert', alertedAt),
      ...event('conn', connectedAt),
      ...event('rel', endedAt, cause ?? null),
    ],
    groups: [],
  };
}

function statusOf({ alertedAt, connectedAt, cause }: FinishedCall): CallStatus {
  if (connectedAt !== undefined) return 'co';
  if (cause === BUSY) return 'bu';
  return alertedAt === undefined ? 'er' : 'al';
}

function text(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}
