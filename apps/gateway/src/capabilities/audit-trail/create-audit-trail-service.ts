import { AppError, type ChainProgress, type CheckpointRow, invalidField } from '@switchroom/contracts';
import { and, desc, eq, sql } from 'drizzle-orm';
import { toCheckpointFile } from '../../audit/checkpoint-file';
import { signEntry } from '../../audit/checkpoints';
import { lastEntry } from '../../audit/audit-log';
import type { AuditLog } from '../../audit/port';
import { retentionOf } from '../../audit/retention';
import type { CheckpointSigner } from '../../audit/signing';
import { verifyChain } from '../../audit/verify-chain';
import { namedAncestors } from '../../auth/role-choice';
import { decodeCursor, encodeCursor } from '../../db/cursor';
import { type Database, systemScope, type Tx } from '../../db/database';
import { auditCheckpoints, auditSigningKeys, organisations } from '../../db/schema/index';
import { auditConditions, type AuditFilter, targetCondition } from './audit-filter';
import { entryOf, namesOf, pageOfEntries } from './audit-trail.queries';
import type { AuditTrailService } from './audit-trail.service';
import { exportEntries } from './export-entries';

export interface AuditTrailDependencies {
  db: Database;
  audit: AuditLog;
  signer: CheckpointSigner;
}

/** The audit log for those who may read it; row-level security keeps it to the tenant's organisation and what is below. */
export function createAuditTrailService({ db, audit, signer }: AuditTrailDependencies): AuditTrailService {
  return {
    list: (tenant, { organisationId: _own, cursor, limit, ...filter }) =>
      db.inScope(tenant, async (tx) => ({
        ...(await pageOfEntries(tx, and(...auditConditions(filter)), { cursor, limit })),
        names: await namesOf(tx, filter),
      })),

    get: (tenant, entryId) => db.inScope(tenant, (tx) => entryOf(tx, entryId)),

    timeline: (tenant, { targetKind, targetId, pbxId, cursor, limit }) =>
      db.inScope(tenant, (tx) => {
        const conditions = [targetCondition(targetKind, targetId), ...auditConditions({ q: '', pbxId })];
        return pageOfEntries(tx, and(...conditions), { cursor, limit });
      }),

    async *export(tenant, { organisationId, format, ...filter }) {
      const upTo = new Date();
      await db.inScope(tenant, async (tx) => {
        await audit.append(tx, tenant, {
          action: 'audit.export',
          target: { kind: 'audit-log', id: organisationId, name: await nameOf(tx, organisationId) },
          after: { format, filter: givenOf(filter) },
        });
      });
      yield* exportEntries(db, tenant, and(...auditConditions(filter)), format, upTo);
    },

    async *verify(tenant, signal): AsyncGenerator<ChainProgress, void> {
      const chains = await db.inScope(tenant, (tx) =>
        tx
          .select({ id: organisations.id, name: organisations.name, kind: organisations.kind })
          .from(organisations)
          .orderBy(organisations.path),
      );
      const total = chains.length;
      yield { done: 0, total, chain: undefined };
      for (const [index, organisation] of chains.entries()) {
        if (signal?.aborted === true) return;
        const verdict = await db.inScope(tenant, (tx) =>
          verifyChain(tx, organisation.id, { publicKey: signer.publicKey }),
        );
        const result = verdict.ok
          ? { ok: true as const, entries: verdict.entries, from: verdict.from, checkpoints: verdict.checkpoints }
          : verdict;
        yield { done: index + 1, total, chain: { organisation, result } };
      }
    },

    checkpoints: (tenant, { cursor, limit }) =>
      db.inScope(tenant, async (tx) => {
        const after = cursor === undefined ? undefined : decodeCursor(cursor);
        if (after !== undefined && Number.isNaN(Date.parse(after.value)))
          throw invalidField('cursor', 'cursor-invalid');
        const found = await tx
          .select(checkpointColumns)
          .from(auditCheckpoints)
          .innerJoin(organisations, eq(organisations.id, auditCheckpoints.organisationId))
          .where(
            after &&
              sql`(${auditCheckpoints.at}, ${auditCheckpoints.id}) < (${after.value}::timestamptz, ${after.id}::uuid)`,
          )
          .orderBy(desc(auditCheckpoints.at), desc(auditCheckpoints.id))
          .limit(limit + 1);
        const rows = found.slice(0, limit);
        const last = rows.at(-1);
        const [counted] = await tx.select({ count: sql<number>`count(*)::int` }).from(auditCheckpoints);
        return {
          rows,
          nextCursor: found.length > limit && last ? encodeCursor(last.at.toISOString(), last.id) : undefined,
          total: counted?.count ?? rows.length,
        };
      }),

    makeCheckpoint: (tenant) =>
      db.inScope(tenant, async (tx) => {
        const { organisationId } = tenant;
        await audit.append(tx, tenant, {
          action: 'audit.checkpoint',
          target: { kind: 'audit-log', id: organisationId, name: await nameOf(tx, organisationId) },
        });
        const last = await lastEntry(tx, organisationId);
        if (last === undefined)
          throw new AppError('internal', { message: 'the entry of a checkpoint did not come back' });
        const { id } = await signEntry(tx, signer, { organisationId, ...last, at: new Date() });
        return await checkpointRow(tx, id);
      }),

    checkpointFile: (tenant, checkpointId) =>
      db.inScope(tenant, async (tx) => {
        const rows = await tx
          .select({ checkpoint: auditCheckpoints, key: auditSigningKeys, organisation: organisations })
          .from(auditCheckpoints)
          .innerJoin(organisations, eq(organisations.id, auditCheckpoints.organisationId))
          .innerJoin(auditSigningKeys, eq(auditSigningKeys.id, auditCheckpoints.signingKeyId))
          .where(eq(auditCheckpoints.id, checkpointId));
        const found = rows[0];
        if (found === undefined) throw new AppError('not-found');
        const { checkpoint, organisation, key } = found;
        return toCheckpointFile(checkpoint, organisation, key, checkpoint.signature);
      }),

    async retention(tenant, roots) {
      // What the organisations above say is needed to know what holds here; who says it is told only to those who reach it.
      const { days, from } = await db.inScope(systemScope, (tx) => retentionOf(tx, tenant.organisationId));
      return await db.inScope(tenant, async (tx) => {
        const { rows } = await tx.execute<{ at: Date | null }>(
          sql`select at from audit_entries where organisation_id = ${tenant.organisationId} order by seq limit 1`,
        );
        const at = rows[0]?.at;
        return {
          days: days ?? null,
          from: from !== undefined && namedAncestors(tenant.path, roots).has(from.id) ? from : null,
          oldestAt: at === undefined || at === null ? null : new Date(at),
        };
      });
    },
  };
}

const checkpointColumns = {
  id: auditCheckpoints.id,
  organisation: { id: organisations.id, name: organisations.name, kind: organisations.kind },
  seq: auditCheckpoints.seq,
  hash: auditCheckpoints.hash,
  at: auditCheckpoints.at,
};

async function checkpointRow(tx: Tx, id: string): Promise<CheckpointRow> {
  const rows = await tx
    .select(checkpointColumns)
    .from(auditCheckpoints)
    .innerJoin(organisations, eq(organisations.id, auditCheckpoints.organisationId))
    .where(eq(auditCheckpoints.id, id));
  if (rows[0] === undefined) throw new AppError('internal', { message: 'the checkpoint did not come back' });
  return rows[0];
}

async function nameOf(tx: Tx, organisationId: string): Promise<string> {
  const rows = await tx
    .select({ name: organisations.name })
    .from(organisations)
    .where(eq(organisations.id, organisationId));
  return rows[0]?.name ?? organisationId;
}

/** What of a filter was set. */
function givenOf(filter: AuditFilter): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filter).filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== ''),
  );
}
