import type { Permission } from '@switchroom/contracts';
import { asc, eq } from 'drizzle-orm';
import type { Tx } from '../db/database';
import { members } from '../db/schema/index';
import type { Impersonation } from './caller';
import { permissionsOf, type Standing, standingOf } from './standing';

/** Why somebody may not look in or act as a person. */
export type ImpersonationRefusal =
  /** A policy where the person is a member, or above, says that nobody may. */
  | 'impersonation-forbidden'
  /** The person is out of reach somewhere, or may do something there that the actor may not. */
  | 'impersonation-exceeds';

/** The places where the person is a member, and whether the actor may look in or act as them. */
export interface ImpersonationVerdict {
  places: Standing['organisation'][];
  requireSecondFactor: boolean;
  refusal: ImpersonationRefusal | undefined;
}

/** The permission that a mode asks for, wherever the person is a member. */
export function permissionFor(mode: Impersonation['mode']): Permission {
  return mode === 'act' ? 'members:act-as' : 'members:view-as';
}

/**
 * Judges anew, from what holds now; asked when it begins, with every request and whenever rights change. `tx` has the
 * scope of the whole system: all places of the person count, also those that the actor cannot see.
 */
export async function judgeImpersonation(
  tx: Tx,
  { actorId, targetUserId, mode }: { actorId: string; targetUserId: string; mode: Impersonation['mode'] },
): Promise<ImpersonationVerdict> {
  const rows = await tx
    .select({ id: members.organisationId })
    .from(members)
    .where(eq(members.userId, targetUserId))
    .orderBy(asc(members.createdAt), asc(members.id));
  const places: Standing['organisation'][] = [];
  let forbidden = false;
  let exceeds = rows.length === 0;
  let requireSecondFactor = false;
  for (const { id } of rows) {
    const target = await standingOf(tx, targetUserId, id);
    const actor = await standingOf(tx, actorId, id);
    if (target === undefined || actor === undefined) continue;
    const own = new Set(permissionsOf(actor.grants));
    const within = own.has(permissionFor(mode)) && permissionsOf(target.grants).every((each) => own.has(each));
    places.push(target.organisation);
    exceeds ||= !within;
    forbidden ||= target.forbidImpersonation;
    requireSecondFactor ||= target.requireSecondFactor;
  }
  // What an organisation out of reach has decided is not told.
  const refusal = exceeds ? 'impersonation-exceeds' : forbidden ? 'impersonation-forbidden' : undefined;
  return { places, requireSecondFactor, refusal };
}
