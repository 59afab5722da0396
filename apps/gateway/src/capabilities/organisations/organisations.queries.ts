import type { OrganisationRef } from '@switchroom/contracts';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '../../db/database';
import { organisations, pbxs } from '../../db/schema/index';

export interface OrganisationRecord extends OrganisationRef {
  path: string;
  /** PBXes of it and of everything below. */
  pbxs: number;
  /** It, or one above it. */
  archived: boolean;
  /** How well the name fits: 0 equals, 1 begins with, 2 a word begins with, 3 holds it. */
  rank: number;
}

const below = sql<number>`(
  select count(*)::int from ${pbxs} p join ${organisations} o on o.id = p.organisation_id
  where starts_with(o.path, ${organisations}.path))`.mapWith(Number);

/** `above`, spelled out: inside the sub-select the table's own columns would mean the outer row. */
const archived = sql<boolean>`exists (
  select 1 from ${organisations} above
  where above.archived_at is not null and starts_with(${organisations}.path, above.path))`;

const record = {
  id: organisations.id,
  name: organisations.name,
  kind: organisations.kind,
  path: organisations.path,
  pbxs: below,
  archived,
};

/** Name equals, begins with, has a word that begins with, or holds the text; within that, near the top first. */
export async function searchOrganisations(
  tx: Tx,
  { q, limit, archived: withArchived }: { q: string; limit: number; archived: boolean },
): Promise<OrganisationRecord[]> {
  const text = q.toLowerCase();
  const literal = text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
  const name = sql`lower(${organisations.name})`;
  const depth = sql`length(${organisations.path})`;
  const rank =
    text === ''
      ? sql<number>`0`
      : sql<number>`case when ${name} = ${text} then 0 when ${name} like ${`${literal}%`} then 1
    when ${name} like ${`% ${literal}%`} then 2 else 3 end`;
  return await tx
    .select({ ...record, rank: rank.mapWith(Number).as('rank') })
    .from(organisations)
    .where(
      and(
        text === '' ? undefined : sql`${name} like ${`%${literal}%`}`,
        withArchived ? undefined : sql`not ${archived}`,
      ),
    )
    .orderBy(sql`rank`, depth, name, organisations.id)
    .limit(limit);
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
  return rows[0];
}

/** All organisations above the given ones, as far as the scope reaches. */
export async function ancestorsOf(tx: Tx, records: readonly { path: string }[]): Promise<Map<string, OrganisationRef>> {
  const ids = [...new Set(records.flatMap(({ path }) => path.split('/').filter((part) => part !== '')))];
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({ id: organisations.id, name: organisations.name, kind: organisations.kind })
    .from(organisations)
    .where(inArray(organisations.id, ids));
  return new Map(rows.map((row) => [row.id, row]));
}
