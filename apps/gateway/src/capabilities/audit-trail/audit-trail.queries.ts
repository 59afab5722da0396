import {
  type AuditEntryView,
  type AuditPage,
  type AuditRow,
  AppError,
  invalidField,
  type Page,
} from '@switchroom/contracts';
import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import { decodeCursor, encodeCursor } from '../../db/cursor';
import type { Tx } from '../../db/database';
import { auditEntries, organisations, pbxs } from '../../db/schema/index';
import type { AuditFilter } from './audit-filter';

const EXACT_UP_TO = 10_000;

type Entry = typeof auditEntries.$inferSelect;
type Organisation = typeof organisations.$inferSelect;

const ofOrganisation = eq(organisations.id, auditEntries.organisationId);

/** A page of entries, the newest first. */
export async function pageOfEntries(
  tx: Tx,
  filter: SQL | undefined,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<AuditRow>> {
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  if (after !== undefined && Number.isNaN(Date.parse(after.value))) throw invalidField('cursor', 'cursor-invalid');
  const rows = await tx
    .select({ entry: auditEntries, organisation: organisations })
    .from(auditEntries)
    .innerJoin(organisations, ofOrganisation)
    .where(
      and(
        filter,
        after && sql`(${auditEntries.at}, ${auditEntries.id}) < (${after.value}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(auditEntries.at), desc(auditEntries.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1)?.entry;
  return {
    rows: page.map(({ entry, organisation }) => toRow(entry, organisation)),
    nextCursor: rows.length > limit && last ? encodeCursor(last.at.toISOString(), last.id) : undefined,
    total: await countEntries(tx, filter),
  };
}

/** One entry with everything; `not-found` where it is out of scope or purged. */
export async function entryOf(tx: Tx, entryId: string): Promise<AuditEntryView> {
  const rows = await tx
    .select({ entry: auditEntries, organisation: organisations })
    .from(auditEntries)
    .innerJoin(organisations, ofOrganisation)
    .where(eq(auditEntries.id, entryId));
  const found = rows[0];
  if (found === undefined) throw new AppError('not-found');
  const { seq, requestId, address, before, after, hash, previousHash } = found.entry;
  return { ...toRow(found.entry, found.organisation), seq, requestId, address, before, after, hash, previousHash };
}

/** Names for the ids in a filter, as far as they are in reach. */
export async function namesOf(tx: Tx, filter: AuditFilter): Promise<AuditPage['names']> {
  const { within, pbxId, targetId, actor, onBehalfOf } = filter;
  const named = async (column: SQL, condition: SQL): Promise<string | undefined> => {
    const { rows } = await tx.execute<{ name: string }>(
      sql`select ${column} as name from audit_entries where ${condition} order by at desc limit 1`,
    );
    return rows[0]?.name;
  };
  const organisation =
    within &&
    (await tx.select({ name: organisations.name }).from(organisations).where(eq(organisations.id, within)))[0];
  const pbx = pbxId && (await tx.select({ name: pbxs.name }).from(pbxs).where(eq(pbxs.id, pbxId)))[0];
  return {
    ...(organisation && { within: organisation.name }),
    ...(pbx && { pbx: pbx.name }),
    ...only('target', targetId && (await named(sql`target_name`, sql`target_id = ${targetId}`))),
    ...only('actor', actor && (await named(sql`actor_name`, sql`actor_id = ${actor}`))),
    ...only('onBehalfOf', onBehalfOf && (await named(sql`on_behalf_of_name`, sql`on_behalf_of_id = ${onBehalfOf}`))),
  };
}

function only<K extends string>(key: K, value: string | undefined): { [key in K]?: string } {
  return value === undefined || value === '' ? {} : ({ [key]: value } as { [key in K]?: string });
}

function toRow(entry: Entry, organisation: Organisation): AuditRow {
  return {
    id: entry.id,
    at: entry.at,
    actor: entry.actorName,
    actorId: entry.actorId,
    onBehalfOf:
      entry.onBehalfOfId === null ? null : { id: entry.onBehalfOfId, name: entry.onBehalfOfName ?? entry.onBehalfOfId },
    action: entry.action,
    organisation: { id: organisation.id, name: organisation.name, kind: organisation.kind },
    target: { kind: entry.targetKind, id: entry.targetId, name: entry.targetName },
    pbxId: entry.pbxId,
    result: entry.result,
    reason: entry.reason,
  };
}

/** Exact up to 10,000; above that the planner's estimate, which costs nothing. */
async function countEntries(tx: Tx, filter: SQL | undefined): Promise<number> {
  const matching = () =>
    tx.select({ one: sql`1` }).from(auditEntries).innerJoin(organisations, ofOrganisation).where(filter);
  const counted = await tx.execute<{ count: number }>(
    sql`select count(*)::int as count from (${matching().limit(EXACT_UP_TO + 1)}) as matched`,
  );
  const count = counted.rows[0]?.count ?? 0;
  if (count <= EXACT_UP_TO) return count;
  const plan = await tx.execute<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] }>(
    sql`explain (format json) ${matching()}`,
  );
  return Math.max(count, plan.rows[0]?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? count);
}
