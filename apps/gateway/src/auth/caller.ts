import type { Permission } from '@switchroom/contracts';

/** The session a request came with, as far as access depends on it. */
export interface SessionFacts {
  id: string;
  /** When the person last proved to be who they say: at the sign-in or at a step-up since. */
  confirmedAt: Date;
  /** A second factor, a passkey, or a provider that counts as one was used. */
  secondFactor: boolean;
}

/** Somebody of support who looks in, or acts, as the caller. */
export interface Impersonation {
  id: string;
  mode: 'view' | 'act';
  /** The person at the keyboard. */
  actor: { id: string; name: string };
  reason: string;
  expiresAt: Date;
}

/** A program's token: it reaches its organisation and what is below, with these permissions at most. */
export interface CallerToken {
  id: string;
  name: string;
  organisationId: string;
  permissions: readonly Permission[];
}

/**
 * Who a request is from: the person whose rights count. With an impersonation that is the person looked in as, and
 * with a token the one who made it.
 */
export interface Caller {
  id: string;
  name: string;
  email: string;
  session?: SessionFacts | undefined;
  impersonation?: Impersonation | undefined;
  token?: CallerToken | undefined;
}
