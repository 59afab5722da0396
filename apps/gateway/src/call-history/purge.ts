import { and, isNull, lt, sql } from 'drizzle-orm';
import { gatewayAddress, ownWork } from '../audit/own-work';
import type { AuditLog } from '../audit/port';
import type { Tx } from '../db/database';
import { retentionRuns } from '../db/schema/index';
import type { Actor } from '../db/tenant';
import type { RetentionOf } from './settings-port';

const DAY_MS = 86_400_000;
/** Records that leave in one transaction. */
const purgeBatch = 2_000;
/** A statement takes a limited number of parameters. */
const ROWS_AT_ONCE = 1_000;
/** Runs are remembered for as long. */
const KEEP_RUNS_MS = 400 * DAY_MS;

/** A purge that is to be carried out for a PBX. */
export interface WantedRun {
  pbxId: string;
  organisationId: string;
  dueAt: Date;
}

/**
 * Begins purges: what each has to delete is fixed here, once, so that whoever carries it out, and after whatever break,
 * deletes the same. One that has begun already is left alone. Those that find nothing to delete end at once.
 */
export async function beginRuns(
  tx: Tx,
  kind: 'daily' | 'asked',
  wanted: readonly WantedRun[],
  options: { retention: ReadonlyMap<string, RetentionOf>; now: Date; askedBy?: Actor },
): Promise<number> {
  const { retention, now, askedBy } = options;
  const rows = wanted.flatMap(({ pbxId, organisationId, dueAt }) => {
    const held = retention.get(pbxId);
    if (held === undefined) return [];
    const { days, wantedDays, origin } = held;
    const cutoff = new Date(now.getTime() - days * DAY_MS);
    const asked = { askedBy: askedBy?.id ?? null, askedByName: askedBy?.name ?? null };
    const facts = { kind, dueAt, startedAt: now, days, wantedDays, origin: origin.level, cutoff, ...asked };
    return [{ pbxId, organisationId, ...facts }];
  });
  if (rows.length === 0) return 0;
  const made: { id: string }[] = [];
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    const some = rows.slice(at, at + ROWS_AT_ONCE);
    made.push(
      ...(await tx.insert(retentionRuns).values(some).onConflictDoNothing().returning({ id: retentionRuns.id })),
    );
  }
  await tx
    .delete(retentionRuns)
    .where(
      and(
        sql`${retentionRuns.pbxId} = any(${sql.param(rows.map(({ pbxId }) => pbxId))}::uuid[])`,
        lt(retentionRuns.startedAt, new Date(now.getTime() - KEEP_RUNS_MS)),
      ),
    );
  if (kind === 'daily' && made.length > 0) {
    await tx.execute(sql`
      update retention_runs r set finished_at = ${now.toISOString()}::timestamptz,
        oldest_kept_at = (select min(c.started_at) from call_records c where c.pbx_id = r.pbx_id)
      where r.id = any(${sql.param(made.map(({ id }) => id))}::uuid[])
        and not exists (select from call_records c where c.pbx_id = r.pbx_id and c.started_at < r.cutoff)`);
  }
  return made.length;
}

/** Runs that have begun and not ended, the oldest first. */
export async function openRuns(tx: Tx): Promise<string[]> {
  const rows = await tx
    .select({ id: retentionRuns.id })
    .from(retentionRuns)
    .where(isNull(retentionRuns.finishedAt))
    .orderBy(retentionRuns.dueAt, retentionRuns.id);
  return rows.map(({ id }) => id);
}

/**
 * The next piece of a run, in the transaction of the caller: at most `batch` records, the oldest first. What was deleted
 * is counted in the same transaction; the last piece ends the run and says in the audit log what it did. `elsewhere`:
 * another gateway is at it, or it has ended.
 */
export async function purgePiece(
  tx: Tx,
  audit: AuditLog,
  runId: string,
  { now, batch = purgeBatch }: { now: Date; batch?: number },
): Promise<'more' | 'done' | 'elsewhere'> {
  const [run] = await tx
    .select()
    .from(retentionRuns)
    .where(and(sql`${retentionRuns.id} = ${runId}`, isNull(retentionRuns.finishedAt)))
    .for('update', { skipLocked: true });
  if (run === undefined) return 'elsewhere';
  // Locked as they are found: a record that was just joined with a younger one of the same call is looked at again.
  const gone = await tx.execute(sql`
    with doomed as materialized (
      select id from call_records
      where pbx_id = ${run.pbxId} and started_at < ${run.cutoff.toISOString()}::timestamptz
      order by started_at, id limit ${batch} for update)
    delete from call_records c using doomed where c.id = doomed.id`);
  const deleted = run.deleted + (gone.rowCount ?? 0);
  const more = (gone.rowCount ?? 0) >= batch;
  const { rows } = await tx.execute<{ name: string; oldest: string | null }>(sql`
    select p.name, (select min(started_at) from call_records c where c.pbx_id = p.id) as oldest
    from pbxs p where p.id = ${run.pbxId}`);
  const oldest = rows[0]?.oldest ?? null;
  const oldestKeptAt = oldest === null ? null : new Date(oldest);
  await tx
    .update(retentionRuns)
    .set(more ? { deleted } : { deleted, oldestKeptAt, finishedAt: now })
    .where(sql`${retentionRuns.id} = ${runId}`);
  if (more) return 'more';
  if (deleted > 0 || run.kind === 'asked') {
    const actor = run.askedBy === null ? undefined : { id: run.askedBy, name: run.askedByName ?? run.askedBy };
    await audit.append(
      tx,
      { ...ownWork(run.organisationId), ...(actor === undefined ? {} : { actor }), address: gatewayAddress },
      {
        action: 'call-history.purge',
        target: { kind: 'pbx', id: run.pbxId, name: rows[0]?.name ?? run.pbxId },
        pbxId: run.pbxId,
        after: {
          deleted,
          oldestKept: oldestKeptAt?.toISOString() ?? null,
          before: run.cutoff.toISOString(),
          days: run.days,
          from: run.origin,
          run: run.kind,
        },
      },
    );
  }
  return 'done';
}
