import type {
  ChangeRoleInput,
  ListMembersInput,
  MemberDetail,
  MemberExplanation,
  MemberRow,
  Page,
} from '@switchroom/contracts';
import type { Caller } from '../../auth/caller';
import type { Tenant } from '../../db/tenant';
import type { MailLocale } from '../../mail/port';

/** From where down a caller sees organisations by name. */
export type Roots = readonly { path: string }[];

/** Who asks: the tenant proof, the person whose rights count, and from where down they see names. */
export interface Asking {
  tenant: Tenant;
  caller: Caller;
  roots: Roots;
}

/**
 * People and their roles. What changes somebody names the organisation where the role is held, so that the caller's
 * permissions are those of exactly that place. Each refuses with `forbidden`, and records it, when the person holds more
 * there than the caller does, or is the caller.
 */
export interface MembersService {
  /** Everybody whose role reaches the organisation, or is held below it. */
  list(asking: Asking, input: ListMembersInput): Promise<Page<MemberRow>>;
  get(asking: Asking, memberId: string): Promise<MemberDetail>;
  /** What a person may do in the organisation, and through which role. `not-found` for somebody without a role that reaches it. */
  explain(asking: Asking, userId: string): Promise<MemberExplanation>;
  /** Never to a role that allows more than the caller may. Throws `plan-outdated` for a stale form. */
  changeRole(tenant: Tenant, caller: Caller, input: ChangeRoleInput): Promise<void>;
  /** Takes the role; the account stays, with what it holds elsewhere. */
  remove(tenant: Tenant, caller: Caller, input: { memberId: string; version: number }): Promise<void>;
  /** Mails the person a link with which they choose a new password. Throws `invalid-input` for one who has none. */
  sendPasswordReset(tenant: Tenant, caller: Caller, input: { memberId: string; locale: MailLocale }): Promise<void>;
  /** Signs the person out everywhere; refused when they hold more than the caller anywhere. */
  endSessions(tenant: Tenant, caller: Caller, memberId: string): Promise<{ ended: number }>;
  /**
   * For somebody who has lost it; refused when they hold more than the caller anywhere. Signs them out everywhere, and
   * tells them by mail.
   */
  removeSecondFactor(
    tenant: Tenant,
    caller: Caller,
    input: { memberId: string; reason: string; locale: MailLocale },
  ): Promise<void>;
}
