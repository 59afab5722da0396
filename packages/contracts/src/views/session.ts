import type { OrganisationKind } from '../organisations/kinds';
import type { Permission } from '../permissions/permissions';
import type { Role } from '../permissions/roles';
import type { BrandingView } from './branding';

export interface OrganisationRef {
  id: string;
  name: string;
  kind: OrganisationKind;
}

export interface OrganisationHit extends OrganisationRef {
  /** From the top to its parent. */
  trail: OrganisationRef[];
  pbxs: number;
  archived: boolean;
}

/** An organisation as a page needs it: with what the person may do there. */
export interface OrganisationView extends OrganisationHit {
  permissions: readonly Permission[];
  /** How the portal looks there; null is the product's own look. */
  branding: BrandingView | null;
}

export interface SessionView {
  user: { id: string; name: string; email: string };
  /** Where the person starts: the topmost organisation they reach. */
  home: OrganisationRef;
  /** Every organisation where the person holds a role; the roles hold below too. */
  memberships: { organisation: OrganisationRef; role: Role; customName: string | null }[];
  /** Somebody of support is at the keyboard. */
  impersonation: { id: string; mode: 'view' | 'act'; actor: string; reason: string; expiresAt: Date } | null;
  secondFactor: {
    /** This session was opened with one. */
    used: boolean;
    /** A policy of an organisation the person belongs to asks for one. */
    required: boolean;
  };
  /** The demo fleet runs beside this gateway. */
  demo: boolean;
  version: string;
}
