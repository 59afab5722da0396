import type { OrganisationKind } from '../organisations/kinds';
import type { Permission } from '../permissions/permissions';
import type { BuiltInRole, Role } from '../permissions/roles';
import type { OrganisationRef } from './session';

/** A role as it is held or offered; `customName` names a role that an organisation made itself. */
export interface HeldRole {
  role: Role;
  customRoleId: string | null;
  customName: string | null;
}

/** A person with a role that reaches an organisation: held there, below it, or inherited from above. */
export interface MemberRow extends HeldRole {
  id: string;
  userId: string;
  name: string;
  /** Null for a role of somebody else held above: the address would name that organisation. */
  email: string | null;
  /** Where the role is held; null above what the caller reaches. */
  organisation: OrganisationRef | null;
  /** Held above the organisation that was asked for. */
  inherited: boolean;
  /** The caller's own role. */
  own: boolean;
  addedAt: Date;
  version: number;
}

/** Why something cannot be done to a person: a rule under `fieldErrors`. */
export type MemberRefusal =
  | 'member-inherited'
  | 'member-own'
  | 'member-stronger'
  | 'member-stronger-elsewhere'
  | 'member-not-allowed';

/** One person's role with what the caller can do about it; null means nothing stands against it. */
export interface MemberDetail extends MemberRow {
  acts: {
    changeRole: MemberRefusal | null;
    remove: MemberRefusal | null;
    sendPasswordReset: MemberRefusal | null;
    endSessions: MemberRefusal | null;
    removeSecondFactor: MemberRefusal | null;
  };
  /** Known to who may help people, and only of roles held here or below. */
  account: { sessions: number; secondFactor: boolean; passkeys: number } | null;
}

/** What takes a permission away that a role gives. */
export type PermissionTaken = 'archived' | 'impersonation-forbidden';

/** "What can this person do here, and why". */
export interface MemberExplanation {
  userId: string;
  name: string;
  organisation: { id: string; name: string; kind: OrganisationKind };
  archived: boolean;
  /** Without a second factor this person is let in nowhere here. */
  secondFactorRequired: boolean;
  /** In the order of the permission list. */
  permissions: {
    permission: Permission;
    allowed: boolean;
    /** The roles that give it, from the top down. */
    through: { role: Role; customName: string | null; organisation: OrganisationRef | null }[];
    /** Given by a role, and taken away again. */
    taken: PermissionTaken | null;
  }[];
}

/** An invitation that nobody has accepted or taken back. */
export interface InvitationRow extends HeldRole {
  id: string;
  email: string;
  name: string;
  organisation: OrganisationRef;
  invitedBy: string;
  createdAt: Date;
  expiresAt: Date;
  expired: boolean;
}

/** What the link of an invitation leads to. */
export interface InvitationView {
  organisation: string;
  inviter: string;
  email: string;
  name: string;
  role: Role;
  customName: string | null;
  expiresAt: Date;
  /** There is an account with this address: its person has to be signed in. */
  hasAccount: boolean;
  /** Who is signed in in this browser. */
  signedInAs: 'nobody' | 'invited' | 'somebody-else';
}

/** A role that an organisation made itself. */
export interface CustomRoleView {
  id: string;
  name: string;
  description: string;
  permissions: readonly Permission[];
  /** Who made it; null above what the caller reaches. */
  organisation: OrganisationRef | null;
  /** Made by the organisation that was asked for, so it can be changed here. */
  own: boolean;
  /** People and open invitations with it in this organisation and below. */
  people: number;
  invitations: number;
  version: number;
}

/** Every role that can be given in an organisation. */
export interface RolesView {
  builtIn: readonly BuiltInRole[];
  custom: CustomRoleView[];
}
