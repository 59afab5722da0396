import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { CreateFastifyContextOptions } from '@trpc/server/adapters/fastify';
import { AppError } from '@switchroom/contracts';
import type { Caller } from '../auth/caller';
import type { Impersonations } from '../auth/impersonations';
import type { ActiveSession } from '../auth/port';
import type { Sessions } from '../auth/sessions';
import { bearerOf, type Tokens } from '../auth/tokens';
import { type Browser, visitorOf } from '../auth/visitor';
import type { Metrics } from '../observability/metrics';
import type { Services } from '../services';
import type { CallLimits } from './call-limits';
import { toAppError, toTrpcError } from './error-map';
import type { Peers } from './peers';
import type { RequestContext } from './trpc';

/** What contexts are made from. */
export interface ContextSources {
  services: Services;
  sessions: Pick<Sessions, 'of' | 'stillValid'>;
  /** Whom a session stands for. */
  impersonations: Pick<Impersonations, 'callerOf'>;
  tokens: Tokens;
  limits: CallLimits;
  peers: Peers;
  metrics: Pick<Metrics, 'callDone'>;
}

/** A server component asks with the visitor's cookie but cannot hand a renewed one back; it says so with this header. */
const noRenewal = 'x-switchroom-no-renewal';

/** As whom a page was opened, see `identityOf`; a program does not say. */
const openedAs = 'x-switchroom-as';

/**
 * The context of an HTTP request. With a bearer token it is the program's, and cookies do not count; else it is that of
 * the session, which is renewed when it gets old, and its new cookie goes out with the answer.
 */
export function httpContext(sources: ContextSources) {
  return async ({ req, res, info }: CreateFastifyContextOptions): Promise<RequestContext> => {
    const request = { requestId: req.id, address: sources.peers.addressOf(req.raw) };
    const common = {
      ...request,
      host: hostOf(req.headers),
      services: sources.services,
      onCall: ({ seconds, ...labels }) => sources.metrics.callDone(labels, seconds),
    } satisfies Partial<RequestContext>;
    const bearer = bearerOf(req.headers.authorization);
    if (bearer !== undefined) {
      try {
        const user = await sources.tokens.callerOf(bearer, request, info.calls.length);
        return { ...common, user, limit: (path) => sources.limits.take(path, user, request.address) };
      } catch (error) {
        const retryAfter = toAppError(error).params?.['retryAfterSeconds'];
        if (retryAfter !== undefined) res.header('retry-after', String(retryAfter));
        throw toTrpcError(error);
      }
    }
    const found = await sources.sessions.of(req.headers.cookie, req.headers[noRenewal] === undefined);
    for (const cookie of found?.setCookies ?? []) res.header('set-cookie', cookie);
    const user = found && (await sources.impersonations.callerOf(found.session, request));
    const expected = req.headers[openedAs];
    // What a person does on a page must not happen as somebody they are no longer, or not yet.
    if (user !== undefined && expected !== undefined && expected !== identityOf(user)) {
      throw toTrpcError(new AppError('session-changed'));
    }
    const browser: Browser = {
      ...visitorOf(req.headers, request.requestId, request.address),
      setCookies: (cookies) => {
        for (const cookie of cookies) res.header('set-cookie', cookie);
      },
    };
    return { ...common, user, browser, limit: (path) => sources.limits.take(path, user, request.address) };
  };
}

/** The portal passes on what the browser asked for; the port says nothing about whose portal it is. */
function hostOf(headers: IncomingHttpHeaders): string | undefined {
  const forwarded = headers['x-forwarded-host'];
  const host = (Array.isArray(forwarded) ? forwarded[0] : forwarded)?.split(',', 1)[0] ?? headers.host;
  return host === undefined ? undefined : /^[a-z0-9.-]+/.exec(host.trim().toLowerCase())?.[0];
}

/** Person and visit: what a page opened with this session sends along with each request. */
function identityOf({ id, impersonation }: Caller): string {
  return impersonation === undefined ? id : `${id} ${impersonation.id}`;
}

/** The context of a websocket: its session was checked at the upgrade. */
export function socketContext(
  sources: ContextSources,
  request: IncomingMessage,
  session: ActiveSession,
): RequestContext {
  const address = sources.peers.addressOf(request);
  return {
    requestId: randomUUID(),
    address,
    limit: (path) => sources.limits.take(path, session.user, address),
    user: session.user,
    services: sources.services,
    onCall: ({ seconds, ...labels }) => sources.metrics.callDone(labels, seconds),
  };
}
