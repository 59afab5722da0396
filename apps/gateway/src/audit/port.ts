import type { Tx } from '../db/database';
import type { Tenant } from '../db/tenant';

export interface AuditRecord {
  action: string;
  target: { kind: 'pbx' | 'app-object' | 'plan' | 'organisation' | 'account' | 'session'; id: string; name: string };
  pbxId?: string | undefined;
  /** Secrets never come here; callers pass `{password: 'changed'}`. */
  before?: unknown;
  after?: unknown;
  result?: 'allowed' | 'denied' | 'failed';
}

/** Appends to the organisation's chain inside the caller's transaction: no audit, no action. */
export interface AuditLog {
  append(
    tx: Tx,
    tenant: Pick<Tenant, 'organisationId' | 'actor' | 'requestId' | 'address'>,
    record: AuditRecord,
  ): Promise<void>;
}
