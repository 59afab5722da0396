import { type InvitationRow, invalidField, type ListInvitationsInput, type Page } from '@switchroom/contracts';
import { and, count, desc, eq, isNull, sql } from 'drizzle-orm';
import { decodeCursor, encodeCursor } from '../../db/cursor';
import type { Tx } from '../../db/database';
import { customRoles, invitations, organisations } from '../../db/schema/index';

/**
 * One page of what nobody has accepted or taken back below `path`, newest first, keyset paged by (time, id). `tx` has the
 * scope of the whole system, because a role of an invitation may have been made above.
 */
export async function listInvitations(tx: Tx, path: string, input: ListInvitationsInput): Promise<Page<InvitationRow>> {
  const filter = and(
    sql`starts_with(${organisations.path}, ${path})`,
    isNull(invitations.acceptedAt),
    isNull(invitations.revokedAt),
  );
  const after = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
  if (after !== undefined && Number.isNaN(Date.parse(after.value))) throw invalidField('cursor', 'cursor-invalid');
  const records = await tx
    .select({ invitation: invitations, custom: { name: customRoles.name }, organisation: organisations })
    .from(invitations)
    .innerJoin(organisations, eq(organisations.id, invitations.organisationId))
    .leftJoin(customRoles, eq(customRoles.id, invitations.customRoleId))
    .where(
      and(
        filter,
        after &&
          sql`(date_trunc('milliseconds', ${invitations.createdAt}), ${invitations.id}) < (${after.value}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    // As precise as the cursor, which holds a Date.
    .orderBy(desc(sql`date_trunc('milliseconds', ${invitations.createdAt})`), desc(invitations.id))
    .limit(input.limit + 1);
  const [total] = await tx
    .select({ value: count() })
    .from(invitations)
    .innerJoin(organisations, eq(organisations.id, invitations.organisationId))
    .where(filter);
  const page = records.slice(0, input.limit);
  const last = page.at(-1)?.invitation;
  const now = Date.now();
  return {
    rows: page.map(({ invitation, custom, organisation }) => ({
      id: invitation.id,
      email: invitation.email,
      name: invitation.name,
      role: invitation.role,
      customRoleId: invitation.customRoleId,
      customName: custom?.name ?? null,
      organisation: { id: organisation.id, name: organisation.name, kind: organisation.kind },
      invitedBy: invitation.invitedByName,
      createdAt: invitation.createdAt,
      expiresAt: invitation.expiresAt,
      expired: invitation.expiresAt.getTime() <= now,
    })),
    nextCursor: records.length > input.limit && last ? encodeCursor(last.createdAt.toISOString(), last.id) : undefined,
    total: total?.value ?? 0,
  };
}
