import type { ActAsInput } from '@switchroom/contracts';
import type { Caller, Impersonation } from '../../auth/caller';
import type { Tenant } from '../../db/tenant';

export interface ImpersonationService {
  /**
   * The session of `caller` looks in as a member from here on. Throws `not-found` for somebody outside the tenant,
   * `forbidden` with `params.reason` (a key of the portal's errors) where it may not be, audited, and
   * `second-factor-required` where a policy asks for more than the session has.
   */
  start(tenant: Tenant, caller: Caller, mode: Impersonation['mode'], input: ActAsInput): Promise<{ expiresAt: Date }>;
  /** Back to the person at the keyboard; nothing when it has ended meanwhile. */
  stop(caller: Caller, request: { requestId: string; address: string }): Promise<void>;
}
