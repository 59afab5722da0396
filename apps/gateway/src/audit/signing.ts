import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign, verify } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, systemScope } from '../db/database';
import { auditSigningKeys } from '../db/schema/index';
import type { SecretBox } from '../db/secrets-port';
import { systemSecret } from '../db/system-secrets';
import { canonicalJson } from './canonical';

/** "The chain of this organisation had this hash at this entry, at this time." */
export interface CheckpointFacts {
  organisationId: string;
  seq: number;
  hash: string;
  at: Date;
}

/** "This installation deleted everything of this organisation up to this entry, which had this hash." */
export interface PurgeFacts {
  organisationId: string;
  upTo: number;
  hash: string;
}

/** Signs checkpoints and purges with the installation's own key, and knows its public half. */
export interface CheckpointSigner {
  keyId: string;
  /** PEM. */
  publicKey: string;
  sign(facts: CheckpointFacts): Buffer;
  signPurge(facts: PurgeFacts): Buffer;
  /** A report of `kind`, as JSON; what it says is signed together with what it is. */
  signReport(kind: string, report: unknown): Buffer;
}

const storedKey = z.object({ id: z.uuid(), privateKey: z.string() });

/**
 * The installation's key for checkpoints (Ed25519): made at the first start, its private half sealed with the other
 * secrets of the installation, its public half open to everybody.
 */
export async function createCheckpointSigner(db: Database, secrets: SecretBox): Promise<CheckpointSigner> {
  const stored = await systemSecret(db, secrets, 'audit-signing', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    return JSON.stringify({
      id: randomUUID(),
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    });
  });
  const { id, privateKey: pem } = storedKey.parse(JSON.parse(stored));
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  await db.inScope(systemScope, async (tx) => {
    // Also where a start was broken off between the two halves.
    await tx.insert(auditSigningKeys).values({ id, publicKey }).onConflictDoNothing();
    const rows = await tx.select().from(auditSigningKeys).where(eq(auditSigningKeys.id, id));
    if (rows[0]?.publicKey !== publicKey) {
      throw new Error(
        'The public key that audit checkpoints are checked with (table audit_signing_keys) is not the one of this ' +
          'installation: somebody has replaced it. Cure: restore that row from a backup.',
      );
    }
  });
  return {
    keyId: id,
    publicKey,
    sign: (facts) => sign(null, signedText(facts), privateKey),
    signPurge: (facts) => sign(null, purgeText(facts), privateKey),
    signReport: (kind, report) => sign(null, reportText(kind, report), privateKey),
  };
}

/** Whether `signature` is that of `publicKey` (PEM) under these facts; false also for what is no key at all. */
export function isSignedBy(publicKey: string, facts: CheckpointFacts, signature: Buffer): boolean {
  return fits(publicKey, signedText(facts), signature);
}

/** The same for a purge: a checkpoint at the same entry proves nothing about it. */
export function isPurgeSignedBy(publicKey: string, facts: PurgeFacts, signature: Buffer): boolean {
  return fits(publicKey, purgeText(facts), signature);
}

/** The same for a report. */
export function isReportSignedBy(publicKey: string, kind: string, report: unknown, signature: Buffer): boolean {
  return fits(publicKey, reportText(kind, report), signature);
}

function fits(publicKey: string, text: Buffer, signature: Buffer): boolean {
  try {
    return verify(null, text, createPublicKey(publicKey), signature);
  } catch {
    return false;
  }
}

function signedText({ organisationId, seq, hash, at }: CheckpointFacts): Buffer {
  return Buffer.from(
    canonicalJson({ kind: 'switchroom audit checkpoint', organisationId, seq, hash, at: at.toISOString() }),
  );
}

function purgeText({ organisationId, upTo, hash }: PurgeFacts): Buffer {
  return Buffer.from(canonicalJson({ kind: 'switchroom audit purge', organisationId, upTo, hash }));
}

function reportText(kind: string, report: unknown): Buffer {
  return Buffer.from(canonicalJson({ kind: `switchroom report ${kind}`, report }));
}
