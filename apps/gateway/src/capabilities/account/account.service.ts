import type { AccountSessionView, SecurityView } from '@switchroom/contracts';
import type { Caller, SessionFacts } from '../../auth/caller';
import type { Browser } from '../../auth/visitor';

/** The person of a session, asking about their own account. */
export type Owner = Caller & { session: SessionFacts };

/**
 * How a person signs in, as they see and change it. What weakens or replaces it throws `step-up-required` unless the
 * person has proven who they are within the last ten minutes; factors, where there is one, change only in a session that
 * has proven one. Every change is recorded at home and told by mail.
 Who signs in through a company alone sets nothing up beside it: `forbidden` with
 * the reason `provider-alone`.
 */
export interface AccountService {
  security(owner: Owner): Promise<SecurityView>;
  /** Throws `password-wrong`, `password-common`, `too-many-requests`. Ends the other sessions. */
  changePassword(owner: Owner, browser: Browser, input: { current: string; password: string }): Promise<void>;
  /** A new secret for an authenticator app, in force after `confirmTotp`. Throws `already-exists`. */
  beginTotp(owner: Owner): Promise<{ secret: string; uri: string }>;
  /** Answers the recovery codes, once; the session counts as opened with a second factor. Throws `code-wrong`. */
  confirmTotp(owner: Owner, browser: Browser, input: { code: string }): Promise<{ recoveryCodes: string[] }>;
  removeTotp(owner: Owner, browser: Browser): Promise<void>;
  /** New ones; those before stop working. */
  renewRecoveryCodes(owner: Owner, browser: Browser): Promise<{ recoveryCodes: string[] }>;
  /** What the browser's `navigator.credentials.create` is called with. */
  passkeyOptions(owner: Owner, browser: Browser): Promise<unknown>;
  addPasskey(owner: Owner, browser: Browser, input: { name: string; response: unknown }): Promise<void>;
  renamePasskey(owner: Owner, browser: Browser, input: { id: string; name: string }): Promise<void>;
  removePasskey(owner: Owner, browser: Browser, input: { id: string }): Promise<void>;
  /**
   * Asked before leaving to link the company sign-in with the account: throws `not-found` where there is none to link. The
   * link itself is made, and recorded, when the person comes back.
   */
  beginIdentityLink(owner: Owner): Promise<void>;
  sessions(owner: Owner): Promise<AccountSessionView[]>;
  /** Ends another session and everything open with it. Throws `not-found`. */
  endSession(owner: Owner, browser: Browser, input: { id: string }): Promise<void>;
  endOtherSessions(owner: Owner, browser: Browser): Promise<{ ended: number }>;
}
