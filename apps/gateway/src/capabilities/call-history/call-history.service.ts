import type {
  CallDetail,
  CallPage,
  CdrIntakeView,
  CreatedCdrIntake,
  ListCallsInput,
  RetentionReport,
  RetentionReportInput,
  RetentionSchedule,
} from '@switchroom/contracts';
import type { RetentionReportFile } from '../../call-history/report-file';
import type { Tenant } from '../../db/tenant';

type Roots = readonly { path: string }[];

/** Calls of the users of PBXes, how long they are kept, and where PBXes deliver their records of them. */
export interface CallHistoryService {
  /** Newest first; destinations of diversions are masked as the settings of each PBX say. */
  list(tenant: Tenant, input: ListCallsInput): Promise<CallPage>;
  /** With its flow. Throws `not-found`. */
  get(tenant: Tenant, callId: string): Promise<CallDetail>;
  /** By name of the PBX; an organisation above all `roots` is not named. */
  report(tenant: Tenant, roots: Roots, input: RetentionReportInput): Promise<RetentionReport>;
  /** The whole of it, signed; that somebody took it is audited. */
  reportFile(tenant: Tenant, roots: Roots): Promise<RetentionReportFile>;
  /** Begins purges and returns at once: how many began, without those that were under way. */
  purgeNow(tenant: Tenant, pbxId: string | undefined): Promise<{ begun: number }>;
  schedule(tenant: Tenant): Promise<RetentionSchedule>;
  /** Throws `plan-outdated` for a stale form. */
  updateSchedule(tenant: Tenant, input: { version: number; timeZone: string | null }): Promise<void>;
}

export interface CdrIntakesService {
  /** Null where the PBX has none. */
  get(tenant: Tenant, pbxId: string): Promise<CdrIntakeView | null>;
  /** Throws `already-exists`. The password is told this once. */
  create(tenant: Tenant, pbxId: string): Promise<CreatedCdrIntake>;
  /** A new password; the old one ends at once. Throws `plan-outdated` for a stale form. */
  rotate(tenant: Tenant, input: { pbxId: string; version: number }): Promise<CreatedCdrIntake>;
  /** What has arrived stays. Throws `plan-outdated` for a stale form. */
  remove(tenant: Tenant, input: { pbxId: string; version: number }): Promise<void>;
}
