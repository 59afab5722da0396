import type { BetterAuthPlugin } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { generateRandomString } from 'better-auth/crypto';
import { z } from 'zod';
import type { Library } from './library';

/** Ways to prove who one is. */
export const authMethods = ['password', 'password+totp', 'recovery-code', 'passkey', 'oidc'] as const;
export type AuthMethod = (typeof authMethods)[number];

/** What a session was opened with; access depends on it. */
export interface SessionProof {
  authMethod: AuthMethod;
  /** A second factor, a passkey, or a provider that counts as one was used. */
  secondFactor: boolean;
}

/** Where a person comes from, as it is stored with the session. */
export interface SessionOrigin {
  address: string;
  userAgent: string | undefined;
}

/** A session that was opened or renewed, and the cookies that have to go into the answer. */
export interface OpenedSession {
  id: string;
  userId: string;
  setCookies: string[];
}

const proof = { authMethod: z.enum(authMethods), secondFactor: z.boolean() };

/** Endpoints without a path: nothing on the network reaches them, and cookies are signed as the library does it. */
export const sessionPlugin = {
  id: 'switchroom-session',
  endpoints: {
    openSwitchroomSession: createAuthEndpoint.serverOnly(
      { method: 'POST', body: z.object({ userId: z.string(), address: z.string(), userAgent: z.string(), ...proof }) },
      async (ctx) => {
        const { userId, address, ...facts } = ctx.body;
        const { internalAdapter } = ctx.context;
        const user = await internalAdapter.findUserById(userId);
        if (!user) return null;
        const given = { ...facts, ipAddress: address, confirmedAt: new Date() };
        // The last argument lets ours win over the defaults of the additional fields.
        const session = await internalAdapter.createSession(userId, false, given, true);
        await setSessionCookie(ctx, { session, user });
        return { id: session.id, userId };
      },
    ),
    renewSwitchroomSession: createAuthEndpoint.serverOnly(
      { method: 'POST', body: z.object({ sessionId: z.string(), ...proof }) },
      async (ctx) => {
        const { sessionId, ...facts } = ctx.body;
        const session = await ctx.context.adapter.update<StoredSession>({
          model: 'session',
          where: [{ field: 'id', value: sessionId }],
          update: { ...facts, token: generateRandomString(32), confirmedAt: new Date(), updatedAt: new Date() },
        });
        const user = session && (await ctx.context.internalAdapter.findUserById(session.userId));
        if (!session || !user) return null;
        await setSessionCookie(ctx, { session, user });
        return { id: session.id, userId: user.id };
      },
    ),
  },
} satisfies BetterAuthPlugin;

type StoredSession = Parameters<typeof setSessionCookie>[1]['session'];

/**
 * Opens a session for an account that has proven who it is, confirmed as of now. It neither checks a membership nor
 * records anything: `admit` does both and is what routes call.
 * @throws {Error} when there is no such account
 */
export async function openSession(
  library: Library,
  userId: string,
  facts: SessionProof,
  origin: SessionOrigin,
): Promise<OpenedSession> {
  const body = { userId, ...facts, address: origin.address, userAgent: (origin.userAgent ?? '').slice(0, 400) };
  const { response, headers } = await library.api.openSwitchroomSession({
    body,
    headers: new Headers(),
    returnHeaders: true,
  });
  if (response === null) throw new Error('a session was to be opened for an account that does not exist');
  return { ...response, setCookies: headers.getSetCookie() };
}

/**
 * Gives a session a new token and confirms it as of now: after a step-up, a second factor, a new password. It stays the
 * same session, so open websockets and whoever looks in keep theirs; the old cookie is worth nothing from here on.
 * Undefined when the session has ended.
 */
export async function renewSession(
  library: Library,
  sessionId: string,
  facts: SessionProof,
): Promise<OpenedSession | undefined> {
  const { response, headers } = await library.api.renewSwitchroomSession({
    body: { sessionId, ...facts },
    headers: new Headers(),
    returnHeaders: true,
  });
  return response === null ? undefined : { ...response, setCookies: headers.getSetCookie() };
}
