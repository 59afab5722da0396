import { AppError, tokenPermissions } from '@switchroom/contracts';
import { eq } from 'drizzle-orm';
import type { AuditLog } from '../audit/port';
import { type Database, systemScope } from '../db/database';
import { apiTokens, organisations } from '../db/schema/index';
import { networkOf } from '../networks';
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

interface Found {
  row: typeof apiTokens.$inferSelect;
  path: string;
}

/** Programs that sign in with a token. */
export interface Tokens {
  /**
   * Who a token stands for, looked up anew each time: a revoked or expired one is worth nothing from that moment, and
   * its use is recorded at its organisation.
   * @throws {AppError} `signed-out` for anything but a valid token, whatever is wrong with it; `too-many-requests`
   */
  callerOf(token: string, request: { requestId: string; address: string }, calls: number): Promise<Caller>;
}

export function createTokens(options: {
  db: Database;
  audit: AuditLog;
  limits?: TokenLimits | undefined;
  now?: () => number;
}): Tokens {
  const { db, audit, limits = defaultLimits, now = Date.now } = options;
  const perToken = new RateLimit(limits.calls, now);
  const failures = new Throttle(limits.failures, now);
  /** Whoever still has a token that counts no more: its organisation should know. */
  const recordDenied = async ({ row, path }: Found, why: string, request: { requestId: string; address: string }) => {
    const { id, name, organisationId } = row;
    await audit.denied([`token:${id}`, organisationId, why], (more) =>
      db.inScope({ path }, (tx) =>
        audit.append(
          tx,
          { organisationId, actor: { id: `token:${id}`, name }, ...request },
          {
            action: 'access.denied',
            target: { kind: 'token', id, name },
            after: { why, ...(more === undefined ? {} : { more }) },
            result: 'denied',
          },
        ),
      ),
    );
  };
  return {
    async callerOf(token, request, calls) {
      const { address } = request;
      const network = networkOf(address);
      refuseFor(failures.retryAfterSeconds(network));
      // The same work whatever it is: neither form nor check is looked at before the database is asked.
      const hash = hashToken(token);
      const found = await db.inScope(systemScope, async (tx) => {
        const [found] = await tx
          .select({ row: apiTokens, path: organisations.path })
          .from(apiTokens)
          .innerJoin(organisations, eq(organisations.id, apiTokens.organisationId))
          .where(eq(apiTokens.hash, hash));
        if (found === undefined) return undefined;
        const at = new Date(now());
        const { row } = found;
        const why = row.revokedAt !== null ? 'token-revoked' : row.expiresAt <= at ? 'token-expired' : undefined;
        if (why !== undefined) return { ...found, why };
        if (at.getTime() - (row.lastUsedAt?.getTime() ?? 0) >= NOTE_USE_MS) {
          await tx.update(apiTokens).set({ lastUsedAt: at, lastUsedAddress: address }).where(eq(apiTokens.id, row.id));
        }
        return { ...found, why };
      });
      if (found === undefined || found.why !== undefined) {
        failures.start(network);
        if (found !== undefined) await recordDenied(found, found.why, request);
        throw new AppError('signed-out', { message: 'no valid token' });
      }
      const { row } = found;
      refuseFor(perToken.take(row.id, calls));
      return {
        id: row.createdBy,
        name: row.createdByName,
        email: '',
        token: {
          id: row.id,
          name: row.name,
          organisationId: row.organisationId,
          // What stands in the row was checked when it was made; what no token may hold is left out all the same.
          permissions: tokenPermissions.filter((permission) => row.permissions.includes(permission)),
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
