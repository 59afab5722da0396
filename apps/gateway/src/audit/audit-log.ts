import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { desc, eq, sql } from 'drizzle-orm';
import type { Tx } from '../db/database';
import { auditEntries } from '../db/schema/index';
import { storableText } from '../db/storable';
import { canonicalJson, toStorable } from './canonical';
import type { DenialWindows } from './denial-windows';
import type { AuditLog } from './port';
import { secretMark } from './secret-mark';
import { assertNoSecrets } from './secrets-guard';

/** The hash before the first entry of an organisation. */
export const firstHash = '0'.repeat(64);

export type AuditEntry = typeof auditEntries.$inferSelect;

/** SHA-256 over the whole row but the hash itself; the row holds the hash before it, which makes the chain. */
export function entryHash(entry: Omit<AuditEntry, 'hash'>): string {
  const { at, onBehalfOfId, onBehalfOfName, reason, ...rest } = entry;
  // Left out where empty: entries from before these columns existed keep their hash.
  const later = Object.entries({ onBehalfOfId, onBehalfOfName, reason }).filter(([, value]) => value !== null);
  return createHash('sha256')
    .update(canonicalJson({ ...rest, ...Object.fromEntries(later), at: at.toISOString() }))
    .digest('hex');
}

/** Takes the right to append to a chain, until the transaction ends: otherwise two entries would follow the same one. */
export async function lockChain(tx: Tx, organisationId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`switchroom audit ${organisationId}`}, 0))`);
}

/**
 * The append-only log on PostgreSQL. Without a key for marks, they are comparable within this process only; without
 * `denials` every denial is an entry of its own.
 */
export function createAuditLog({
  now = () => new Date(),
  markKey = randomBytes(32),
  denials,
}: {
  now?: () => Date;
  markKey?: Buffer;
  denials?: Pick<DenialWindows, 'record'>;
} = {}): AuditLog {
  return {
    denied: (kind, write) => (denials === undefined ? write(undefined) : denials.record(JSON.stringify(kind), write)),
    secretMark: (organisationId, secret) => secretMark(markKey, organisationId, secret),
    async append(tx, tenant, record) {
      assertNoSecrets(record.before);
      assertNoSecrets(record.after);
      await lockChain(tx, tenant.organisationId);
      const last = await lastEntry(tx, tenant.organisationId);
      const entry: Omit<AuditEntry, 'hash'> = {
        id: randomUUID(),
        organisationId: tenant.organisationId,
        seq: (last?.seq ?? 0) + 1,
        at: now(),
        actorId: storableText(tenant.actor.id),
        actorName: storableText(tenant.actor.name),
        onBehalfOfId: tenant.onBehalfOf === undefined ? null : storableText(tenant.onBehalfOf.id),
        onBehalfOfName: tenant.onBehalfOf === undefined ? null : storableText(tenant.onBehalfOf.name),
        action: record.action,
        targetKind: record.target.kind,
        targetId: storableText(record.target.id),
        targetName: storableText(record.target.name),
        pbxId: record.pbxId ?? null,
        before: toStorable(record.before),
        after: toStorable(record.after),
        reason: record.reason === undefined ? null : storableText(record.reason),
        result: record.result ?? 'allowed',
        requestId: tenant.requestId,
        address: storableText(tenant.address),
        previousHash: last?.hash ?? firstHash,
      };
      await tx.insert(auditEntries).values({ ...entry, hash: entryHash(entry) });
    },
  };
}

/** The newest entry of an organisation; undefined while there is none. */
export async function lastEntry(tx: Tx, organisationId: string): Promise<{ seq: number; hash: string } | undefined> {
  const rows = await tx
    .select({ seq: auditEntries.seq, hash: auditEntries.hash })
    .from(auditEntries)
    .where(eq(auditEntries.organisationId, organisationId))
    .orderBy(desc(auditEntries.seq))
    .limit(1);
  return rows[0];
}
