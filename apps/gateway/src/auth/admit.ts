import type { Library } from './library';
import { type OpenedSession, openSession, type SessionOrigin, type SessionProof } from './open-session';
import type { SessionRecorder } from './recorder';
import type { Sessions } from './sessions';

/** A sign-in that has proven who it is, and the request it came with. */
export interface Admission extends SessionOrigin {
  userId: string;
  proof: SessionProof;
  requestId: string;
  /** The request's cookies: a session that this browser still had ends. */
  cookie: string | undefined;
}

/**
 * Lets somebody in: recorded first, then a new session. Undefined for an account that belongs to no organisation, and for
 * one that signs in through its company alone and came another way.
 */
export type Admit = (admission: Admission) => Promise<OpenedSession | undefined>;

export function createAdmit(options: {
  library: Library;
  sessions: Sessions;
  recorder: SessionRecorder;
  onEnded: (sessionId: string) => void;
  /** True for people who sign in through an identity provider alone. */
  providerAlone: (userId: string) => Promise<boolean>;
}): Admit {
  const { library, sessions, recorder, onEnded } = options;
  return async ({ userId, proof, requestId, address, userAgent, cookie }) => {
    if (proof.authMethod !== 'oidc' && (await options.providerAlone(userId))) {
      await recorder.refusedKnown(userId, { requestId, address }, { ...proof, problem: 'provider-alone' });
      return undefined;
    }
    if (!(await recorder.signedIn(userId, { requestId, address }, proof))) return undefined;
    const before = await sessions.of(cookie, false);
    const opened = await openSession(library, userId, proof, { address, userAgent });
    if (before !== undefined) {
      await sessions.endById(before.session.id);
      onEnded(before.session.id);
    }
    return opened;
  };
}
