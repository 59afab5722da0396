import { AppError, invalidField, tokenPermissions } from '@switchroom/contracts';
import { and, eq, isNull } from 'drizzle-orm';
import type { AuditLog } from '../../audit/port';
import { makeToken } from '../../auth/token-format';
import type { Database } from '../../db/database';
import { apiTokens } from '../../db/schema/index';
import { listTokens } from './tokens.queries';
import type { TokensService } from './tokens.service';

const DAY_MS = 24 * 60 * 60_000;

/** Tokens of programs: made, listed, revoked. Signing in with one is the business of the room of accounts. */
export function createTokensService({ db, audit }: { db: Database; audit: AuditLog }): TokensService {
  return {
    list: (tenant, input) => db.inScope(tenant, (tx) => listTokens(tx, input)),
    async create(tenant, caller, input) {
      // It would outlive the visit, in the name of somebody who never asked for it.
      if (caller.session === undefined || caller.impersonation !== undefined) throw new AppError('forbidden');
      const permissions = tokenPermissions.filter((permission) => input.permissions.includes(permission));
      const held = permissions.every((permission) => tenant.permissions.has(permission));
      if (!held || permissions.length < new Set(input.permissions).size) {
        throw invalidField('permissions', 'token-permission-not-held');
      }
      const made = makeToken();
      const expiresAt = new Date(Date.now() + input.expiresInDays * DAY_MS);
      return await db.inScope(tenant, async (tx) => {
        const [row] = await tx
          .insert(apiTokens)
          .values({
            organisationId: tenant.organisationId,
            name: input.name,
            createdBy: caller.id,
            createdByName: tenant.actor.name,
            hash: made.hash,
            prefix: made.prefix,
            permissions,
            expiresAt,
          })
          .returning({ id: apiTokens.id });
        if (row === undefined) throw new Error('the row of the token was not written');
        await audit.append(tx, tenant, {
          action: 'token.create',
          target: { kind: 'token', id: row.id, name: input.name },
          after: { prefix: made.prefix, permissions, expiresAt },
        });
        return { id: row.id, token: made.token, expiresAt };
      });
    },
    async revoke(tenant, tokenId) {
      await db.inScope(tenant, async (tx) => {
        const [row] = await tx.select().from(apiTokens).where(eq(apiTokens.id, tokenId));
        if (row === undefined) throw new AppError('not-found', { message: 'no such token' });
        const revokedAt = new Date();
        const ended = await tx
          .update(apiTokens)
          .set({ revokedAt })
          .where(and(eq(apiTokens.id, tokenId), isNull(apiTokens.revokedAt)))
          .returning({ id: apiTokens.id });
        if (ended.length === 0) return;
        // In the log of the organisation that the token is for.
        await audit.append(
          tx,
          { ...tenant, organisationId: row.organisationId },
          {
            action: 'token.revoke',
            target: { kind: 'token', id: row.id, name: row.name },
            before: { prefix: row.prefix, permissions: row.permissions, expiresAt: row.expiresAt },
            after: { revokedAt },
          },
        );
      });
    },
  };
}
