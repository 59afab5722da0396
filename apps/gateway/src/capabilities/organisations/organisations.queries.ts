import type { OrganisationKind, OrganisationRef } from '@switchroom/contracts';
import { and, count, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../../db/database';
import { members, organisations, pbxs } from '../../db/schema/index';

export interface OrganisationRecord extends OrganisationRef {
  path: string;
  /** PBXes of it and of everything below. */
  pbxs: number;
  /** It, or one above it. */
  archived: boolean;
  /** How well the name fits: 0 equals, 1 begins with, 2 a word begins with, 3 holds it. */
  rank: number;
}

/** What is looked for: a part of a name, of these kinds or of all without any. */
export interface OrganisationSearch {
  q: string;
  limit: number;
  archived: boolean;
  kinds?: readonly OrganisationKind[] | undefined;
}

/** It, or one above it, is archived. The archived ones are read once for the whole query, not once a row. */
export const archived: SQL<boolean> = sql<boolean>`(
  string_to_array(trim(both '/' from ${organisations.path}), '/')::uuid[]
  && array(select above.id from ${organisations} above where above.archived_at is not null))`;

/** The text of a search as a pattern in which `%`, `_` and `\` are only themselves. */
export function literalPattern(text: string): string {
  return text.toLowerCase().replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}

const record = {
  id: organisations.id,
  name: organisations.name,
  kind: organisations.kind,
  path: organisations.path,
  archived,
};

/** Name equals, begins with, has a word that begins with, or holds the text; within that, near the top first. */
export async function searchOrganisations(
  tx: Tx,
  { q, limit, archived: withArchived, kinds = [] }: OrganisationSearch,
): Promise<OrganisationRecord[]> {
  const text = q.toLowerCase();
  const literal = literalPattern(text);
  const name = sql`lower(${organisations.name})`;
  const depth = sql`length(${organisations.path})`;
  const rank =
    text === ''
      ? sql<number>`0`
      : sql<number>`case when ${name} = ${text} then 0 when ${name} like ${`${literal}%`} then 1
    when ${name} like ${`% ${literal}%`} then 2 else 3 end`;
  const hits = await tx
    .select({ ...record, rank: rank.mapWith(Number).as('rank') })
    .from(organisations)
    .where(
      and(
        text === '' ? undefined : sql`${name} like ${`%${literal}%`}`,
        withArchived ? undefined : sql`not ${archived}`,
        kinds.length === 0 ? undefined : inArray(organisations.kind, [...kinds]),
      ),
    )
    .orderBy(sql`rank`, depth, name, organisations.id)
    .limit(limit);
  return await withPbxs(tx, hits);
}

/** The order of `searchOrganisations`, for results of several scopes. */
export function compareMatches(a: OrganisationRecord, b: OrganisationRecord): number {
  return (
    a.rank - b.rank || a.path.length - b.path.length || a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1)
  );
}

/** Undefined when it does not exist or lies outside the scope. */
export async function findOrganisation(tx: Tx, id: string): Promise<OrganisationRecord | undefined> {
  const rows = await tx
    .select({ ...record, rank: sql<number>`0`.mapWith(Number) })
    .from(organisations)
    .where(eq(organisations.id, id));
  return (await withPbxs(tx, rows))[0];
}

/** All organisations above the given ones, as far as the scope reaches. */
export async function ancestorsOf(tx: Tx, records: readonly { path: string }[]): Promise<Map<string, OrganisationRef>> {
  const ids = [...new Set(records.flatMap(({ path }) => idsIn(path)))];
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({ id: organisations.id, name: organisations.name, kind: organisations.kind })
    .from(organisations)
    .where(inArray(organisations.id, ids));
  return new Map(rows.map((row) => [row.id, row]));
}

/** Ids in a path, from the top down to the organisation itself. */
export function idsIn(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

/** What hangs on an organisation and on everything below it. */
export const tallies = ['pbxs', 'people', 'organisations'] as const;
export type Tally = (typeof tallies)[number];

/**
 * How many PBXes, people or organisations there are in each organisation with everything below it, as a sub-select of
 * `id` and `amount`. What there is at each organisation is added to all those in its path: one pass, however many are
 * asked for. Somebody with two roles below is one person.
 */
export function tallied(tx: Tx, tally: Tally): SQL {
  const unnested = sql`cross join lateral unnest(string_to_array(trim(both '/' from own.path), '/')) above(id)`;
  if (tally === 'people') {
    return sql`(select above.id::uuid as id, count(distinct ${members.userId})::int as amount
      from ${members} join ${organisations} own on own.id = ${members.organisationId} ${unnested} group by above.id)`;
  }
  if (tally === 'organisations') {
    return sql`(select above.id::uuid as id, count(*)::int as amount from ${organisations} own ${unnested}
      group by above.id)`;
  }
  const counted = tx
    .select({ organisationId: pbxs.organisationId, amount: count().as('amount') })
    .from(pbxs)
    .groupBy(pbxs.organisationId);
  return sql`(select above.id::uuid as id, sum(counted.amount)::int as amount
    from ${organisations} own join (${counted}) counted on counted.organisation_id = own.id ${unnested}
    group by above.id)`;
}

async function withPbxs<Row extends { id: string }>(tx: Tx, rows: readonly Row[]): Promise<(Row & { pbxs: number })[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const counts = await tx.execute<{ id: string; amount: number }>(
    sql`select id, amount from ${tallied(tx, 'pbxs')} tallied where ${inArray(sql`id`, ids)}`,
  );
  const byId = new Map(counts.rows.map(({ id, amount }) => [id, amount]));
  return rows.map((row) => ({ ...row, pbxs: byId.get(row.id) ?? 0 }));
}
