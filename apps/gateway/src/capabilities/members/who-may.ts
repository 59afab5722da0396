import type { MemberRefusal, Permission } from '@switchroom/contracts';
import { and, asc, eq } from 'drizzle-orm';
import type { Caller } from '../../auth/caller';
import { membershipsOfUser } from '../../auth/members';
import { holdsAll } from '../../auth/role-choice';
import { permissionsOf, standingOf } from '../../auth/standing';
import { type Database, systemScope, type Tx } from '../../db/database';
import { members } from '../../db/schema/index';

/** What a caller may do in each of these organisations; nothing where they do not reach. */
export type PermissionsIn = (
  caller: Caller,
  organisationIds: readonly string[],
) => Promise<ReadonlyMap<string, ReadonlySet<Permission>>>;

/** Why a caller may not touch somebody in an organisation where `held` is what the caller may do; null when they may. */
export async function strengthRefusal(
  db: Database,
  { userId, organisationId, callerId, held }: WhoIsTouched & { callerId: string; held: ReadonlySet<Permission> },
): Promise<MemberRefusal | null> {
  if (userId === callerId) return 'member-own';
  return holdsAll(held, await permissionsThere(db, userId, organisationId)) ? null : 'member-stronger';
}

/**
 * Why a caller may not touch an account as a whole: its person holds more than the caller in some organisation, be it
 * one that the caller does not even see.
 */
export async function elsewhereRefusal(
  { db, permissionsIn }: { db: Database; permissionsIn: PermissionsIn },
  caller: Caller,
  userId: string,
): Promise<MemberRefusal | null> {
  const ids = (await membershipsOfUser(db, userId)).map(({ organisation }) => organisation.id);
  const held = await permissionsIn(caller, ids);
  for (const id of ids) {
    if (!holdsAll(held.get(id) ?? new Set(), await permissionsThere(db, userId, id)))
      return 'member-stronger-elsewhere';
  }
  return null;
}

/**
 * True when nobody else is provider administrator there. Two who take each other's role at the same time would leave
 * none: the rows stay locked until the end of the transaction, so the second one sees what the first has done.
 */
export async function isLastAdministrator(
  tx: Tx,
  { id, organisationId, role }: Pick<typeof members.$inferSelect, 'id' | 'organisationId' | 'role'>,
): Promise<boolean> {
  if (role !== 'provider-administrator') return false;
  const administrators = await tx
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.organisationId, organisationId), eq(members.role, 'provider-administrator')))
    .orderBy(asc(members.id))
    .for('update');
  return !administrators.some((one) => one.id !== id);
}

interface WhoIsTouched {
  userId: string;
  organisationId: string;
}

async function permissionsThere(db: Database, userId: string, organisationId: string): Promise<Permission[]> {
  const standing = await db.inScope(systemScope, (tx) => standingOf(tx, userId, organisationId));
  return permissionsOf(standing?.grants ?? []);
}
