import { AppError, type Permission } from '@switchroom/contracts';
import type { Caller } from '../../auth/caller';
import type { Tenant } from '../../db/tenant';
import type { Reach } from './organisations.service';

/** The part of the access check that work on several organisations needs. */
interface Access {
  tenantOf(caller: Caller, organisationId: string, request: { requestId: string; address: string }): Promise<Tenant>;
  permissionsIn(caller: Caller, ids: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<Permission>>>;
  recordDenial(tenant: Tenant, permission: Permission): Promise<void>;
}

/** What a caller reaches beside the tenant of the procedure, by the same checks that the ladder of procedures makes. */
export function reachOf(access: Access, caller: Caller, request: { requestId: string; address: string }): Reach {
  return {
    tenantOf: (organisationId) => access.tenantOf(caller, organisationId, request),
    async within(ids) {
      const permissions = await access.permissionsIn(caller, ids);
      return new Set(ids.filter((id) => permissions.get(id)?.has('organisations:read') === true));
    },
    async refuse(tenant, permission) {
      await access.recordDenial(tenant, permission);
      throw new AppError('forbidden', { params: { permission } });
    },
  };
}
