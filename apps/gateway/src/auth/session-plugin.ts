import type { BetterAuthPlugin } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { generateRandomString } from 'better-auth/crypto';
import { z } from 'zod';

/** Ways to prove who one is. */
export const authMethods = ['password', 'password+totp', 'recovery-code', 'passkey', 'oidc'] as const;
export type AuthMethod = (typeof authMethods)[number];

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
      {
        method: 'POST',
        body: z.object({
          sessionId: z.string(),
          authMethod: z.enum(authMethods).nullable(),
          secondFactor: z.boolean(),
          confirmed: z.boolean(),
        }),
      },
      async (ctx) => {
        const { sessionId, confirmed, ...facts } = ctx.body;
        const session = await ctx.context.adapter.update<StoredSession>({
          model: 'session',
          where: [{ field: 'id', value: sessionId }],
          update: {
            ...facts,
            ...(confirmed ? { confirmedAt: new Date() } : {}),
            token: generateRandomString(32),
            updatedAt: new Date(),
          },
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
