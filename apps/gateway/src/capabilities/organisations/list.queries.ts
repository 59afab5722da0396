import type { ListOrganisationsInput, OrganisationRow, Page } from '@switchroom/contracts';
import { and, count, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { decodeCursor, encodeCursor } from '../../db/cursor';
import type { Tx } from '../../db/database';
import { organisations } from '../../db/schema/index';
import { ancestorsOf, archived, idsIn, literalPattern, type Tally, tallied } from './organisations.queries';

interface Place {
  organisationId: string;
  path: string;
}

/** Counts as text of one length, so that one keyset (text, id) serves all sort keys. */
const padded = sql<string>`lpad(coalesce(tallied.amount, 0)::text, 10, '0')`;

const sortKeys: Record<ListOrganisationsInput['sort'], { key: SQL<string>; tally?: Tally }> = {
  name: { key: sql<string>`lower(${organisations.name})` },
  // From the top of the tree down.
  kind: {
    key: sql<string>`case ${organisations.kind} when 'provider' then '0' when 'reseller' then '1' when 'customer' then '2' else '3' end`,
  },
  organisations: { key: padded, tally: 'organisations' },
  pbxs: { key: padded, tally: 'pbxs' },
  people: { key: padded, tally: 'people' },
};

/** It, or one between it and the list's organisation: the list of an archived organisation is not empty. */
function archivedWithin(path: string): SQL {
  return sql`string_to_array(trim(both '/' from substr(${organisations.path}, ${path.length + 1}::int)), '/')::uuid[]
    && array(select above.id from ${organisations} above where above.archived_at is not null)`;
}

function filterOf({ organisationId, path }: Place, input: ListOrganisationsInput): SQL | undefined {
  return and(
    input.depth === 'children'
      ? eq(organisations.parentId, organisationId)
      : sql`starts_with(${organisations.path}, ${path}) and ${organisations.id} <> ${organisationId}`,
    input.q === '' ? undefined : sql`lower(${organisations.name}) like ${`%${literalPattern(input.q)}%`}`,
    input.kinds.length === 0 ? undefined : inArray(organisations.kind, input.kinds),
    input.archived ? undefined : sql`not ${archivedWithin(path)}`,
  );
}

/** One page of what hangs below an organisation, keyset paged by (sort key, id). */
export async function listBelow(tx: Tx, place: Place, input: ListOrganisationsInput): Promise<Page<OrganisationRow>> {
  const { key, tally } = sortKeys[input.sort];
  const filter = filterOf(place, input);
  const after = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
  const beyond =
    after === undefined
      ? undefined
      : input.dir === 'asc'
        ? sql`(${key}, ${organisations.id}) > (${after.value}, ${after.id}::uuid)`
        : sql`(${key}, ${organisations.id}) < (${after.value}, ${after.id}::uuid)`;
  const direction = sql.raw(input.dir);
  const base = tx
    .select({
      id: organisations.id,
      name: organisations.name,
      kind: organisations.kind,
      path: organisations.path,
      archived,
      key,
    })
    .from(organisations)
    .$dynamic();
  const joined =
    tally === undefined
      ? base
      : base.leftJoin(sql`${tallied(tx, tally)} tallied`, sql`tallied.id = ${organisations.id}`);
  const records = await joined
    .where(and(filter, beyond))
    .orderBy(sql`${key} ${direction}`, sql`${organisations.id} ${direction}`)
    .limit(input.limit + 1);
  const page = records.slice(0, input.limit);
  const counts = await talliesOf(
    tx,
    page.map(({ id }) => id),
  );
  const known = await ancestorsOf(tx, page);
  const last = page.at(-1);
  const [total] = await tx.select({ value: count() }).from(organisations).where(filter);
  return {
    rows: page.map(({ id, name, kind, path, archived: isArchived }) => ({
      id,
      name,
      kind,
      trail: idsIn(path.slice(place.path.length))
        .slice(0, -1)
        .flatMap((above) => known.get(above) ?? []),
      ...counts(id),
      archived: isArchived,
    })),
    nextCursor: records.length > input.limit && last ? encodeCursor(last.key, last.id) : undefined,
    total: total?.value ?? 0,
  };
}

/** Reads all three counts of some organisations; what is below does not count the organisation itself. */
export async function talliesOf(
  tx: Tx,
  ids: readonly string[],
): Promise<(id: string) => { organisations: number; pbxs: number; people: number }> {
  const read = async (tally: Tally): Promise<Map<string, number>> => {
    if (ids.length === 0) return new Map();
    const { rows } = await tx.execute<{ id: string; amount: number }>(
      sql`select id, amount from ${tallied(tx, tally)} tallied where ${inArray(sql`id`, [...ids])}`,
    );
    return new Map(rows.map(({ id, amount }) => [id, amount]));
  };
  // One after the other: a transaction has one connection.
  const below = await read('organisations');
  const pbxs = await read('pbxs');
  const people = await read('people');
  return (id) => ({
    organisations: Math.max(0, (below.get(id) ?? 0) - 1),
    pbxs: pbxs.get(id) ?? 0,
    people: people.get(id) ?? 0,
  });
}
