import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { AuditLog } from '../audit/port';
import { type Database, systemScope, type Tx } from '../db/database';
import { auditEntries, impersonations } from '../db/schema/index';
import type { GatewayBus } from '../events';
import type { Logger } from '../observability/logger-port';
import { type ImpersonationRefusal, judgeImpersonation } from './may-impersonate';
import type { ActiveSession } from './port';

export type ImpersonationRow = typeof impersonations.$inferSelect;

/** Why one came to its end. */
export type ImpersonationEnd = 'stopped' | 'expired' | 'signed-out' | 'second-factor-required' | ImpersonationRefusal;

interface Request {
  requestId: string;
  address: string;
}

/** How often ends that no request has come across are looked for. Open websockets do not wait for it. */
const SWEEP_MS = 15_000;

/** People who look in or act as others: who a session stands for, and when that ends. */
export interface Impersonations extends AsyncDisposable {
  /** The person whose rights count for a session: its own, or the one it looks in as. Ends what does not hold any more. */
  callerOf(session: ActiveSession, request: Request): Promise<ActiveSession['user']>;
  /** Ends what the session has begun; nothing when there is none. */
  stop(sessionId: string, request: Request): Promise<void>;
  /** The session was ended. */
  sessionEnded(sessionId: string): void;
  /** Looks at all that run: time, session, rights, policies. */
  sweep(): Promise<void>;
}

export function createImpersonations(options: {
  db: Database;
  audit: AuditLog;
  bus: GatewayBus;
  logger: Logger;
  /** Which of these sessions are still valid. */
  stillValid: (sessionIds: readonly string[]) => Promise<Set<string>>;
  sweepMs?: number | undefined;
}): Impersonations {
  const { db, audit, bus, logger } = options;
  const running = new Set<Promise<void>>();

  /** True when this call ended it; one that another call ended is left as it is. */
  const finish = async (tx: Tx, row: ImpersonationRow, why: ImpersonationEnd, request: Request): Promise<boolean> => {
    const ended = await tx
      .update(impersonations)
      .set({ endedAt: new Date() })
      .where(and(eq(impersonations.id, row.id), isNull(impersonations.endedAt)))
      .returning({ id: impersonations.id });
    if (ended.length === 0) return false;
    for (const organisationId of await announcedAt(tx, row)) {
      await audit.append(tx, impersonationTenant(row, organisationId, request), {
        action: 'impersonation.end',
        target: { kind: 'account', id: row.targetUserId, name: row.targetName },
        before: { mode: row.mode, impersonation: row.id },
        after: { why },
        reason: row.reason === '' ? undefined : row.reason,
      });
    }
    return true;
  };
  /** Open pages of the actor come back as who they are now. */
  const tell = (row: ImpersonationRow) => bus.emit('access.changed', { userIds: [row.actorId] });

  /** Whether the actor used a second factor is known where their session is at hand. */
  const whyEnded = async (
    tx: Tx,
    row: ImpersonationRow,
    secondFactor = true,
  ): Promise<ImpersonationEnd | undefined> => {
    if (row.expiresAt <= new Date()) return 'expired';
    const { refusal, requireSecondFactor } = await judgeImpersonation(tx, row);
    return refusal ?? (requireSecondFactor && !secondFactor ? 'second-factor-required' : undefined);
  };

  const endAll = async (sessionId: string, why: ImpersonationEnd, request: Request) => {
    const ended = await db.inScope(systemScope, async (tx) => {
      const rows = await runningOf(tx, sessionId);
      const done: ImpersonationRow[] = [];
      for (const row of rows) if (await finish(tx, row, why, request)) done.push(row);
      return done;
    });
    for (const row of ended) tell(row);
  };

  const sweep = async (isConcerned: (row: ImpersonationRow) => boolean = () => true) => {
    const rows = await db.inScope(systemScope, (tx) =>
      tx.select().from(impersonations).where(isNull(impersonations.endedAt)),
    );
    const concerned = rows.filter(isConcerned);
    if (concerned.length === 0) return;
    const valid = await options.stillValid([...new Set(concerned.map(({ sessionId }) => sessionId))]);
    for (const row of concerned) {
      const ended = await db.inScope(systemScope, async (tx) => {
        const why = (await whyEnded(tx, row)) ?? (valid.has(row.sessionId) ? undefined : 'signed-out');
        return why !== undefined && (await finish(tx, row, why, ownWork));
      });
      if (ended) tell(row);
    }
  };

  /** Work that nobody waits for; the room closes after it. */
  const inBackground = (work: Promise<void>) => {
    const task = work
      .catch((error: unknown) =>
        logger.warn({ err: error }, 'the end of looking in could not be recorded; tried again'),
      )
      .finally(() => running.delete(task));
    running.add(task);
  };
  const stopListening = bus.on('access.changed', ({ userIds }) =>
    inBackground(
      sweep(({ actorId, targetUserId }) =>
        userIds === 'everybody' ? true : userIds.includes(actorId) || userIds.includes(targetUserId),
      ),
    ),
  );
  const timer = setInterval(() => inBackground(sweep()), options.sweepMs ?? SWEEP_MS);
  timer.unref();

  return {
    async callerOf(session, request) {
      const { row, ended } = await db.inScope(systemScope, async (tx) => {
        const [found] = await runningOf(tx, session.id);
        const why = found && (await whyEnded(tx, found, session.user.session.secondFactor));
        if (found === undefined || why === undefined) return { row: found, ended: undefined };
        return { row: undefined, ended: (await finish(tx, found, why, request)) ? found : undefined };
      });
      if (ended !== undefined) tell(ended);
      if (row === undefined) return session.user;
      return {
        id: row.targetUserId,
        name: row.targetName,
        email: row.targetEmail,
        session: session.user.session,
        impersonation: {
          id: row.id,
          mode: row.mode,
          actor: { id: row.actorId, name: row.actorName },
          reason: row.reason,
          expiresAt: row.expiresAt,
        },
      };
    },
    stop: (sessionId, request) => endAll(sessionId, 'stopped', request),
    sessionEnded(sessionId) {
      inBackground(endAll(sessionId, 'signed-out', ownWork));
    },
    sweep: () => sweep(),
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      stopListening();
      await Promise.all(running);
    },
  };
}

/** The gateway's own work comes from no address. */
const ownWork: Request = { requestId: 'gateway', address: '' };

/** Who stands in the audit log: the person at the keyboard, on behalf of the one they look in as. */
export function impersonationTenant(row: ImpersonationRow, organisationId: string, { requestId, address }: Request) {
  return {
    organisationId,
    actor: { id: row.actorId, name: row.actorName },
    onBehalfOf: { id: row.targetUserId, name: row.targetName },
    requestId,
    address,
  };
}

async function runningOf(tx: Tx, sessionId: string): Promise<ImpersonationRow[]> {
  return await tx
    .select()
    .from(impersonations)
    .where(and(eq(impersonations.sessionId, sessionId), isNull(impersonations.endedAt)))
    .orderBy(desc(impersonations.startedAt));
}

/** The organisations whose audit log says that it began: there it ends too, wherever the person belongs by then. */
async function announcedAt(tx: Tx, row: ImpersonationRow): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ organisationId: auditEntries.organisationId })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.targetKind, 'account'),
        eq(auditEntries.targetId, row.targetUserId),
        eq(auditEntries.action, 'impersonation.start'),
        sql`${auditEntries.after} ->> 'impersonation' = ${row.id}`,
      ),
    );
  // In one order everywhere: each entry holds its organisation's chain until the transaction ends.
  return rows.length === 0 ? [row.organisationId] : rows.map(({ organisationId }) => organisationId).toSorted();
}
