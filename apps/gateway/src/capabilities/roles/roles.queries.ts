import { and, count, eq, gt, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { Tx } from '../../db/database';
import { identityProviders, invitations, members, organisations } from '../../db/schema/index';

/** How many people and open invitations have each of these roles, in the organisation of `path` and below. */
export async function usesBelow(
  tx: Tx,
  path: string,
  roleIds: readonly string[],
): Promise<Map<string, { people: number; invitations: number }>> {
  const uses = new Map(roleIds.map((id) => [id, { people: 0, invitations: 0 }]));
  if (roleIds.length === 0) return uses;
  const below = sql`starts_with(${organisations.path}, ${path})`;
  const people = await tx
    .select({ id: members.customRoleId, value: count() })
    .from(members)
    .innerJoin(organisations, eq(organisations.id, members.organisationId))
    .where(and(inArray(members.customRoleId, [...roleIds]), below))
    .groupBy(members.customRoleId);
  const invited = await tx
    .select({ id: invitations.customRoleId, value: count() })
    .from(invitations)
    .innerJoin(organisations, eq(organisations.id, invitations.organisationId))
    .where(and(inArray(invitations.customRoleId, [...roleIds]), isOpen(), below))
    .groupBy(invitations.customRoleId);
  for (const { id, value } of people) uses.set(id ?? '', { people: value, invitations: 0 });
  for (const { id, value } of invited)
    uses.set(id ?? '', { people: uses.get(id ?? '')?.people ?? 0, invitations: value });
  return uses;
}

/** The accounts that hold a role. */
export async function holdersOf(tx: Tx, roleId: string): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ userId: members.userId })
    .from(members)
    .where(eq(members.customRoleId, roleId));
  return rows.map(({ userId }) => userId);
}

/** Identity providers that give a role to whoever signs in through them. */
export async function providersGiving(tx: Tx, roleId: string): Promise<number> {
  const mapped = sql`${identityProviders.roleMapping} @> ${JSON.stringify([{ customRoleId: roleId }])}::jsonb`;
  const [found] = await tx.select({ value: count() }).from(identityProviders).where(mapped);
  return found?.value ?? 0;
}

/** Invitations that are over still name the role they were for; the audit log has what became of them. */
export async function forgetPastInvitations(tx: Tx, roleId: string): Promise<void> {
  await tx
    .delete(invitations)
    .where(
      and(
        eq(invitations.customRoleId, roleId),
        or(isNotNull(invitations.acceptedAt), isNotNull(invitations.revokedAt), sql`not ${isOpen()}`),
      ),
    );
}

function isOpen() {
  return and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt), gt(invitations.expiresAt, new Date()));
}
