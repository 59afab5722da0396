import type { Pool } from 'pg';
import type { Library } from './library';
import type { ActiveSession } from './port';

/** Sessions: who a request is from, and when one has ended. */
export interface Sessions {
  /**
   * The valid session of a request's cookies. `renew` lets the library extend one that gets old; then `setCookies`
   * have to go into the answer.
   */
  of(cookie: string | undefined, renew: boolean): Promise<{ session: ActiveSession; setCookies: string[] } | undefined>;
  /** Which of these sessions are still valid. */
  stillValid(ids: readonly string[]): Promise<Set<string>>;
  endById(id: string): Promise<void>;
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
      return {
        session: {
          id: session.id,
          user: {
            id: user.id,
            name: user.name,
            email: user.email,
            session: {
              id: session.id,
              confirmedAt: new Date(session.confirmedAt ?? session.createdAt),
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
      const { rows } = await pool.query<{ id: string }>(
        'SELECT id FROM session WHERE id = ANY($1) AND "expiresAt" > now()',
        [ids],
      );
      return new Set(rows.map(({ id }) => id));
    },
    async endById(id) {
      await pool.query('DELETE FROM session WHERE id = $1', [id]);
    },
  };
}
