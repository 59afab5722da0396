import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { createCredentials } from './credentials';
import { hashPassword } from './passwords';
import type { AccountGuards, AccountStore } from './port';
import { inTransaction } from './transaction';

/**
 * A new account in place of whatever has that address. With the old account goes every way in to it: whoever had one
 * may have been another person (an identity provider's word is enough to have made it), and the new one has another id,
 * so that nothing that names the old one leads here.
 */
export async function makeAccount(
  client: PoolClient,
  { email, name }: { email: string; name: string },
): Promise<string> {
  const id = randomUUID();
  // Sessions, passwords, passkeys and authenticator apps go by their foreign keys.
  const old = await client.query<{ id: string }>('DELETE FROM "user" WHERE email = $1 RETURNING id', [email]);
  for (const { id: gone } of old.rows) {
    await client.query(`DELETE FROM verification WHERE value = $1 OR identifier = 'totp-step:' || $1`, [gone]);
  }
  await client.query('INSERT INTO "user" (id, name, email, "emailVerified") VALUES ($1, $2, $3, true)', [
    id,
    name,
    email,
  ]);
  return id;
}

/** Accounts in schema `auth`; sign-up is closed, so this is the only way one with a password comes to be. */
export function createAccountStore(pool: Pool): Omit<AccountStore, 'requestPasswordReset'> {
  return {
    async put({ email, name, password }) {
      const hash = await hashPassword(password);
      return await inTransaction(pool, async (client) => {
        const id = await makeAccount(client, { email: email.toLowerCase(), name });
        await client.query(
          `INSERT INTO account (id, "accountId", "providerId", "userId", password, "updatedAt")
           VALUES ($1, $2, 'credential', $2, $3, now())`,
          [randomUUID(), id, hash],
        );
        return id;
      });
    },
    async replacePassword(userId, password) {
      await createCredentials(pool).replace(userId, password);
    },
    async find(email) {
      const { rows } = await pool.query<{ id: string; name: string }>('SELECT id, name FROM "user" WHERE email = $1', [
        email.toLowerCase(),
      ]);
      return rows[0];
    },
    async guards(userId) {
      const { rows } = await pool.query<AccountGuards>(
        `SELECT
           (SELECT count(*)::int FROM session WHERE "userId" = $1 AND "expiresAt" > now()) AS sessions,
           EXISTS (SELECT 1 FROM "user" WHERE id = $1 AND "twoFactorEnabled") AS "secondFactor",
           (SELECT count(*)::int FROM passkey WHERE "userId" = $1) AS passkeys`,
        [userId],
      );
      return rows[0] ?? { sessions: 0, secondFactor: false, passkeys: 0 };
    },
    async endSessions(userId) {
      const { rowCount } = await pool.query('DELETE FROM session WHERE "userId" = $1', [userId]);
      return rowCount ?? 0;
    },
    async removeSecondFactor(userId) {
      // One statement, so that nobody signs in between the parts.
      await pool.query(
        `WITH factors AS (DELETE FROM "twoFactor" WHERE "userId" = $1),
           keys AS (DELETE FROM passkey WHERE "userId" = $1),
           opened AS (DELETE FROM session WHERE "userId" = $1)
         UPDATE "user" SET "twoFactorEnabled" = false, "updatedAt" = now() WHERE id = $1`,
        [userId],
      );
    },
  };
}
