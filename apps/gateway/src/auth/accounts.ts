import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { hashPassword } from './passwords';
import type { AccountGuards, AccountStore } from './port';

/** Accounts in schema `auth`; sign-up is closed, so this is the only way one comes to be. */
export function createAccountStore(pool: Pool): Omit<AccountStore, 'requestPasswordReset'> {
  return {
    async put({ email, name, password }) {
      const hash = await hashPassword(password);
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const { rows } = await client.query<{ id: string }>(
          `INSERT INTO "user" (id, name, email, "emailVerified") VALUES ($1, $2, $3, true)
           ON CONFLICT (email) DO UPDATE SET name = excluded.name, "updatedAt" = now() RETURNING id`,
          [randomUUID(), name, email.toLowerCase()],
        );
        const id = rows[0]?.id;
        if (id === undefined) throw new Error('the account was not written');
        await client.query(`DELETE FROM account WHERE "userId" = $1 AND "providerId" = 'credential'`, [id]);
        await client.query(
          `INSERT INTO account (id, "accountId", "providerId", "userId", password, "updatedAt")
           VALUES ($1, $2, 'credential', $2, $3, now())`,
          [randomUUID(), id, hash],
        );
        // A new password ends what was opened with the old one.
        await client.query('DELETE FROM session WHERE "userId" = $1', [id]);
        await client.query('COMMIT');
        return id;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
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
