import { sql } from 'drizzle-orm';
import type { Tx } from '../db/database';
import type { ChainVerdict } from './chain-verdict';
import { signEntry } from './checkpoints';
import { ownWork } from './own-work';
import type { AuditLog } from './port';
import { purgeAction } from './purge-record';
import type { CheckpointSigner } from './signing';
import { verifyChain } from './verify-chain';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Entries that leave in one transaction. */
const AT_MOST = 20_000;

export interface PurgeDependencies {
  audit: AuditLog;
  signer: CheckpointSigner;
}

export type PurgeOutcome =
  | { kind: 'nothing' }
  | { kind: 'purged'; entries: number; upTo: number; more: boolean }
  /** A chain that does not hold is evidence: nothing of it is deleted. */
  | { kind: 'broken'; verdict: ChainVerdict };

/**
 * Deletes the entries of an organisation that are older than `days`, up to a checkpoint signed for it, and records that
 * in the same chain, signed too. `tx` has the scope of the whole system.
 */
export async function purgeChain(
  tx: Tx,
  { audit, signer }: PurgeDependencies,
  organisation: { id: string; name: string; days: number },
  now: Date,
): Promise<PurgeOutcome> {
  const { id, days } = organisation;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`switchroom audit purge ${id}`}, 0))`);
  const range = await purgeable(tx, id, new Date(now.getTime() - days * DAY_MS));
  if (range === undefined) return { kind: 'nothing' };
  const upTo = Math.min(range.last, range.first + AT_MOST - 1);
  const record = (after: Record<string, unknown>, result: 'allowed' | 'failed') =>
    audit.append(tx, ownWork(id), {
      action: purgeAction,
      target: { kind: 'audit-log', id, name: organisation.name },
      after: { days, ...after },
      result,
    });
  const verdict = await verifyChain(tx, id, { publicKey: signer.publicKey, upTo });
  if (!verdict.ok) {
    await record({ problem: verdict.problem, entry: verdict.seq }, 'failed');
    return { kind: 'broken', verdict };
  }
  const entries = upTo - range.first + 1;
  // Before the deletion: a chain is never empty, so its numbers never begin again.
  const { hash } = verdict;
  const signature = signer.signPurge({ organisationId: id, upTo, hash }).toString('base64');
  await record({ from: range.first, upTo, entries, hash, signature }, 'allowed');
  await signEntry(tx, signer, { organisationId: id, seq: upTo, hash, at: now });
  const { rows } = await tx.execute<{ purged: string }>(
    sql`select audit_purge(${id}::uuid, ${upTo}::bigint) as purged`,
  );
  if (Number(rows[0]?.purged) !== entries)
    throw new Error(`the purge of ${id} up to ${upTo} did not delete ${entries}`);
  return { kind: 'purged', entries, upTo, more: upTo < range.last };
}

/** From the oldest entry to the last one before the first that is young enough; nothing when only purges are in it. */
async function purgeable(tx: Tx, id: string, before: Date): Promise<{ first: number; last: number } | undefined> {
  const { rows } = await tx.execute<{ first: string | null; last: string | null; worth: boolean | null }>(sql`
    with bounds as (
      select min(seq) as first,
        coalesce((select min(seq) - 1 from audit_entries where organisation_id = ${id} and at >= ${before.toISOString()}::timestamptz),
          max(seq)) as last
      from audit_entries where organisation_id = ${id})
    select first, last, exists (select from audit_entries
      where organisation_id = ${id} and seq <= bounds.last and action <> ${purgeAction}) as worth
    from bounds`);
  const row = rows[0];
  if (row === undefined || row.first === null || row.last === null || row.worth !== true) return undefined;
  return { first: Number(row.first), last: Number(row.last) };
}
