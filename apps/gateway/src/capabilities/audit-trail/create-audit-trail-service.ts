import { type AuditRow, invalidField, type ListAuditInput, type Page } from '@switchroom/contracts';
import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import { decodeCursor, encodeCursor } from '../../db/cursor';
import type { Database, Tx } from '../../db/database';
import { auditEntries, organisations } from '../../db/schema/index';
import type { AuditTrailService } from './audit-trail.service';

const EXACT_UP_TO = 10_000;

/** Reading the audit log; row-level security keeps it to the tenant's organisation and what is below. */
export function createAuditTrailService({ db }: { db: Database }): AuditTrailService {
  return {
    list: (tenant, input) => db.inScope(tenant, (tx) => listEntries(tx, input)),
  };
}

async function listEntries(tx: Tx, input: ListAuditInput): Promise<Page<AuditRow>> {
  const filter = and(...conditions(input));
  const after = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
  if (after !== undefined && Number.isNaN(Date.parse(after.value))) throw invalidField('cursor', 'cursor-invalid');
  const rows = await tx
    .select({ entry: auditEntries, organisation: organisations })
    .from(auditEntries)
    .innerJoin(organisations, eq(organisations.id, auditEntries.organisationId))
    .where(
      and(
        filter,
        after && sql`(${auditEntries.at}, ${auditEntries.id}) < (${after.value}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(auditEntries.at), desc(auditEntries.id))
    .limit(input.limit + 1);
  const page = rows.slice(0, input.limit);
  const last = page.at(-1)?.entry;
  return {
    rows: page.map(({ entry, organisation }) => ({
      id: entry.id,
      at: entry.at,
      actor: entry.actorName,
      action: entry.action,
      organisation: { id: organisation.id, name: organisation.name, kind: organisation.kind },
      target: { kind: entry.targetKind, id: entry.targetId, name: entry.targetName },
      result: entry.result,
      requestId: entry.requestId,
      address: entry.address,
      before: entry.before,
      after: entry.after,
    })),
    nextCursor: rows.length > input.limit && last ? encodeCursor(last.at.toISOString(), last.id) : undefined,
    total: await countEntries(tx, filter),
  };
}

function conditions(input: ListAuditInput): (SQL | undefined)[] {
  const text = `%${input.q.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
  return [
    input.pbxId === undefined ? undefined : eq(auditEntries.pbxId, input.pbxId),
    input.result === undefined ? undefined : eq(auditEntries.result, input.result),
    input.q === ''
      ? undefined
      : sql`(${auditEntries.actorName} ilike ${text} or ${auditEntries.action} ilike ${text} or ${auditEntries.targetName} ilike ${text})`,
  ];
}

/** Exact up to 10,000; above that the planner's estimate, which costs nothing. */
async function countEntries(tx: Tx, filter: SQL | undefined): Promise<number> {
  const matching = tx.select({ one: sql`1` }).from(auditEntries).where(filter);
  const counted = await tx.execute<{ count: number }>(
    sql`select count(*)::int as count from (${matching.limit(EXACT_UP_TO + 1)}) as matched`,
  );
  const count = counted.rows[0]?.count ?? 0;
  if (count <= EXACT_UP_TO) return count;
  const unlimited = tx.select({ one: sql`1` }).from(auditEntries).where(filter);
  const plan = await tx.execute<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] }>(
    sql`explain (format json) ${unlimited}`,
  );
  return Math.max(count, plan.rows[0]?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? count);
}
