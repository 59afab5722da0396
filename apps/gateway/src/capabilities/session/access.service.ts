import type { OrganisationRef, Permission } from '@switchroom/contracts';
import type { Caller } from '../../auth/caller';
import type { Tenant } from '../../db/tenant';

/** An organisation from which down a caller may name organisations. */
export interface Root extends OrganisationRef {
  path: string;
}

export interface AccessService {
  /**
   * The tenant proof for a caller in an organisation.
   * Throws `not-found` when it is missing or out of reach (audited at the caller's home), `second-factor-required`
   * when a policy asks for more than the session has.
   */
  tenantOf(caller: Caller, organisationId: string, request: { requestId: string; address: string }): Promise<Tenant>;
  /**
   * The topmost organisations where the caller holds `organisations:read`, none inside another, nearest the top first.
   * Throws `second-factor-required` when policies leave none of them.
   */
  rootsOf(caller: Caller): Promise<Root[]>;
  /** What a caller may do in each of these organisations; nothing in one that is out of reach. Nothing is recorded. */
  permissionsIn(
    caller: Caller,
    organisationIds: readonly string[],
  ): Promise<ReadonlyMap<string, ReadonlySet<Permission>>>;
  /** Writes the denied attempt to the audit log; `why` where it is not the role that denies it. */
  recordDenial(tenant: Tenant, permission: Permission, why?: string): Promise<void>;
  /** The same for what concerns no organisation but the caller's own account, or all they reach: recorded at home. */
  recordOwnDenial(
    caller: Caller,
    facts: { attempted: string; why: string },
    request: { requestId: string; address: string },
  ): Promise<void>;
}
