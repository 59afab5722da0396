import type { CreateRoleInput, RolesView, UpdateRoleInput } from '@switchroom/contracts';
import type { Tenant } from '../../db/tenant';

/**
 * The roles that can be given in an organisation. A custom role belongs to the organisation that made it and holds nothing
 * that its author does not; refusals of that rule are `forbidden` and recorded.
 */
export interface RolesService {
  /** `roots`: from where down the caller may see organisations by name. */
  list(tenant: Tenant, roots: readonly { path: string }[]): Promise<RolesView>;
  create(tenant: Tenant, input: CreateRoleInput): Promise<{ id: string }>;
  /** Holds for everybody who has it, at once. Throws `plan-outdated` for a stale form. */
  update(tenant: Tenant, input: UpdateRoleInput): Promise<void>;
  /** Throws `invalid-input` (`role-in-use`, with the counts) while anybody has it or is to get it. */
  remove(tenant: Tenant, roleId: string): Promise<void>;
}
