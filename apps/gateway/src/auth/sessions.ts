import type { AccountSessionView } from '@switchroom/contracts';
import type { Pool } from 'pg';
import { deviceOf } from './device';
import type { Library } from './library';
import { type OpenedSession, renewSession } from './open-session';
import type { ActiveSession } from './port';
import type { AuthMethod } from './session-plugin';

/** However much it is used, a session ends after a week; unused it ends after what the library is told (12 hours). */
const LONGEST_DAYS = 7;
const living = `"expiresAt" > now() AND "createdAt" > now() - interval '${LONGEST_DAYS} days'`;

/** Sessions: who a request is from, and when one has ended. */
export interface Sessions {
  /**
   * The valid session of a request's cookies. `renew` lets the library extend one that gets old; then `setCookies`
   * have to go into the answer.
   */
  of(cookie: string | undefined, renew: boolean): Promise<{ session: ActiveSession; setCookies: string[] } | undefined>;
  /** Which of these sessions are still valid. */
  stillValid(ids: readonly string[]): Promise<Set<string>>;
  /** Those of an account that are still valid, the one used last first. */
  list(userId: string, currentId: string): Promise<AccountSessionView[]>;
  /**
   * A new token for a session that has proven more, or anew: with `factor` it counts as opened with a second factor.
   * Undefined when it has ended.
   */
  renew(
    session: Pick<ActiveSession, 'id'>,
    change: { factor: 'totp' | 'passkey' | undefined; confirmed: boolean },
  ): Promise<OpenedSession | undefined>;
  /** Sessions of an account that has no second factor any more count as opened without one, however they were. */
  withoutFactor(userId: string): Promise<void>;
  endById(id: string): Promise<void>;
  /** Ends one of an account; false when it is not one of it. */
  endOf(userId: string, id: string): Promise<boolean>;
  /** Ends all of an account but one; returns their ids. */
  endOthers(userId: string, keepId: string): Promise<string[]>;
}

interface Row {
  id: string;
  ipAddress: string | null;
  userAgent: string | null;
  createdAt: Date;
  updatedAt: Date;
  expiresAt: Date;
  authMethod: AuthMethod | null;
}

export function createSessions(library: Library, pool: Pool): Sessions {
  return {
    async of(cookie, renew) {
      if (cookie === undefined || !cookie.includes('session_token')) return undefined;
      const { response, headers } = await library.api.getSession({
        headers: new Headers({ cookie }),
        query: { disableRefresh: !renew },
        returnHeaders: true,
      });
      if (response === null) return undefined;
      const { user, session } = response;
      const started = new Date(session.createdAt);
      if (Date.now() - started.getTime() > LONGEST_DAYS * 24 * 3_600_000) return undefined;
      return {
        session: {
          id: session.id,
          user: {
            id: user.id,
            name: user.name,
            email: user.email,
            session: {
              id: session.id,
              confirmedAt: new Date(session.confirmedAt ?? started),
              secondFactor: session.secondFactor === true,
            },
          },
          expiresAt: new Date(session.expiresAt),
        },
        setCookies: headers.getSetCookie(),
      };
    },
    async stillValid(ids) {
      if (ids.length === 0) return new Set();
      const { rows } = await pool.query<{ id: string }>(`SELECT id FROM session WHERE id = ANY($1) AND ${living}`, [
        ids,
      ]);
      return new Set(rows.map(({ id }) => id));
    },
    async list(userId, currentId) {
      const { rows } = await pool.query<Row>(
        `SELECT id, "ipAddress", "userAgent", "createdAt", "updatedAt", "expiresAt", "authMethod" FROM session
         WHERE "userId" = $1 AND ${living} ORDER BY id = $2 DESC, "updatedAt" DESC, id`,
        [userId, currentId],
      );
      return rows.map((row) => ({
        id: row.id,
        device: deviceOf(row.userAgent ?? ''),
        address: row.ipAddress ?? '',
        startedAt: row.createdAt,
        seenAt: row.updatedAt,
        expiresAt: row.expiresAt,
        method: row.authMethod,
        current: row.id === currentId,
      }));
    },
    async renew({ id }, { factor, confirmed }) {
      const { rows } = await pool.query<{ authMethod: AuthMethod | null; secondFactor: boolean | null }>(
        `SELECT "authMethod", "secondFactor" FROM session WHERE id = $1 AND ${living}`,
        [id],
      );
      if (rows[0] === undefined) return undefined;
      const { authMethod, secondFactor } = rows[0];
      return await renewSession(library, id, {
        authMethod: authMethod === 'password' && factor === 'totp' ? 'password+totp' : authMethod,
        secondFactor: secondFactor === true || factor !== undefined,
        confirmed,
      });
    },
    async withoutFactor(userId) {
      await pool.query('UPDATE session SET "secondFactor" = false WHERE "userId" = $1', [userId]);
    },
    async endById(id) {
      await pool.query('DELETE FROM session WHERE id = $1', [id]);
    },
    async endOf(userId, id) {
      const { rowCount } = await pool.query('DELETE FROM session WHERE "userId" = $1 AND id = $2', [userId, id]);
      return rowCount === 1;
    },
    async endOthers(userId, keepId) {
      const { rows } = await pool.query<{ id: string }>(
        'DELETE FROM session WHERE "userId" = $1 AND id <> $2 RETURNING id',
        [userId, keepId],
      );
      return rows.map(({ id }) => id);
    },
  };
}
