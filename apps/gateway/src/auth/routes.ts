import { AppError } from '@switchroom/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from '../api/answer';
import type { Origins } from '../api/origins';
import type { Peers } from '../api/peers';
import type { Logger } from '../observability/logger-port';
import type { AccountChanges } from './account-changes';
import type { Admit } from './admit';
import type { Credentials } from './credentials';
import { addressHeader, type Library } from './library';
import type { OneTimeTokens } from './one-time-tokens';
import type { Passkeys } from './passkeys';
import type { PasswordReset } from './password-reset';
import type { SessionRecorder } from './recorder';
import { bodyLimit, whoOf, withCookies } from './routes/http';
import { registerPasskeySignIn } from './routes/passkey';
import { registerPasswordReset } from './routes/password';
import { registerSecondFactor } from './routes/second-factor';
import { registerSignIn } from './routes/sign-in';
import { registerSingleSignOn, type SingleSignOnRoutes } from './routes/single-sign-on';
import { registerStepUp } from './routes/step-up';
import type { SecondFactors } from './second-factors';
import type { Sessions } from './sessions';
import type { StepUp } from './step-up';
import type { Throttle } from './throttle';

/** What signing in and out is built from. */
export interface AuthRoutesOptions {
  library: Library;
  credentials: Credentials;
  secondFactors: SecondFactors;
  passkeys: Passkeys;
  tokens: OneTimeTokens;
  passwordReset: PasswordReset;
  stepUp: StepUp;
  oidc: SingleSignOnRoutes;
  changes: AccountChanges;
  sessions: Sessions;
  recorder: SessionRecorder;
  /** The one way to a session, whatever the proof. */
  admit: Admit;
  perAccount: Throttle;
  perAddress: Throttle;
  /** Questions to a passkey, by network: each is a row for five minutes. */
  passkeyQuestions: Throttle;
  /** Reset mails to one address. */
  perAccountMail: Throttle;
  peers: Peers;
  origins: Pick<Origins, 'isForeign' | 'isPublic'>;
  publicUrl: string;
  logger: Logger;
  /** Told the id of a session that was ended by its person. */
  onEnded: (sessionId: string) => void;
}

/** `/auth`: exactly the routes named here and in `routes/`; nothing of the account library is reachable by itself. */
export function registerAuthRoutes(app: FastifyInstance, options: AuthRoutesOptions): void {
  const { library, sessions, recorder, peers } = options;

  app.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET' && (await options.origins.isForeign(request.headers))) {
      return await refuse(reply, new AppError('forbidden', { params: { reason: 'origin' } }));
    }
    return undefined;
  });

  registerSignIn(app, options);
  registerSecondFactor(app, options);
  registerPasskeySignIn(app, options);
  registerPasswordReset(app, options);
  registerStepUp(app, options);
  registerSingleSignOn(app, options);

  app.post('/auth/sign-out', { bodyLimit }, async (request, reply) => {
    const current = await sessions.of(request.headers.cookie, false);
    if (current !== undefined) await recorder.signedOut(current.session.user.id, whoOf(options, request));
    const answer = await library.handler(toRequest(request, '/sign-out', {}));
    if (answer.status >= 500) return await refuse(reply, 'unavailable');
    if (current !== undefined) options.onEnded(current.session.id);
    return await withCookies(reply, answer.headers.getSetCookie()).send({ success: true });
  });

  app.get('/auth/get-session', async (request, reply) => {
    const current = await sessions.of(request.headers.cookie, true);
    if (current === undefined) {
      return await reply.header('cache-control', 'no-store').type('application/json').send('null');
    }
    const { id, expiresAt, user } = current.session;
    return await withCookies(reply, current.setCookies).send({ session: { id, expiresAt }, user });
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
