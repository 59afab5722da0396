import type { OrganisationRef } from './session';

/** An organisation in the list of what hangs below another one. Counts are of it and of everything below it. */
export interface OrganisationRow extends OrganisationRef {
  /** Between the list's organisation and this one, from the top down; empty for a child. */
  trail: OrganisationRef[];
  /** Organisations below it, not counting itself. */
  organisations: number;
  pbxs: number;
  /** Persons with a role in it or below it. */
  people: number;
  /** It, or one above it. */
  archived: boolean;
}

/** An organisation as its own page shows it. */
export interface OrganisationDetail extends OrganisationRef {
  version: number;
  createdAt: Date;
  /** The one it hangs below, as far as the caller reaches up. */
  parent: OrganisationRef | undefined;
  /** When it was archived itself. */
  archivedAt: Date | undefined;
  /** One above it is archived, and it with that. */
  archivedAbove: boolean;
  children: number;
  organisations: number;
  pbxs: number;
  people: number;
}

/** What a move does to the rights of people who hold a role above. */
export interface RightsChange {
  people: number;
  /** Of these, those who could do nothing there before, or can do nothing any more. */
  entirely: number;
  /** Where they hold the roles; an organisation out of the caller's reach has no name. */
  at: { organisation: OrganisationRef | undefined; people: number }[];
}

/** A rule that comes from above and would be another one at the new place. */
export type PolicyChange =
  | { policy: 'requireSecondFactor' | 'forbidImpersonation'; from: boolean; to: boolean }
  | { policy: 'auditRetentionDays' | 'settingApprovalPbxs'; from: number | undefined; to: number | undefined };

/** What a move of an organisation with everything below it would do. */
export interface MovePreview {
  /** Goes with the move: it says what the person saw. */
  digest: string;
  organisation: OrganisationRef;
  from: OrganisationRef;
  to: OrganisationRef;
  /** What moves: itself and everything below. */
  organisations: number;
  pbxs: number;
  people: number;
  lose: RightsChange;
  gain: RightsChange;
  policies: PolicyChange[];
  /** The product names before and after, where branding from above is another one there; undefined where it stays. */
  branding: { from: string | undefined; to: string | undefined } | undefined;
  /** Custom roles from above the old place that are held or offered inside: they would be missing, so it cannot move. */
  missingRoles: { name: string; organisation: OrganisationRef | undefined; uses: number }[];
  /** Another organisation at the new place has its name: it cannot move. */
  nameTaken: boolean;
}
