import * as z from 'zod';
import { flag, opt } from '../messages/fields';
import { bounded, choice, count, id, instant, name, number } from './fields';
import {
  ATTENDANT_LIMITS,
  CALL_ENDS,
  CALL_STATES,
  COLLEAGUE_CALL_STATES,
  CONSOLE_TYPES,
  DIVERSION_KINDS,
  HOLD_STATES,
  LINK_STATES,
  OPERATOR_STATES,
  PANIC_FAILURES,
  PRESENCE_ACTIVITIES,
} from './terms';

/* Objects that several messages carry. Plain objects: a field that is not listed is dropped on reading and refused on writing. */

/** `inUse` counts the open sessions of this type in the organisation that owns the licences. */
export const Licence = z.object({
  type: choice(CONSOLE_TYPES),
  inUse: count,
  quantity: count,
  queueChannels: count,
});

export const Device = z.object({ device: id, text: opt(name) });

/** `supervisor`: may watch the dashboard. `devices` in the order in which calls and panic use them. */
export const Operator = z.object({
  user: id,
  name,
  number: opt(number),
  supervisor: flag,
  devices: z.array(Device).max(20),
});

/** `key` is the reason as the setting has it, `text` what the operator reads. */
export const PauseReason = z.object({
  key: bounded(ATTENDANT_LIMITS.reasonLength),
  text: bounded(ATTENDANT_LIMITS.reasonLength),
});

export const Pause = z.object({ paused: flag, since: opt(instant), reason: opt(PauseReason) });

/** `ready: false` while a press could not reach anybody: no dialable number, or the PBX is away. */
export const PanicButton = z.object({ enabled: flag, ready: flag });

/** What a console may know of the effective settings. Numbers that the settings name (panic, prefixes) are not among it. */
export const Settings = z.object({
  minLookupLength: count,
  searchMaxResults: count,
  retentionDays: count,
  clientUpdatesUrl: bounded(2048),
  skystone: flag,
  seeAllParkedCalls: flag,
  showRemoteParty: flag,
  panic: PanicButton,
  pauseReasons: z.array(PauseReason).max(ATTENDANT_LIMITS.pauseReasons),
});

export const Link = z.object({ state: choice(LINK_STATES), since: opt(instant) });

export const Heartbeat = z.object({ intervalSeconds: count, deadlineSeconds: count });

/** `user` when the party is a user of the PBX. */
export const Party = z.object({ number: opt(number), name: opt(name), user: opt(id) });

/** `cause` is the number of the PBX (Q.850), `text` its own words. */
export const End = z.object({
  reason: choice(CALL_ENDS),
  cause: opt(count),
  text: opt(bounded(ATTENDANT_LIMITS.noteLength)),
});

export const Call = z.object({
  call: id,
  state: choice(CALL_STATES),
  hold: choice(HOLD_STATES),
  direction: choice(['in', 'out']),
  peer: Party,
  device: opt(id),
  startedAt: instant,
  connectedAt: opt(instant),
  end: opt(End),
});

export const Presence = z.object({
  activity: choice(PRESENCE_ACTIVITIES),
  status: choice(['open', 'closed']),
  note: bounded(ATTENDANT_LIMITS.noteLength),
});

/** `destination` is already masked when `masked` is true; the clear digits never leave the service. */
export const Diversion = z.object({ kind: choice(DIVERSION_KINDS), destination: number, masked: flag });

export const Colleague = z.object({
  user: id,
  name,
  numbers: z.array(number).max(4),
  presence: opt(Presence),
  calls: choice(COLLEAGUE_CALL_STATES),
  diversions: z.array(Diversion).max(4),
});

export const DirectoryNumber = z.object({ kind: choice(['internal', 'work', 'mobile', 'home', 'other']), number });

export const Contact = z.object({
  contact: id,
  name,
  company: opt(name),
  source: choice(['users', 'contacts']),
  numbers: z.array(DirectoryNumber).max(6),
});

export const HistoryRow = z.object({
  entry: id,
  at: instant,
  direction: choice(['in', 'out']),
  missed: flag,
  peer: Party,
  seconds: count,
});

/** `own`: parked by this operator. */
export const ParkedCall = z.object({
  parked: id,
  peer: Party,
  by: opt(Party),
  own: flag,
  at: instant,
  place: opt(name),
  position: opt(count),
});

/** `peer` is missing when the settings hide the remote party from the dashboard. */
export const DashboardCall = z.object({
  state: choice(CALL_STATES),
  direction: choice(['in', 'out']),
  since: instant,
  peer: opt(Party),
});

export const DashboardRow = z.object({
  user: id,
  name,
  type: opt(choice(CONSOLE_TYPES)),
  state: choice(OPERATOR_STATES),
  since: opt(instant),
  pause: opt(Pause),
  call: opt(DashboardCall),
});

export const PanicAttempt = z.object({ device: opt(id), failure: opt(choice(PANIC_FAILURES)) });
