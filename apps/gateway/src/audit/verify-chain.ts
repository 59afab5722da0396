import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { Tx } from '../db/database';
import { auditEntries } from '../db/schema/index';
import type { ChainVerdict } from './chain-verdict';
import type { KnownCheckpoint } from './checkpoint-file';
import { checkpointsOf } from './checkpoints';
import { ChainWalk } from './chain-walk';
import { purgeAction } from './purge-record';

export interface VerifyOptions {
  /** PEM of the installation's own key: signatures of any other are not believed. Without it, those of the table are. */
  publicKey?: string | undefined;
  /** Checkpoints that were kept elsewhere. */
  kept?: readonly KnownCheckpoint[];
  /** Stop after this entry. */
  upTo?: number;
}

const BATCH = 1000;

/**
 * Walks an organisation's chain from the first entry that is kept and names the first one that is broken. What was
 * appended to the end by somebody who may write to the database looks like any other entry; what was cut off there is
 * seen as soon as a checkpoint knows of it.
 */
export async function verifyChain(tx: Tx, organisationId: string, options: VerifyOptions = {}): Promise<ChainVerdict> {
  // A purge in the middle of the walk would look like a deletion.
  await tx.execute(
    sql`select pg_advisory_xact_lock_shared(hashtextextended(${`switchroom audit purge ${organisationId}`}, 0))`,
  );
  const kept = (options.kept ?? []).filter((one) => one.organisationId === organisationId);
  const checkpoints = [...(await checkpointsOf(tx, organisationId)), ...kept].toSorted((a, b) => a.seq - b.seq);
  const walk = new ChainWalk({
    checkpoints: checkpoints.filter(({ seq }) => seq <= (options.upTo ?? Number.POSITIVE_INFINITY)),
    publicKey: options.publicKey,
    purgesUpTo: (seq) => purgeRecords(tx, organisationId, seq),
  });
  let after = 0;
  for (;;) {
    const rows = await tx
      .select()
      .from(auditEntries)
      .where(
        and(
          eq(auditEntries.organisationId, organisationId),
          gt(auditEntries.seq, after),
          options.upTo === undefined ? undefined : sql`${auditEntries.seq} <= ${options.upTo}`,
        ),
      )
      .orderBy(asc(auditEntries.seq))
      .limit(BATCH);
    for (const entry of rows) {
      const broken = await walk.next(entry);
      if (broken !== undefined) return broken;
    }
    after = rows.at(-1)?.seq ?? after;
    if (rows.length < BATCH) return walk.end();
  }
}

/** What entries say that record the purge of everything up to `seq`; the walk judges their signatures. */
async function purgeRecords(tx: Tx, organisationId: string, seq: number): Promise<unknown[]> {
  const rows = await tx
    .select({ after: auditEntries.after })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.organisationId, organisationId),
        gt(auditEntries.seq, seq),
        eq(auditEntries.action, purgeAction),
        sql`${auditEntries.after} ->> 'upTo' = ${String(seq)}`,
      ),
    );
  return rows.map(({ after }) => after);
}
