import { AppError, invalidField } from '@switchroom/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { refuse } from '../api/answer';
import { isForeign } from '../api/origins';
import type { Peers } from '../api/peers';
import { addressHeader, type Library } from './library';
import type { SessionRecorder } from './recorder';
import type { Sessions } from './sessions';
import type { Throttle } from './throttle';

/** What signing in and out is built from. */
export interface AuthRoutesOptions {
  library: Library;
  sessions: Sessions;
  recorder: SessionRecorder;
  perAccount: Throttle;
  perAddress: Throttle;
  peers: Peers;
  trustedOrigins: readonly string[];
  publicUrl: string;
  /** Told the id of a session that was ended by its person. */
  onEnded: (sessionId: string) => void;
}

const signInBody = z.object({ email: z.email().max(254).toLowerCase(), password: z.string().min(1).max(128) });
const bodyLimit = 8 * 1024;

/**
 * `/auth`: exactly three of the account library's endpoints. A sign-in that fails says the same, after the same work,
 * whether the account exists or not.
 */
export function registerAuthRoutes(app: FastifyInstance, options: AuthRoutesOptions): void {
  const { library, sessions, recorder, peers } = options;

  app.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET' && isForeign(request.headers, options.trustedOrigins)) {
      return await refuse(reply, new AppError('forbidden', { params: { reason: 'origin' } }));
    }
    return undefined;
  });

  app.post('/auth/sign-in/email', { bodyLimit }, async (request, reply) => {
    const body = signInBody.safeParse(request.body);
    if (!body.success) return await refuse(reply, invalidField('email', 'sign-in-refused'));
    const { email, password } = body.data;
    const address = peers.addressOf(request.raw);
    const wait = Math.max(options.perAccount.retryAfterSeconds(email), options.perAddress.retryAfterSeconds(address));
    if (wait > 0) {
      return await refuse(reply, new AppError('too-many-requests', { params: { retryAfterSeconds: wait } }));
    }
    const undo = [options.perAccount.start(email), options.perAddress.start(address)];
    const who = { requestId: request.id, address };
    const answer = await library.handler(toRequest(request, '/sign-in/email', { email, password }));
    if (!answer.ok) {
      if (answer.status >= 500) return await refuse(reply, 'unavailable');
      recorder.refused(email, who);
      return await refused(reply);
    }
    const { user, token } = signedIn.parse(await answer.json());
    try {
      if (!(await recorder.signedIn(user.id, who))) {
        await sessions.end(token);
        return await refused(reply);
      }
    } catch (error) {
      await sessions.end(token);
      throw error;
    }
    for (const takeBack of undo) takeBack();
    passCookies(reply, answer.headers.getSetCookie());
    return await reply.header('cache-control', 'no-store').send({ user });
  });

  app.post('/auth/sign-out', { bodyLimit }, async (request, reply) => {
    const current = await sessions.of(request.headers.cookie, false);
    if (current !== undefined) {
      await recorder.signedOut(current.session.user.id, {
        requestId: request.id,
        address: peers.addressOf(request.raw),
      });
    }
    const answer = await library.handler(toRequest(request, '/sign-out', {}));
    if (answer.status >= 500) return await refuse(reply, 'unavailable');
    if (current !== undefined) options.onEnded(current.session.id);
    passCookies(reply, answer.headers.getSetCookie());
    return await reply.header('cache-control', 'no-store').send({ success: true });
  });

  app.get('/auth/get-session', async (request, reply) => {
    const current = await sessions.of(request.headers.cookie, true);
    reply.header('cache-control', 'no-store');
    if (current === undefined) return await reply.type('application/json').send('null');
    passCookies(reply, current.setCookies);
    const { id, expiresAt, user } = current.session;
    return await reply.send({ session: { id, expiresAt }, user });
  });

  /** A request as the library reads it: our address of the client, and only headers it needs. */
  function toRequest(request: FastifyRequest, path: string, body: unknown): Request {
    const headers = new Headers({ 'content-type': 'application/json', origin: new URL(options.publicUrl).origin });
    headers.set(addressHeader, peers.addressOf(request.raw));
    for (const name of ['cookie', 'user-agent'] as const) {
      const value = request.headers[name];
      if (value !== undefined) headers.set(name, value);
    }
    return new Request(`${options.publicUrl}/auth${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  }
}

const signedIn = z.object({
  token: z.string(),
  // The token itself stays in the cookie, where no script reads it.
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
});

async function refused(reply: FastifyReply): Promise<FastifyReply> {
  const error = invalidField('password', 'sign-in-refused');
  return await reply
    .code(401)
    .header('cache-control', 'no-store')
    .send({ code: 'INVALID_EMAIL_OR_PASSWORD', app: { ...error.toJSON(), requestId: reply.request.id } });
}

function passCookies(reply: FastifyReply, cookies: string[]): void {
  for (const cookie of cookies) reply.header('set-cookie', cookie);
}
