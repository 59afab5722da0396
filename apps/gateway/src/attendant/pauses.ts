import type { FieldsOf } from '@switchroom/protocol';
import type { PauseInfo } from '@switchroom/protocol/attendant';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { type Database, systemScope, type Tx } from '../db/database';
import { violates } from '../db/errors';
import { pauses } from '../db/schema/index';
import type { Language } from './language';
import type { OperatorFacts } from './session';
import { reasonView, type SettingsFacts } from './settings-view';

export type PauseView = FieldsOf<typeof PauseInfo>['pause'];

/** A pause that has not ended. */
export interface OpenPause {
  readonly startedAt: Date;
  /** As the administrator wrote it. */
  readonly reason: string | null;
}

/** The pause of an operator, undefined while there is none. */
export async function openPause(tx: Tx, operatorId: string): Promise<OpenPause | undefined> {
  const rows = await tx
    .select({ startedAt: pauses.startedAt, reason: pauses.reason })
    .from(pauses)
    .where(and(eq(pauses.operatorId, operatorId), isNull(pauses.endedAt)));
  return rows[0];
}

/** Begins a pause; undefined when the operator is on one already. */
export async function beginPause(
  db: Database,
  operator: OperatorFacts,
  { reason, at }: { reason: string | undefined; at: Date },
): Promise<OpenPause | undefined> {
  const { operatorId, pbxId, organisationId, organisationPath } = operator;
  const pause = { startedAt: at, reason: reason ?? null };
  try {
    await db.inScope({ path: organisationPath }, (tx) =>
      tx.insert(pauses).values({ ...pause, operatorId, pbxId, organisationId }),
    );
  } catch (error) {
    if (violates(error, 'pauses_open')) return undefined;
    throw error;
  }
  return pause;
}

/** Ends the pause of an operator; false when there is none. */
export async function endPause(db: Database, operator: OperatorFacts, at: Date): Promise<boolean> {
  const rows = await db.inScope({ path: operator.organisationPath }, (tx) =>
    tx
      .update(pauses)
      .set({ endedAt: endedNotBefore(sql`${at.toISOString()}::timestamptz`) })
      .where(and(eq(pauses.operatorId, operator.operatorId), isNull(pauses.endedAt)))
      .returning({ id: pauses.id }),
  );
  return rows.length > 0;
}

/**
 * Ends the pauses of operators whose last console has been gone since before `goneBefore`: at the moment at which that
 * console went, because from then on nobody knows whether the operator is on a break.
 */
export async function endPausesOfTheGone(db: Database, goneBefore: Date): Promise<void> {
  const last = sql`(SELECT max(s.ended_at) FROM console_sessions s WHERE s.operator_id = ${pauses.operatorId})`;
  await db.inScope(systemScope, (tx) =>
    tx
      .update(pauses)
      .set({ endedAt: endedNotBefore(last) })
      .where(
        and(
          isNull(pauses.endedAt),
          sql`NOT EXISTS (SELECT FROM console_sessions s WHERE s.operator_id = ${pauses.operatorId} AND s.ended_at IS NULL)`,
          sql`coalesce(${last}, ${pauses.startedAt}) < ${goneBefore.toISOString()}::timestamptz`,
        ),
      ),
  );
}

/** A pause lasts for a moment at least, so that two of one operator never end at the same time. */
function endedNotBefore(at: ReturnType<typeof sql>) {
  return sql`greatest(${at}, ${pauses.startedAt} + interval '1 microsecond')`;
}

/** A pause as consoles of one language show it; a reason that the settings no longer have keeps its own words. */
export function pauseView(
  pause: OpenPause | undefined,
  { pauseReasons }: Pick<SettingsFacts, 'pauseReasons'>,
  language: Language,
): PauseView {
  if (pause === undefined) return { paused: false };
  const { startedAt, reason } = pause;
  const since = startedAt.toISOString();
  if (reason === null) return { paused: true, since };
  const known = pauseReasons.find(({ text }) => text === reason) ?? { text: reason, translations: {} };
  return { paused: true, since, reason: reasonView(known, language) };
}
