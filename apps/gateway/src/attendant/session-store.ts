import type { SESSION_ENDS } from '@switchroom/protocol/attendant';
import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import { type Database, systemScope } from '../db/database';
import { consoleSessions, operators, organisations } from '../db/schema/index';
import { operatorFacts } from './admission';
import type { ConsoleSession, OperatorFacts } from './session';

export type SessionEnd = (typeof SESSION_ENDS)[number];

/** A session that is over, to be written down. */
export interface EndedSession {
  readonly id: string;
  readonly reason: SessionEnd;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly seenAt: number;
}

/**
 * Writes down which sessions are over. The scope is that of the system: they are of many organisations, and the list is
 * the service's own.
 */
export async function storeEnds(db: Database, ended: readonly EndedSession[]): Promise<void> {
  if (ended.length === 0) return;
  const rows = JSON.stringify(
    ended.map(({ id, reason, at, seenAt }) => ({
      id,
      reason,
      at: new Date(at).toISOString(),
      seen: new Date(seenAt).toISOString(),
    })),
  );
  await db.inScope(systemScope, (tx) =>
    tx.execute(sql`
      UPDATE console_sessions s SET ended_at = e.at, end_reason = e.reason, last_seen_at = e.seen
      FROM jsonb_to_recordset(${rows}::jsonb) AS e (id uuid, reason text, at timestamptz, seen timestamptz)
      WHERE s.id = e.id AND s.ended_at IS NULL`),
  );
}

/** Writes down when consoles were heard last, so that a process that dies leaves nearly the truth. */
export async function storeSeen(db: Database, seen: readonly { id: string; at: number }[]): Promise<void> {
  if (seen.length === 0) return;
  const rows = JSON.stringify(seen.map(({ id, at }) => ({ id, at: new Date(at).toISOString() })));
  await db.inScope(systemScope, (tx) =>
    tx.execute(sql`
      UPDATE console_sessions s SET last_seen_at = e.at
      FROM jsonb_to_recordset(${rows}::jsonb) AS e (id uuid, at timestamptz)
      WHERE s.id = e.id AND s.ended_at IS NULL`),
  );
}

/** Ends what a process left open that did not stop in order: with it, at the last sign of life that it wrote down. */
export async function endLeftOver(db: Database): Promise<number> {
  const rows = await db.inScope(systemScope, (tx) =>
    tx
      .update(consoleSessions)
      .set({ endedAt: sql`${consoleSessions.lastSeenAt}`, endReason: 'stopping' })
      .where(isNull(consoleSessions.endedAt))
      .returning({ id: consoleSessions.id }),
  );
  return rows.length;
}

/**
 * Ends what is open in the database and unknown to the process that wrote it: a session whose commit was not confirmed.
 * Young ones may be on their way.
 */
export async function endUnknown(db: Database, known: readonly string[], seenBefore: Date): Promise<void> {
  await db.inScope(systemScope, (tx) =>
    tx
      .update(consoleSessions)
      .set({ endedAt: sql`${consoleSessions.lastSeenAt}`, endReason: 'silent' })
      .where(
        and(
          isNull(consoleSessions.endedAt),
          lt(consoleSessions.lastSeenAt, seenBefore),
          sql`${consoleSessions.id} <> ALL (${sql.param([...known])}::uuid[])`,
        ),
      ),
  );
}

/** The operators of open sessions as they are set up now; without those who are none any more. */
export async function currentOperators(
  db: Database,
  sessions: readonly ConsoleSession[],
): Promise<ReadonlyMap<string, OperatorFacts>> {
  const ids = [...new Set(sessions.map(({ operator }) => operator.operatorId))];
  if (ids.length === 0) return new Map();
  const rows = await db.inScope(systemScope, (tx) =>
    tx
      .select({ operator: operators, path: organisations.path })
      .from(operators)
      .innerJoin(organisations, eq(organisations.id, operators.organisationId))
      .where(and(inArray(operators.id, ids), eq(operators.enabled, true))),
  );
  return new Map(rows.map(({ operator, path }) => [operator.id, operatorFacts(operator, path)]));
}
