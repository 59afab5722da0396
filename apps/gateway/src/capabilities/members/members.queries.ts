import { type ListMembersInput, type MemberRow, type Page, roles } from '@switchroom/contracts';
import { and, count, eq, ilike, inArray, or, type SQL, sql } from 'drizzle-orm';
import { decodeCursor, encodeCursor } from '../../db/cursor';
import type { Tx } from '../../db/database';
import { customRoles, members, organisations } from '../../db/schema/index';

/** Where a caller looks from. */
export interface View {
  organisationId: string;
  path: string;
  userId: string;
  /** The organisations above (and this one) that may be named. */
  named: ReadonlySet<string>;
}

type MemberRecord = NonNullable<Awaited<ReturnType<typeof findMember>>>;

// Roles from above are not in the tenant's scope, so these queries look over all organisations; each is held to the
// organisations on the way up and to everything below by `reaching`.
const below = (view: View) => sql<boolean>`starts_with(${organisations.path}, ${view.path})`;
const above = (view: View) =>
  sql<boolean>`(starts_with(${view.path}, ${organisations.path}) and ${organisations.path} <> ${view.path})`;
const reaching = (view: View) => or(below(view), above(view));
/** Whether name and place in the order may tell which organisation it is. */
const named = (view: View) => or(below(view), inArray(organisations.id, [...view.named]));

function selectMembers(tx: Tx) {
  return tx
    .select({ member: members, custom: { name: customRoles.name }, organisation: organisations })
    .from(members)
    .innerJoin(organisations, eq(organisations.id, members.organisationId))
    .leftJoin(customRoles, eq(customRoles.id, members.customRoleId));
}

/** Sort keys as text; what may not be named sorts as nothing, so that a cursor does not tell it either. */
function sortExpression(view: View, sort: ListMembersInput['sort']): SQL<string> {
  switch (sort) {
    case 'name':
      return sql<string>`lower(${members.name})`;
    case 'email':
      return sql<string>`case when ${below(view)} then lower(${members.email}) else '' end`;
    case 'role':
      return sql<string>`(case ${members.role} ${sql.join(
        roles.map((role, index) => sql`when ${role} then ${String(index)}`),
        sql` `,
      )} else '9' end || lower(coalesce(${customRoles.name}, '')))`;
    case 'organisation':
      return sql<string>`case when ${named(view)} then lower(${organisations.name}) else '' end`;
    case 'added':
      return sql<string>`to_char(${members.createdAt} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US')`;
  }
}

function filterOf(view: View, input: ListMembersInput): SQL | undefined {
  const like = `%${input.q.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
  const places = {
    here: eq(organisations.id, view.organisationId),
    below: and(below(view), sql`${organisations.id} <> ${view.organisationId}`),
    above: above(view),
  };
  return and(
    input.where === undefined ? reaching(view) : places[input.where],
    input.role.length === 0 ? undefined : inArray(members.role, input.role),
    input.q === ''
      ? undefined
      : or(
          ilike(members.name, like),
          ilike(customRoles.name, like),
          and(below(view), ilike(members.email, like)),
          and(named(view), ilike(organisations.name, like)),
        ),
  );
}

/** One page, keyset paged by (sort key, id). `tx` has the scope of the whole system. */
export async function listMembers(tx: Tx, view: View, input: ListMembersInput): Promise<Page<MemberRow>> {
  const key = sortExpression(view, input.sort);
  const filter = filterOf(view, input);
  const after = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
  const beyond =
    after === undefined
      ? undefined
      : input.dir === 'asc'
        ? sql`(${key}, ${members.id}) > (${after.value}, ${after.id}::uuid)`
        : sql`(${key}, ${members.id}) < (${after.value}, ${after.id}::uuid)`;
  const direction = sql.raw(input.dir);
  const records = await tx
    .select({ member: members, custom: { name: customRoles.name }, organisation: organisations, key })
    .from(members)
    .innerJoin(organisations, eq(organisations.id, members.organisationId))
    .leftJoin(customRoles, eq(customRoles.id, members.customRoleId))
    .where(and(filter, beyond))
    .orderBy(sql`${key} ${direction}`, sql`${members.id} ${direction}`)
    .limit(input.limit + 1);
  const [total] = await tx
    .select({ value: count() })
    .from(members)
    .innerJoin(organisations, eq(organisations.id, members.organisationId))
    .leftJoin(customRoles, eq(customRoles.id, members.customRoleId))
    .where(filter);
  const page = records.slice(0, input.limit);
  const last = page.at(-1);
  return {
    rows: page.map((record) => toRow(record, view)),
    nextCursor: records.length > input.limit && last ? encodeCursor(last.key, last.member.id) : undefined,
    total: total?.value ?? 0,
  };
}

/** One role that reaches the organisation or is held below it, or undefined. `tx` has the scope of the whole system. */
export async function findMember(tx: Tx, view: View, memberId: string) {
  const [record] = await selectMembers(tx).where(and(eq(members.id, memberId), reaching(view)));
  return record;
}

export function toRow({ member, custom, organisation }: MemberRecord, view: View): MemberRow {
  const inherited = !organisation.path.startsWith(view.path);
  const own = member.userId === view.userId;
  const { id, name, kind } = organisation;
  return {
    id: member.id,
    userId: member.userId,
    name: member.name,
    email: inherited && !own ? null : member.email,
    role: member.role,
    customRoleId: member.customRoleId,
    customName: custom?.name ?? null,
    organisation: inherited && !view.named.has(id) ? null : { id, name, kind },
    inherited,
    own,
    addedAt: member.createdAt,
    version: member.version,
  };
}
