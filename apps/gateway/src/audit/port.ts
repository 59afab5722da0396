import type { AuditTargetKind } from '@switchroom/contracts';
import type { Tx } from '../db/database';
import type { Tenant } from '../db/tenant';

export interface AuditRecord {
  action: string;
  target: { kind: AuditTargetKind; id: string; name: string };
  pbxId?: string | undefined;
  /** Secrets never come here; callers pass `{password: 'changed'}`, or `secretMark` where comparing makes sense. */
  before?: unknown;
  after?: unknown;
  /** What the person gave as the reason. */
  reason?: string | undefined;
  result?: 'allowed' | 'denied' | 'failed';
}

/** Appends to the organisation's chain inside the caller's transaction: no audit, no action. */
export interface AuditLog {
  append(
    tx: Tx,
    tenant: Pick<Tenant, 'organisationId' | 'actor' | 'onBehalfOf' | 'requestId' | 'address'>,
    record: AuditRecord,
  ): Promise<void>;
  /**
   * Writes a denial with `write`, or only counts it when there were many of its `kind` (who, where, what) just before; the
   * last `write` is then called with how many more there were.
   */
  denied(kind: readonly (string | undefined)[], write: (more: number | undefined) => Promise<void>): Promise<void>;
  /** What the log may hold of a secret: equal for equal secrets of one organisation, and readable by nobody. */
  secretMark(organisationId: string, secret: string): string;
}
