import type { Caller, SessionFacts } from './caller';

/** Accounts as the capabilities see them; sessions and hashes stay in this room. */
export interface AccountStore {
  /**
   * Makes an account with a password, or gives an account that exists a new one; e-mail addresses are compared in
   * lower case. Returns its id.
   */
  put(account: { email: string; name: string; password: string }): Promise<string>;
}

/** The session of a request. */
export interface ActiveSession {
  id: string;
  /** Whose rights count, with what the session proves. */
  user: Caller & { session: SessionFacts };
  expiresAt: Date;
}
