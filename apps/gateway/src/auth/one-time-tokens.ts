import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

/** What a token lets its holder do, and for how long (milliseconds). */
export const tokenPurposes = {
  /** The password was right; the second factor follows. */
  'second-factor': 10 * 60_000,
  'password-reset': 30 * 60_000,
} as const;
type Purpose = keyof typeof tokenPurposes;

/** Short-lived tokens of 256 random bits; stored is their SHA-256, so a copy of the database opens nothing. */
export interface OneTimeTokens {
  /** A new one for an account; `password-reset` replaces those before it. */
  issue(purpose: Purpose, userId: string): Promise<{ token: string; expiresAt: Date }>;
  /** Whose it is, leaving it as it is; undefined when it is unknown, used or too old. */
  look(purpose: Purpose, token: string): Promise<string | undefined>;
  /** Whose it is, and uses it up: of two at the same moment one gets it. */
  use(purpose: Purpose, token: string): Promise<string | undefined>;
}

export function createOneTimeTokens(pool: Pool): OneTimeTokens {
  return {
    async issue(purpose, userId) {
      const token = randomBytes(32).toString('base64url');
      const expiresAt = new Date(Date.now() + tokenPurposes[purpose]);
      // Somebody who asks twice uses the mail that came last, and nobody else may use the first.
      const replaced = purpose === 'password-reset' ? `OR (identifier LIKE 'password-reset:%' AND value = $2)` : '';
      await pool.query(
        `WITH old AS (DELETE FROM verification WHERE "expiresAt" < now() ${replaced})
         INSERT INTO verification (id, identifier, value, "expiresAt") VALUES ($1, $3, $2, $4)`,
        [randomUUID(), userId, identifierOf(purpose, token), expiresAt],
      );
      return { token, expiresAt };
    },
    async look(purpose, token) {
      const { rows } = await pool.query<{ value: string }>(
        'SELECT value FROM verification WHERE identifier = $1 AND "expiresAt" > now()',
        [identifierOf(purpose, token)],
      );
      return rows[0]?.value;
    },
    async use(purpose, token) {
      const { rows } = await pool.query<{ value: string }>(
        'DELETE FROM verification WHERE identifier = $1 AND "expiresAt" > now() RETURNING value',
        [identifierOf(purpose, token)],
      );
      return rows[0]?.value;
    },
  };
}

function identifierOf(purpose: Purpose, token: string): string {
  return `${purpose}:${createHash('sha256').update(token).digest('hex')}`;
}
