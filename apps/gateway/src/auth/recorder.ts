import type { AuditLog } from '../audit/port';
import type { Database } from '../db/database';
import type { Logger } from '../observability/logger-port';
import { type Membership, homeOfEmail, homeOfUser } from './members';
import type { SessionProof } from './open-session';

interface Request {
  requestId: string;
  address: string;
}

/** Writes sign-ins, refusals and sign-outs to the audit log of the person's organisation. */
export interface SessionRecorder {
  /** False when the account belongs to no organisation: then there is nothing to sign in to. */
  signedIn(userId: string, request: Request, proof: SessionProof): Promise<boolean>;
  signedOut(userId: string, request: Request): Promise<void>;
  /**
   * Recorded after the answer: looking the account up before it would take longer for one that exists, and say so.
   * A refusal of an unknown account belongs to no organisation and is only logged.
   */
  refused(email: string, request: Request): void;
  /** A sign-in that proved who it is and is refused all the same; the proof is known, so the account may be looked up. */
  refusedKnown(userId: string, request: Request, after: SessionProof & { problem: string }): Promise<void>;
  /** Resolves when all refusals so far are recorded. */
  settled(): Promise<void>;
}

export function createSessionRecorder(db: Database, audit: AuditLog, logger: Logger): SessionRecorder {
  const pending = new Set<Promise<void>>();
  const record = async (
    member: Membership,
    request: Request,
    action: 'session.sign-in' | 'session.sign-out',
    result: 'allowed' | 'failed',
    proof?: SessionProof,
  ) => {
    await db.inScope(member.organisation, (tx) =>
      audit.append(
        tx,
        {
          organisationId: member.organisation.id,
          actor: { id: member.userId, name: member.name },
          ...request,
        },
        { action, target: { kind: 'account', id: member.userId, name: member.email }, after: proof, result },
      ),
    );
  };
  return {
    async signedIn(userId, { requestId, address }, proof) {
      const request = { requestId, address };
      const member = await homeOfUser(db, userId);
      if (member === undefined) {
        logger.warn({ ...request, userId }, 'an account without an organisation tried to sign in');
        return false;
      }
      await record(member, request, 'session.sign-in', 'allowed', proof);
      return true;
    },
    async signedOut(userId, { requestId, address }) {
      const request = { requestId, address };
      const member = await homeOfUser(db, userId);
      if (member !== undefined) await record(member, request, 'session.sign-out', 'allowed');
    },
    refused(email, { requestId, address }) {
      const request = { requestId, address };
      logger.info({ ...request }, 'a sign-in was refused');
      const task = (async () => {
        const member = await homeOfEmail(db, email);
        if (member !== undefined) await record(member, request, 'session.sign-in', 'failed');
      })()
        .catch((error: unknown) => logger.error({ ...request, err: error }, 'a refused sign-in could not be recorded'))
        .finally(() => pending.delete(task));
      pending.add(task);
    },
    async refusedKnown(userId, { requestId, address }, after) {
      const member = await homeOfUser(db, userId);
      if (member !== undefined) await record(member, { requestId, address }, 'session.sign-in', 'failed', after);
    },
    async settled() {
      await Promise.all(pending);
    },
  };
}
