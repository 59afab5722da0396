import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { hashPassword, verifyPassword } from './passwords';

/** An account as a sign-in finds it. */
export interface Account {
  id: string;
  name: string;
  email: string;
}

/** Passwords of accounts. */
export interface Credentials {
  /** The account when `password` is its own; the same work is done when there is no such account. */
  check(email: string, password: string): Promise<Account | undefined>;
  /** True when `password` is that of the account. */
  checkOf(userId: string, password: string): Promise<boolean>;
  /** The account, and whether it has a password at all: people of an identity provider have none. */
  find(by: { email: string } | { id: string }): Promise<(Account & { hasPassword: boolean }) | undefined>;
  /**
   * Replaces the password, ends the account's sessions but `keepSessionId` and whatever was under way with the old one;
   * returns the ids of the sessions that ended.
   */
  replace(userId: string, password: string, keepSessionId?: string): Promise<string[]>;
}

type Row = Account & { password: string | null };

export function createCredentials(pool: Pool): Credentials {
  const find = async (column: 'id' | 'email', value: string): Promise<Row | undefined> => {
    const { rows } = await pool.query<Row>(
      `SELECT u.id, u.name, u.email, a.password FROM "user" u
       LEFT JOIN account a ON a."userId" = u.id AND a."providerId" = 'credential' WHERE u.${column} = $1`,
      [value],
    );
    return rows[0];
  };
  const matches = async (row: Row | undefined, password: string): Promise<boolean> => {
    // An unreadable hash is false after the same work, and so is none.
    return await verifyPassword(row?.password ?? '', password);
  };
  return {
    async check(email, password) {
      const row = await find('email', email);
      if (!(await matches(row, password)) || row === undefined) return undefined;
      return { id: row.id, name: row.name, email: row.email };
    },
    async checkOf(userId, password) {
      return await matches(await find('id', userId), password);
    },
    async find(by) {
      const row = await ('email' in by ? find('email', by.email) : find('id', by.id));
      return row && { id: row.id, name: row.name, email: row.email, hasPassword: row.password !== null };
    },
    async replace(userId, password, keepSessionId) {
      const hash = await hashPassword(password);
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const { rowCount } = await client.query(
          `UPDATE account SET password = $2, "updatedAt" = now() WHERE "userId" = $1 AND "providerId" = 'credential'`,
          [userId, hash],
        );
        if (rowCount === 0) {
          await client.query(
            `INSERT INTO account (id, "accountId", "providerId", "userId", password, "updatedAt")
             VALUES ($1, $2, 'credential', $2, $3, now())`,
            [randomUUID(), userId, hash],
          );
        }
        // What was begun with the old password, and links to replace it, end with it.
        await client.query(
          `DELETE FROM verification WHERE value = $1
           AND (identifier LIKE 'second-factor:%' OR identifier LIKE 'password-reset:%')`,
          [userId],
        );
        const ended = await client.query<{ id: string }>(
          'DELETE FROM session WHERE "userId" = $1 AND id IS DISTINCT FROM $2 RETURNING id',
          [userId, keepSessionId ?? null],
        );
        await client.query('COMMIT');
        return ended.rows.map(({ id }) => id);
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
    },
  };
}
