import { isAPIError } from 'better-auth/api';
import { invalidField, type passkeyAssertionSchema } from '@switchroom/contracts';
import type { Pool } from 'pg';
import type { z } from 'zod';
import { addressHeader, type Library } from './library';

/** A passkey as its owner sees it. */
export interface Passkey {
  id: string;
  name: string;
  createdAt: Date | null;
  /** Kept by a service that copies it to the person's other devices. */
  synced: boolean;
}

/** What the browser is asked to do, and the cookie that ties its answer to the question. */
export interface Ceremony {
  /** Options of the Web Authentication API in their JSON form. */
  options: unknown;
  setCookies: string[];
}

export type PasskeyAssertion = z.output<typeof passkeyAssertionSchema>;

/** Passkeys of accounts; the ceremonies are the account library's. */
export interface Passkeys {
  list(userId: string): Promise<Passkey[]>;
  /** To add one; `cookie` is that of a session whose person has just been confirmed. */
  registrationOptions(cookie: string): Promise<Ceremony>;
  /** Throws `passkey-refused` when the answer is not good. */
  register(cookie: string, response: unknown, name: string): Promise<void>;
  /** To prove who one is: with a cookie only its account's passkeys are asked for, without one any. */
  authenticationOptions(cookie: string | undefined): Promise<Ceremony>;
  /** Whose passkey answered; undefined when it is not good. */
  authenticate(cookie: string | undefined, response: PasskeyAssertion): Promise<string | undefined>;
  /** False when it is not one of this account. */
  rename(userId: string, id: string, name: string): Promise<boolean>;
  /** The name of what was removed; undefined when it is not one of this account. */
  remove(userId: string, id: string): Promise<string | undefined>;
}

export function createPasskeys({ library, pool }: { library: Library; pool: Pool }): Passkeys {
  return {
    async list(userId) {
      const { rows } = await pool.query<Passkey>(
        `SELECT id, coalesce(name, '') AS name, "createdAt", "backedUp" AS synced FROM passkey
         WHERE "userId" = $1 ORDER BY "createdAt", id`,
        [userId],
      );
      return rows;
    },
    async registrationOptions(cookie) {
      const { response, headers } = await library.api.generatePasskeyRegistrationOptions({
        headers: new Headers({ cookie }),
        returnHeaders: true,
      });
      return { options: response, setCookies: headers.getSetCookie() };
    },
    async register(cookie, response, name) {
      try {
        await library.api.verifyPasskeyRegistration({ headers: new Headers({ cookie }), body: { response, name } });
      } catch (error) {
        if (isAPIError(error)) throw invalidField('passkey', 'passkey-refused');
        throw error;
      }
    },
    async authenticationOptions(cookie) {
      const { response, headers } = await library.api.generatePasskeyAuthenticationOptions({
        headers: new Headers(cookie === undefined ? {} : { cookie }),
        returnHeaders: true,
      });
      // The library asks for "preferred" here, whatever it was told; what comes back is checked to have been done.
      return { options: { ...response, userVerification: 'required' }, setCookies: headers.getSetCookie() };
    },
    async authenticate(cookie, response) {
      if (cookie === undefined) return undefined;
      const headers = new Headers({ cookie, [addressHeader]: '' });
      try {
        const { session } = await library.api.verifyPasskeyAuthentication({ headers, body: { response } });
        // The library opens a session of its own; ours is opened where all are, with what it was opened with.
        await pool.query('DELETE FROM session WHERE id = $1', [session.id]);
        return session.userId;
      } catch (error) {
        if (isAPIError(error)) return undefined;
        throw error;
      }
    },
    async rename(userId, id, name) {
      const { rowCount } = await pool.query('UPDATE passkey SET name = $3 WHERE "userId" = $1 AND id = $2', [
        userId,
        id,
        name,
      ]);
      return rowCount === 1;
    },
    async remove(userId, id) {
      const { rows } = await pool.query<{ name: string | null }>(
        'DELETE FROM passkey WHERE "userId" = $1 AND id = $2 RETURNING name',
        [userId, id],
      );
      return rows[0] && (rows[0].name ?? '');
    },
  };
}
