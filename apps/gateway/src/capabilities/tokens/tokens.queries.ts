import { invalidField, type ListTokensInput, type Page, tokenPermissions, type TokenRow } from '@switchroom/contracts';
import { and, desc, eq, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { decodeCursor, encodeCursor } from '../../db/cursor';
import type { Tx } from '../../db/database';
import { apiTokens, organisations } from '../../db/schema/index';

type Row = typeof apiTokens.$inferSelect;

/** A page of the tokens in the scope, the newest first. Hashes stay where they are. */
export async function listTokens(tx: Tx, input: ListTokensInput): Promise<Page<TokenRow>> {
  const filter = and(...conditions(input));
  const after = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
  if (after !== undefined && Number.isNaN(Date.parse(after.value))) throw invalidField('cursor', 'cursor-invalid');
  // To the millisecond, as the cursor has it: rows of the same one are told apart by their id.
  const madeAt = sql`date_trunc('milliseconds', ${apiTokens.createdAt})`;
  const rows = await tx
    .select({ token: apiTokens, organisation: organisations })
    .from(apiTokens)
    .innerJoin(organisations, eq(organisations.id, apiTokens.organisationId))
    .where(and(filter, after && sql`(${madeAt}, ${apiTokens.id}) < (${after.value}::timestamptz, ${after.id}::uuid)`))
    .orderBy(desc(madeAt), desc(apiTokens.id))
    .limit(input.limit + 1);
  const page = rows.slice(0, input.limit);
  const last = page.at(-1)?.token;
  const now = new Date();
  return {
    rows: page.map(({ token, organisation: { id, name, kind } }) => viewOf(token, { id, name, kind }, now)),
    nextCursor: rows.length > input.limit && last ? encodeCursor(last.createdAt.toISOString(), last.id) : undefined,
    total: await tx.$count(apiTokens, filter),
  };
}

function viewOf(token: Row, organisation: TokenRow['organisation'], now: Date): TokenRow {
  return {
    id: token.id,
    name: token.name,
    prefix: token.prefix,
    organisation,
    createdBy: token.createdByName,
    permissions: tokenPermissions.filter((permission) => token.permissions.includes(permission)),
    state: token.revokedAt !== null ? 'revoked' : token.expiresAt <= now ? 'expired' : 'active',
    createdAt: token.createdAt,
    expiresAt: token.expiresAt,
    lastUsedAt: token.lastUsedAt ?? undefined,
    lastUsedAddress: token.lastUsedAddress ?? undefined,
    revokedAt: token.revokedAt ?? undefined,
  };
}

function conditions({ q, state }: ListTokensInput): (SQL | undefined)[] {
  const text = `%${q.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
  return [
    q === ''
      ? undefined
      : or(
          sql`${apiTokens.name} ilike ${text}`,
          sql`${apiTokens.prefix} like ${text}`,
          sql`${apiTokens.createdByName} ilike ${text}`,
        ),
    state === undefined
      ? undefined
      : state === 'revoked'
        ? isNotNull(apiTokens.revokedAt)
        : isNull(apiTokens.revokedAt),
    state === 'active' ? sql`${apiTokens.expiresAt} > now()` : undefined,
    state === 'expired' ? sql`${apiTokens.expiresAt} <= now()` : undefined,
  ];
}
