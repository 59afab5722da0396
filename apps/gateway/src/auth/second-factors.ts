import { randomUUID } from 'node:crypto';
import { AppError, invalidField } from '@switchroom/contracts';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import type { Account } from './credentials';
import { makeRecoveryCodes, readRecoveryCode } from './recovery-codes';
import { makeTotpSecret, matchingStep, totpUri } from './totp';
import { inTransaction } from './transaction';

/** What a typed code was. */
export type CodeCheck =
  | { kind: 'totp' }
  | { kind: 'recovery-code'; left: number }
  | { kind: 'wrong' }
  | { kind: 'locked'; retryAfterSeconds: number };

/** What an account can prove itself with beside its password. */
export interface FactorFacts {
  totp: boolean;
  recoveryCodesLeft: number;
  passkeys: number;
}

/** Authenticator apps and recovery codes, in the account library's table and sealed with its secret. */
export interface SecondFactors {
  of(userId: string): Promise<FactorFacts>;
  /** A new secret, not in force before `confirm`. Throws `already-exists` when an app is set up. */
  begin(account: Account): Promise<{ secret: string; uri: string }>;
  /** The first code of the app puts it into force; answers the recovery codes. Throws `code-wrong`. */
  confirm(userId: string, code: string): Promise<string[]>;
  /** Checks a code of the app, or a recovery code when `recovery` is set; either counts once. */
  check(userId: string, code: string, recovery: boolean): Promise<CodeCheck>;
  newRecoveryCodes(userId: string): Promise<string[]>;
  remove(userId: string): Promise<void>;
}

/** Guesses in a row before the account's second step is closed for a while; each further round doubles it. */
const FAILURES_PER_LOCK = 10;
const LOCK_MS = 15 * 60_000;
const LONGEST_LOCK_MS = 24 * 3_600_000;
/** Longer than any code counts; afterwards its step is too old by itself. */
const STEP_MEMORY_MS = 5 * 60_000;

interface Row {
  id: string;
  secret: string;
  backupCodes: string;
  verified: boolean;
  failedVerificationCount: number | null;
  lockedUntil: Date | null;
}

export function createSecondFactors(options: { pool: Pool; secret: string; issuer: string }): SecondFactors {
  const { pool, issuer } = options;
  const box = createBox(options.secret);

  /** Locks the row: two requests with the same code wait for one another, and the second finds it used. */
  const rowOf = async (client: PoolClient, userId: string): Promise<Row | undefined> => {
    const { rows } = await client.query<Row>('SELECT * FROM "twoFactor" WHERE "userId" = $1 FOR UPDATE', [userId]);
    return rows[0];
  };

  /** The step of a code that counts; remembers it as used. */
  const useTotp = async (client: PoolClient, userId: string, row: Row, code: string): Promise<boolean> => {
    const key = `totp-step:${userId}`;
    const { rows } = await client.query<{ value: string }>('SELECT value FROM verification WHERE identifier = $1', [
      key,
    ]);
    const used = rows[0] === undefined ? -1 : Number(rows[0].value);
    const step = matchingStep(await box.open(userId, row.secret, z.string()), code, Date.now(), used);
    if (step === undefined) return false;
    await client.query('DELETE FROM verification WHERE identifier = $1', [key]);
    await client.query('INSERT INTO verification (id, identifier, value, "expiresAt") VALUES ($1, $2, $3, $4)', [
      randomUUID(),
      key,
      String(step),
      new Date(Date.now() + STEP_MEMORY_MS),
    ]);
    return true;
  };

  const useRecoveryCode = async (client: PoolClient, userId: string, row: Row, typed: string) => {
    const codes = await box.open(userId, row.backupCodes, z.array(z.string()));
    const code = readRecoveryCode(typed);
    const left = codes.filter((one) => one !== code);
    if (left.length === codes.length) return undefined;
    await client.query('UPDATE "twoFactor" SET "backupCodes" = $2 WHERE id = $1', [
      row.id,
      await box.seal(userId, left),
    ]);
    return left.length;
  };

  return {
    async of(userId) {
      const { rows } = await pool.query<{ codes: string | null; passkeys: number }>(
        `SELECT (SELECT "backupCodes" FROM "twoFactor" WHERE "userId" = $1 AND verified) AS codes,
                (SELECT count(*)::int FROM passkey WHERE "userId" = $1) AS passkeys`,
        [userId],
      );
      const { codes = null, passkeys = 0 } = rows[0] ?? {};
      const left = codes === null ? [] : await box.open(userId, codes, z.array(z.string()));
      return { totp: codes !== null, recoveryCodesLeft: left.length, passkeys };
    },
    async begin({ id, email }) {
      const secret = makeTotpSecret();
      await inTransaction(pool, async (client) => {
        // Also where there is no row to lock: two browsers can begin at once.
        await client.query('SELECT 1 FROM "user" WHERE id = $1 FOR UPDATE', [id]);
        if ((await rowOf(client, id))?.verified === true) throw new AppError('already-exists');
        await client.query('DELETE FROM "twoFactor" WHERE "userId" = $1', [id]);
        await client.query(
          'INSERT INTO "twoFactor" (id, secret, "backupCodes", "userId", verified) VALUES ($1, $2, $3, $4, false)',
          [randomUUID(), await box.seal(id, secret), await box.seal(id, []), id],
        );
      });
      return { secret, uri: totpUri(secret, issuer, email) };
    },
    async confirm(userId, code) {
      return await inTransaction(pool, async (client) => {
        const row = await rowOf(client, userId);
        if (row === undefined || row.verified) throw new AppError('plan-outdated');
        if (!(await useTotp(client, userId, row, code))) throw invalidField('code', 'code-wrong');
        const codes = makeRecoveryCodes();
        await client.query('UPDATE "twoFactor" SET verified = true, "backupCodes" = $2 WHERE id = $1', [
          row.id,
          await box.seal(userId, codes),
        ]);
        await client.query('UPDATE "user" SET "twoFactorEnabled" = true, "updatedAt" = now() WHERE id = $1', [userId]);
        return codes;
      });
    },
    async check(userId, code, recovery) {
      return await inTransaction(pool, async (client): Promise<CodeCheck> => {
        const row = await rowOf(client, userId);
        if (row === undefined || !row.verified) return { kind: 'wrong' };
        const wait = (row.lockedUntil?.getTime() ?? 0) - Date.now();
        if (wait > 0) return { kind: 'locked', retryAfterSeconds: Math.ceil(wait / 1000) };
        const left = recovery ? await useRecoveryCode(client, userId, row, code) : undefined;
        const right = recovery ? left !== undefined : await useTotp(client, userId, row, code.replaceAll(/\s/g, ''));
        const failures = right ? 0 : (row.failedVerificationCount ?? 0) + 1;
        await client.query('UPDATE "twoFactor" SET "failedVerificationCount" = $2, "lockedUntil" = $3 WHERE id = $1', [
          row.id,
          failures,
          lockedUntil(failures),
        ]);
        if (!right) return { kind: 'wrong' };
        return left === undefined ? { kind: 'totp' } : { kind: 'recovery-code', left };
      });
    },
    async newRecoveryCodes(userId) {
      const codes = makeRecoveryCodes();
      const { rowCount } = await pool.query(
        'UPDATE "twoFactor" SET "backupCodes" = $2 WHERE "userId" = $1 AND verified',
        [userId, await box.seal(userId, codes)],
      );
      if (rowCount === 0) throw new AppError('not-found');
      return codes;
    },
    async remove(userId) {
      await inTransaction(pool, async (client) => {
        await client.query('DELETE FROM "twoFactor" WHERE "userId" = $1', [userId]);
        await client.query('UPDATE "user" SET "twoFactorEnabled" = false, "updatedAt" = now() WHERE id = $1', [userId]);
      });
    },
  };
}

function lockedUntil(failures: number): Date | null {
  if (failures === 0 || failures % FAILURES_PER_LOCK !== 0) return null;
  const rounds = failures / FAILURES_PER_LOCK;
  return new Date(Date.now() + Math.min(LOCK_MS * 2 ** (rounds - 1), LONGEST_LOCK_MS));
}

const sealed = z.object({ userId: z.string(), value: z.unknown() });

/** The library's cipher binds a value to nothing; the account goes inside, so that none can be moved to another. */
function createBox(key: string) {
  return {
    seal: async (userId: string, value: unknown) =>
      await symmetricEncrypt({ key, data: JSON.stringify({ userId, value }) }),
    async open<T>(userId: string, data: string, schema: z.ZodType<T>): Promise<T> {
      const content = sealed.parse(JSON.parse(await symmetricDecrypt({ key, data })));
      if (content.userId !== userId) throw new Error('a second factor was sealed for another account');
      return schema.parse(content.value);
    },
  };
}
