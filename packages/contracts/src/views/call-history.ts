import type { Page } from '../inputs/common';
import type { CallDirection, CallSource, CallStatus, CdrRefusal } from '../inputs/call-history';
import type { SettingLevel } from '../settings/entry';
import type { OrganisationRef } from './session';

/** One call as one user of the PBX saw it. Numbers that are forward destinations are masked. */
export interface CallRow {
  id: string;
  pbx: { id: string; name: string };
  organisation: OrganisationRef;
  user: { name: string | null; cn: string | null; number: string | null };
  direction: CallDirection;
  /** Both null when the other side suppresses who it is. */
  remote: { number: string | null; name: string | null };
  clir: boolean;
  external: boolean;
  missed: boolean;
  status: CallStatus;
  /** Q.850. */
  cause: number | null;
  startedAt: Date;
  alertSeconds: number;
  connectedSeconds: number;
  callSeconds: number;
  source: CallSource;
}

/** One state change of a call, in its order. */
export interface CallEvent {
  message: string;
  /** Since the call began. */
  atSeconds: number | null;
  number: string | null;
  name: string | null;
  external: boolean;
  cause: number | null;
  /** Where a transfer or a diversion leads. */
  to: { number: string | null; name: string | null } | null;
}

export interface CallDetail extends CallRow {
  conference: string | null;
  events: CallEvent[];
  groups: { name: string; active: boolean }[];
}

export type CallPage = Page<CallRow>;

/** How long the call history of one PBX is kept, and when what was deleted last. */
export interface RetentionRow {
  pbx: { id: string; name: string };
  organisation: OrganisationRef;
  /** Nearest own value, also one that a lock above puts out of force. */
  wantedDays: number;
  effectiveDays: number;
  /** Where the effective value comes from; `place` is null above the person's reach. */
  origin: { level: 'factory' } | { level: SettingLevel; place: string | null };
  oldestAt: Date | null;
  /** Null: never. `finishedAt` null: it is under way. */
  lastRun: { startedAt: Date; finishedAt: Date | null; deleted: number } | null;
  nextRunAt: Date;
  timeZone: string;
}

export interface RetentionReport extends Page<RetentionRow> {
  /** Runs that somebody asked for, or that are due, and that have not ended. */
  running: number;
}

/** When purges run for an organisation: at 03:00 in this time zone. */
export interface RetentionSchedule {
  /** Own value; null leaves it to the one above. */
  own: string | null;
  effective: string;
  /** 0 where there is no own value. */
  version: number;
  nextRunAt: Date;
}

/** Where the PBX delivers its call data records. The password is never here. */
export interface CdrIntakeView {
  pbxId: string;
  url: string;
  userName: string;
  version: number;
  createdAt: Date;
  /** To the minute. */
  lastReceivedAt: Date | null;
  lastRefused: { at: Date; why: CdrRefusal } | null;
}

/** What has to be entered on the PBX; the password is told this once. */
export interface CreatedCdrIntake {
  intake: CdrIntakeView;
  password: string;
  instructions: { address: string; port: number; tls: boolean; path: string; method: 'POST' };
}
