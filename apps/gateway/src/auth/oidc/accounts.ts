import type { Pool } from 'pg';
import { makeAccount } from '../accounts';
import type { Credentials } from '../credentials';
import { inTransaction } from '../transaction';
import type { SsoAccounts } from './single-sign-on';

/** Accounts of people whom a provider signs in: they have no password here. */
export function createSsoAccounts(pool: Pool, credentials: Pick<Credentials, 'find'>): SsoAccounts {
  return {
    find: (by) => credentials.find(by),
    async create({ email, name }) {
      return await inTransaction(pool, (client) => makeAccount(client, { email, name }));
    },
  };
}

/** Which of these accounts have neither a password nor a passkey: without a provider nobody gets in to them. */
export async function withoutOwnSignIn(pool: Pool, userIds: readonly string[]): Promise<string[]> {
  if (userIds.length === 0) return [];
  const { rows } = await pool.query<{ id: string }>(
    `SELECT u.id FROM "user" u WHERE u.id = ANY($1)
       AND NOT EXISTS (SELECT 1 FROM account a WHERE a."userId" = u.id AND a."providerId" = 'credential')
       AND NOT EXISTS (SELECT 1 FROM passkey p WHERE p."userId" = u.id)`,
    [userIds],
  );
  return rows.map(({ id }) => id);
}
