import type { AccountChanges } from './account-changes';
import type { Credentials } from './credentials';
import type { Passkeys } from './passkeys';
import type { SecondFactors } from './second-factors';
import type { Sessions } from './sessions';
import type { Throttle } from './throttle';

/** What a person proves with who they are, and what keeps that in order. */
export interface ProofParts {
  credentials: Credentials;
  secondFactors: SecondFactors;
  passkeys: Passkeys;
  sessions: Sessions;
  changes: AccountChanges;
  perAccount: Throttle;
}

/** What a person's changes of their own account are built from. */
export interface OwnAccountParts extends ProofParts {
  /** Told the id of a session that was ended. */
  onEnded: (sessionId: string) => void;
  /** Told whose sessions count for more, or for less, than before. */
  onFactsChanged: (userId: string) => void;
}
