import type { Role } from '@switchroom/contracts';

/** The person (or part of the system) that acts, as it lands in the audit log. */
export interface Actor {
  id: string;
  name: string;
}

/**
 * The proof that a caller may act in an organisation: made only by the access check (a person) or by `systemTenant`.
 * `path` is what row-level security sees as `app.scope`.
 */
export interface Tenant {
  organisationId: string;
  path: string;
  role: Role;
  actor: Actor;
  requestId: string;
  address: string;
}
