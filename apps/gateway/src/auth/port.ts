import type { MailLocale } from '../mail/port';
import type { Caller, SessionFacts } from './caller';

/** Accounts as the capabilities see them; sessions and hashes stay in this room. */
export interface AccountStore {
  /**
   * Makes an account with a password and returns its id; e-mail addresses are compared in lower case. An account that has
   * the address already ends with everything that opened it: only for one that belongs nowhere, which the caller has
   * made sure of.
   */
  put(account: { email: string; name: string; password: string }): Promise<string>;
  /** Gives an account another password and ends its sessions; everything else stays as it is. */
  replacePassword(userId: string, password: string): Promise<void>;
  /** The account with that e-mail address, in any case of letters; undefined when there is none. */
  find(email: string): Promise<{ id: string; name: string } | undefined>;
  /**
   * Mails the person a link to a new password, in the language of whoever asks for it; links sent before end. False for
   * an account without a password (an identity provider's) or without an organisation; throws `too-many-requests` when
   * the address has had as many as it may, counted with those asked for at the sign-in page. Not recorded here.
   */
  requestPasswordReset(userId: string, request: { locale: MailLocale }): Promise<boolean>;
  /** What stands between an account and a stranger, and how many sessions are open. */
  guards(userId: string): Promise<AccountGuards>;
  /** Ends all sessions of an account: their cookies are worth nothing from here on. Returns how many there were. */
  endSessions(userId: string): Promise<number>;
  /**
   * Takes the authenticator app, its recovery codes and all passkeys away and ends all sessions: from here on the
   * password alone lets the person in.
   */
  removeSecondFactor(userId: string): Promise<void>;
}

export interface AccountGuards {
  sessions: number;
  /** An authenticator app is set up. */
  secondFactor: boolean;
  passkeys: number;
}

/** The session of a request. */
export interface ActiveSession {
  id: string;
  /** Whose rights count, with what the session proves. */
  user: Caller & { session: SessionFacts };
  expiresAt: Date;
}
