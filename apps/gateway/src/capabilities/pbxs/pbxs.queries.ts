import {
  type FleetCounts,
  type ListPbxsInput,
  linkKinds,
  type Page,
  type PbxRow,
  syncStates,
} from '@switchroom/contracts';
import { and, count, eq, ilike, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../../db/database';
import { organisations, pbxStatus, pbxs, plans } from '../../db/schema/index';
import { decodeCursor, encodeCursor } from '../../db/cursor';
import { type PbxRecord, toRow } from './pbx-view';

/** Sort keys as text expressions, so that one keyset (expression, id) serves all of them. */
const sortExpressions: Record<ListPbxsInput['sort'], SQL<string>> = {
  name: sql<string>`lower(${pbxs.name})`,
  organisation: sql<string>`lower(${organisations.name})`,
  // What needs a person comes first.
  link: sql<string>`case ${pbxStatus.linkKind} when 'refused' then '0' when 'offline' then '1' when 'connecting' then '2' when 'online' then '3' else '4' end`,
  sync: sql<string>`case ${pbxStatus.syncState} when 'conflict' then '0' when 'drifted' then '1' when 'unknown' then '2' else '3' end`,
  version: sql<string>`coalesce(${pbxStatus.pbxVersion}, '')`,
  lastChange: sql<string>`coalesce(to_char(coalesce(${plans.endedAt}, ${plans.confirmedAt}) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '')`,
};

function selectRecords(tx: Tx) {
  return tx
    .select({
      pbx: pbxs,
      status: pbxStatus,
      organisation: { id: organisations.id, name: organisations.name },
      plan: {
        id: plans.id,
        state: plans.state,
        title: plans.title,
        createdAt: plans.createdAt,
        confirmedAt: plans.confirmedAt,
        endedAt: plans.endedAt,
      },
    })
    .from(pbxs)
    .innerJoin(pbxStatus, eq(pbxStatus.pbxId, pbxs.id))
    .innerJoin(organisations, eq(organisations.id, pbxs.organisationId))
    .leftJoin(plans, eq(plans.id, pbxStatus.lastPlanId));
}

/** Rows of the organisation's subtree: row-level security sees the person's scope, this narrows to the chosen organisation. */
function inOrganisation(path: string): SQL {
  return sql`starts_with(${organisations.path}, ${path})`;
}

function filterOf(path: string, input: ListPbxsInput): SQL | undefined {
  const like = `%${input.q.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
  return and(
    inOrganisation(path),
    input.q === ''
      ? undefined
      : or(
          ilike(pbxs.name, like),
          ilike(organisations.name, like),
          ilike(pbxStatus.pbxName, like),
          ilike(pbxStatus.pbxDns, like),
          ilike(pbxs.address, like),
        ),
    input.link.length === 0 ? undefined : inArray(pbxStatus.linkKind, input.link),
    input.sync.length === 0 ? undefined : inArray(pbxStatus.syncState, input.sync),
    input.direction === undefined ? undefined : eq(pbxs.direction, input.direction),
  );
}

/** One page of the fleet list, keyset paged by (sort key, id). */
export async function listPbxs(tx: Tx, path: string, input: ListPbxsInput): Promise<Page<PbxRow>> {
  const key = sortExpressions[input.sort];
  const filter = filterOf(path, input);
  const after = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
  const beyond =
    after === undefined
      ? undefined
      : input.dir === 'asc'
        ? sql`(${key}, ${pbxs.id}) > (${after.value}, ${after.id}::uuid)`
        : sql`(${key}, ${pbxs.id}) < (${after.value}, ${after.id}::uuid)`;
  const direction = sql.raw(input.dir);
  const records = await tx
    .select({ id: pbxs.id, key })
    .from(pbxs)
    .innerJoin(pbxStatus, eq(pbxStatus.pbxId, pbxs.id))
    .innerJoin(organisations, eq(organisations.id, pbxs.organisationId))
    .leftJoin(plans, eq(plans.id, pbxStatus.lastPlanId))
    .where(and(filter, beyond))
    .orderBy(sql`${key} ${direction}`, sql`${pbxs.id} ${direction}`)
    .limit(input.limit + 1);
  const page = records.slice(0, input.limit);
  const rows = await rowsById(
    tx,
    page.map((record) => record.id),
  );
  const last = page.at(-1);
  const [total] = await tx
    .select({ value: count() })
    .from(pbxs)
    .innerJoin(pbxStatus, eq(pbxStatus.pbxId, pbxs.id))
    .innerJoin(organisations, eq(organisations.id, pbxs.organisationId))
    .where(filter);
  return {
    rows: page.flatMap((record) => rows.get(record.id) ?? []),
    nextCursor: records.length > input.limit && last ? encodeCursor(last.key, last.id) : undefined,
    total: total?.value ?? 0,
  };
}

/** Rows by id, for pages and for live updates; ids outside the scope are simply missing. */
export async function rowsById(tx: Tx, ids: readonly string[]): Promise<Map<string, PbxRow>> {
  if (ids.length === 0) return new Map();
  const records = await selectRecords(tx).where(inArray(pbxs.id, [...ids]));
  return new Map(records.map((record) => [record.pbx.id, toRow(record)]));
}

/** Counts by link and by sync state below an organisation. */
export async function countPbxs(tx: Tx, path: string): Promise<FleetCounts> {
  const groups = await tx
    .select({ link: pbxStatus.linkKind, sync: pbxStatus.syncState, value: count() })
    .from(pbxs)
    .innerJoin(pbxStatus, eq(pbxStatus.pbxId, pbxs.id))
    .innerJoin(organisations, eq(organisations.id, pbxs.organisationId))
    .where(inOrganisation(path))
    .groupBy(pbxStatus.linkKind, pbxStatus.syncState);
  const sumOf = (matches: (group: (typeof groups)[number]) => boolean) =>
    groups.filter(matches).reduce((sum, group) => sum + group.value, 0);
  return {
    total: sumOf(() => true),
    link: Object.fromEntries(
      linkKinds.map((kind) => [kind, sumOf((group) => group.link === kind)]),
    ) as FleetCounts['link'],
    sync: Object.fromEntries(
      syncStates.map((state) => [state, sumOf((group) => group.sync === state)]),
    ) as FleetCounts['sync'],
  };
}

/** One PBX below an organisation, or undefined. */
export async function findPbx(tx: Tx, path: string, pbxId: string): Promise<PbxRecord | undefined> {
  const [record] = await selectRecords(tx).where(and(eq(pbxs.id, pbxId), inOrganisation(path)));
  return record;
}

/** Those of these organisations that are the one of `path` or below it. */
export async function organisationsBelow(tx: Tx, path: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(and(inArray(organisations.id, [...ids]), inOrganisation(path)));
  return new Set(rows.map(({ id }) => id));
}
