import type { AuditRow, ListAuditInput, Page } from '@switchroom/contracts';
import type { Tenant } from '../../db/tenant';

export interface AuditTrailService {
  /** Newest first, over the tenant's organisation and everything below. */
  list(tenant: Tenant, input: ListAuditInput): Promise<Page<AuditRow>>;
}
