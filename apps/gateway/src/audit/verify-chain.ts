import { and, asc, eq, gt } from 'drizzle-orm';
import type { Tx } from '../db/database';
import { auditEntries } from '../db/schema/index';
import { entryHash, firstHash } from './audit-log';

/** The first place where the chain does not hold: an entry is missing before it, or it was altered itself. */
export type ChainVerdict =
  | { ok: true; entries: number }
  | { ok: false; seq: number; id: string; problem: 'missing-before' | 'altered' | 'unlinked' };

const BATCH = 1000;

/**
 * Walks an organisation's chain from the first entry. It cannot see that entries were cut off at the end: compare the
 * newest hash with one that was noted elsewhere for that.
 */
export async function verifyChain(tx: Tx, organisationId: string): Promise<ChainVerdict> {
  let seq = 0;
  let hash = firstHash;
  for (;;) {
    const rows = await tx
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.organisationId, organisationId), gt(auditEntries.seq, seq)))
      .orderBy(asc(auditEntries.seq))
      .limit(BATCH);
    for (const { hash: stored, ...entry } of rows) {
      const broken = (problem: 'missing-before' | 'altered' | 'unlinked') =>
        ({ ok: false, seq: entry.seq, id: entry.id, problem }) as const;
      if (entry.seq !== seq + 1) return broken('missing-before');
      if (entryHash(entry) !== stored) return broken('altered');
      if (entry.previousHash !== hash) return broken('unlinked');
      seq = entry.seq;
      hash = stored;
    }
    if (rows.length < BATCH) return { ok: true, entries: seq };
  }
}
