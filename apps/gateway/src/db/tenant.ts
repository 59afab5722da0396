import type { Permission } from '@switchroom/contracts';

/** The person (or part of the system) that acts, as it lands in the audit log. */
export interface Actor {
  id: string;
  name: string;
}

/**
 * The proof that a caller may act in an organisation: made only by the access check.
 * `path` is what row-level security sees as `app.scope`.
 */
export interface Tenant {
  organisationId: string;
  path: string;
  /** What the caller may do here and below. */
  permissions: ReadonlySet<Permission>;
  actor: Actor;
  /** Whom the actor looks in or acts as. */
  onBehalfOf?: Actor | undefined;
  requestId: string;
  address: string;
}
