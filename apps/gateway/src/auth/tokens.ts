import { AppError, tokenPermissions } from '@switchroom/contracts';
import { eq } from 'drizzle-orm';
import { type Database, systemScope } from '../db/database';
import { apiTokens } from '../db/schema/index';
import type { Caller } from './caller';
import { RateLimit, type RateLimits } from './rate-limit';
import { Throttle, type ThrottleLimits } from './throttle';
import { hashToken } from './token-format';

/** How often the use of a token is written down, at most. */
const NOTE_USE_MS = 60_000;

const defaultLimits = {
  calls: { burst: 300, perMinute: 300 },
  failures: { failures: 30, windowMs: 60_000 },
};

/** What tests set lower. */
export interface TokenLimits {
  /** Calls per token; each call of a batch counts. */
  calls: RateLimits;
  /** Bad tokens per address. */
  failures: ThrottleLimits;
}

/** Programs that sign in with a token. */
export interface Tokens {
  /**
   * Who a token stands for, looked up anew each time: a revoked or expired one is worth nothing from that moment.
   * @throws {AppError} `signed-out` for anything but a valid token, whatever is wrong with it; `too-many-requests`
   */
  callerOf(token: string, address: string, calls: number): Promise<Caller>;
}

export function createTokens(options: { db: Database; limits?: TokenLimits | undefined; now?: () => number }): Tokens {
  const { db, limits = defaultLimits, now = Date.now } = options;
  const perToken = new RateLimit(limits.calls, now);
  const failures = new Throttle(limits.failures, now);
  return {
    async callerOf(token, address, calls) {
      refuseFor(failures.retryAfterSeconds(address));
      // The same work whatever it is: neither form nor check is looked at before the database is asked.
      const hash = hashToken(token);
      const found = await db.inScope(systemScope, async (tx) => {
        const [row] = await tx.select().from(apiTokens).where(eq(apiTokens.hash, hash));
        const at = new Date(now());
        if (row === undefined || row.revokedAt !== null || row.expiresAt <= at) return undefined;
        if (at.getTime() - (row.lastUsedAt?.getTime() ?? 0) >= NOTE_USE_MS) {
          await tx.update(apiTokens).set({ lastUsedAt: at, lastUsedAddress: address }).where(eq(apiTokens.id, row.id));
        }
        return row;
      });
      if (found === undefined) {
        failures.start(address);
        throw new AppError('signed-out', { message: 'no valid token' });
      }
      refuseFor(perToken.take(found.id, calls));
      return {
        id: found.createdBy,
        name: found.createdByName,
        email: '',
        token: {
          id: found.id,
          name: found.name,
          organisationId: found.organisationId,
          // What stands in the row was checked when it was made; what no token may hold is left out all the same.
          permissions: tokenPermissions.filter((permission) => found.permissions.includes(permission)),
        },
      };
    },
  };
}

/** The token of an `Authorization: Bearer` header; undefined for another scheme or none. */
export function bearerOf(header: string | undefined): string | undefined {
  const match = /^bearer(?: +(.*))?$/i.exec(header?.trim() ?? '');
  return match === null ? undefined : (match[1] ?? '').trim();
}

function refuseFor(retryAfterSeconds: number): void {
  if (retryAfterSeconds > 0) throw new AppError('too-many-requests', { params: { retryAfterSeconds } });
}
