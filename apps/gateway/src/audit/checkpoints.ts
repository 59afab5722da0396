import { randomUUID } from 'node:crypto';
import { and, asc, eq } from 'drizzle-orm';
import type { Tx } from '../db/database';
import { auditCheckpoints, auditSigningKeys } from '../db/schema/index';
import { lastEntry, lockChain } from './audit-log';
import type { KnownCheckpoint } from './checkpoint-file';
import type { CheckpointSigner } from './signing';

export type Checkpoint = typeof auditCheckpoints.$inferSelect;

/**
 * Signs where the chain of an organisation stands now. Gives the one that is there already when nothing was added since,
 * and undefined for a chain without entries.
 */
export async function makeCheckpoint(
  tx: Tx,
  signer: CheckpointSigner,
  organisationId: string,
  at: Date,
): Promise<Checkpoint | undefined> {
  await lockChain(tx, organisationId);
  const last = await lastEntry(tx, organisationId);
  return last === undefined ? undefined : await signEntry(tx, signer, { organisationId, ...last, at });
}

/** Signs a place of the chain that the caller has checked. */
export async function signEntry(
  tx: Tx,
  signer: CheckpointSigner,
  facts: { organisationId: string; seq: number; hash: string; at: Date },
): Promise<Checkpoint> {
  const there = await tx
    .select()
    .from(auditCheckpoints)
    .where(and(eq(auditCheckpoints.organisationId, facts.organisationId), eq(auditCheckpoints.seq, facts.seq)));
  if (there[0] !== undefined) return there[0];
  const row: Checkpoint = { id: randomUUID(), ...facts, signingKeyId: signer.keyId, signature: signer.sign(facts) };
  await tx.insert(auditCheckpoints).values(row);
  return row;
}

/** All checkpoints of an organisation with their keys, the oldest first. */
export async function checkpointsOf(tx: Tx, organisationId: string): Promise<KnownCheckpoint[]> {
  const rows = await tx
    .select({ checkpoint: auditCheckpoints, publicKey: auditSigningKeys.publicKey })
    .from(auditCheckpoints)
    .leftJoin(auditSigningKeys, eq(auditSigningKeys.id, auditCheckpoints.signingKeyId))
    .where(eq(auditCheckpoints.organisationId, organisationId))
    .orderBy(asc(auditCheckpoints.seq));
  return rows.map(({ checkpoint: { id, seq, hash, at, signature }, publicKey }) => ({
    id,
    organisationId,
    seq,
    hash,
    at,
    signature,
    publicKey: publicKey ?? undefined,
  }));
}
