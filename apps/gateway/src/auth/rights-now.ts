import type { Permission } from '@switchroom/contracts';
import { eq } from 'drizzle-orm';
import type { Tx } from '../db/database';
import { apiTokens } from '../db/schema/index';
import { effectivePermissions, standingOf } from './standing';

/**
 * What the person or token that once asked for something in an organisation may do there now: nothing, once they have
 * left or the token has ended. `actorId` is that of a `Tenant`'s actor; `tx` has the scope of the whole system.
 */
export async function rightsNow(
  tx: Tx,
  actorId: string,
  organisationId: string,
  at: Date,
): Promise<ReadonlySet<Permission>> {
  if (!actorId.startsWith('token:')) return await rightsOfPerson(tx, actorId, organisationId);
  const [token] = await tx
    .select()
    .from(apiTokens)
    .where(eq(apiTokens.id, actorId.slice('token:'.length)));
  if (token === undefined || token.revokedAt !== null || token.expiresAt <= at) return new Set();
  const held = await rightsOfPerson(tx, token.createdBy, organisationId);
  return new Set(token.permissions.filter((permission) => held.has(permission)));
}

async function rightsOfPerson(tx: Tx, userId: string, organisationId: string): Promise<ReadonlySet<Permission>> {
  const standing = await standingOf(tx, userId, organisationId);
  return new Set(standing === undefined ? [] : effectivePermissions(standing));
}
