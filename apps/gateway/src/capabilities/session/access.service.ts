import type { Permission } from '@switchroom/contracts';
import type { Tenant } from '../../db/tenant';

export interface AccessService {
  /** The tenant proof for a person in an organisation. Throws `not-found` when it is missing or out of reach. */
  tenantOf(
    user: { id: string; name: string },
    organisationId: string,
    request: { requestId: string; address: string },
  ): Promise<Tenant>;
  /** Writes the denied attempt to the audit log. */
  recordDenial(tenant: Tenant, permission: Permission): Promise<void>;
}
