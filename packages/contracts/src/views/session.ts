import type { Permission, Role } from '../permissions/permissions';

export interface OrganisationRef {
  id: string;
  name: string;
  kind: 'provider' | 'reseller' | 'customer' | 'site';
}

export interface OrganisationHit extends OrganisationRef {
  /** From the top to its parent. */
  trail: OrganisationRef[];
  pbxs: number;
}

export interface SessionView {
  user: { id: string; name: string; email: string };
  /** Where the person belongs: the top of everything visible. */
  home: OrganisationRef;
  role: Role;
  permissions: readonly Permission[];
  /** The demo fleet runs beside this gateway. */
  demo: boolean;
  version: string;
}

export interface AuditRow {
  id: string;
  at: Date;
  actor: string;
  action: string;
  organisation: OrganisationRef;
  target: { kind: string; id: string; name: string };
  result: 'allowed' | 'denied' | 'failed';
  requestId: string;
  address: string;
  before: unknown;
  after: unknown;
}
