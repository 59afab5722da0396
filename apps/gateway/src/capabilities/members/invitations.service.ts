import type {
  AcceptInvitationInput,
  CreateInvitationInput,
  InvitationRow,
  InvitationView,
  ListInvitationsInput,
  Page,
} from '@switchroom/contracts';
import type { Caller } from '../../auth/caller';
import type { Tenant } from '../../db/tenant';

type Locale = CreateInvitationInput['locale'];

/** Who came with a link: the browser's session, if there is one, and where the request is from. */
export interface Visitor {
  caller: Caller | undefined;
  requestId: string;
  address: string;
}

/**
 * Invitations by mail. The mail holds a token of 256 random bits, of which only the SHA-256 is kept; it is valid for seven
 * days and once, and only while its inviter could still give that role.
 */
export interface InvitationsService {
  /** Open and expired ones of the organisation and everything below, newest first. */
  list(tenant: Tenant, input: ListInvitationsInput): Promise<Page<InvitationRow>>;
  /** Throws `forbidden` for a role that allows more than the caller may; it is recorded. */
  create(tenant: Tenant, caller: Caller, input: CreateInvitationInput): Promise<{ id: string; expiresAt: Date }>;
  revoke(tenant: Tenant, invitationId: string): Promise<void>;
  /** A new link in the name of the caller; the one before is worth nothing from here on. */
  resend(tenant: Tenant, caller: Caller, input: { invitationId: string; locale: Locale }): Promise<{ expiresAt: Date }>;
  /** Throws `not-found` alike for a token that is unknown, expired, used or taken back; `too-many-requests` by address. */
  look(visitor: Visitor, token: string): Promise<InvitationView>;
  /**
   * Makes the person a member, with a new account where there is none. Throws as `look` does, `signed-out` when there is
   * an account and nobody is signed in, `forbidden` when it is somebody else.
   */
  accept(visitor: Visitor, input: AcceptInvitationInput): Promise<{ email: string; newAccount: boolean }>;
}
