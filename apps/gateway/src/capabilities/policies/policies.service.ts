import type { PoliciesView, UpdatePoliciesInput } from '@switchroom/contracts';
import type { Caller } from '../../auth/caller';
import type { Tenant } from '../../db/tenant';
import type { Root } from '../session/access.service';

export interface PoliciesService {
  /** What holds in the organisation; of those above it, only what lies at or below `roots` is named. */
  get(tenant: Tenant, caller: Caller, roots: readonly Root[]): Promise<PoliciesView>;
  /**
   * Throws `plan-outdated` when somebody else changed them meanwhile, and `second-factor-own-first` when the caller
   * would ask everybody for a second factor without having used one: they would be the first to stand outside.
   */
  update(tenant: Tenant, caller: Caller, input: UpdatePoliciesInput): Promise<void>;
}
