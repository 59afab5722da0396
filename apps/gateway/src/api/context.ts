import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { CreateFastifyContextOptions } from '@trpc/server/adapters/fastify';
import type { ActiveSession } from '../auth/port';
import type { Sessions } from '../auth/sessions';
import type { Metrics } from '../observability/metrics';
import type { Services } from '../services';
import type { Peers } from './peers';
import type { RequestContext } from './trpc';

/** What contexts are made from. */
export interface ContextSources {
  services: Services;
  sessions: Pick<Sessions, 'of' | 'stillValid'>;
  peers: Peers;
  metrics: Pick<Metrics, 'callDone'>;
}

/** A server component asks with the visitor's cookie but cannot hand a renewed one back; it says so with this header. */
const noRenewal = 'x-switchroom-no-renewal';

/** The context of an HTTP request; a session that gets old is renewed, and its new cookie goes out with the answer. */
export function httpContext(sources: ContextSources) {
  return async ({ req, res }: CreateFastifyContextOptions): Promise<RequestContext> => {
    const found = await sources.sessions.of(req.headers.cookie, req.headers[noRenewal] === undefined);
    for (const cookie of found?.setCookies ?? []) res.header('set-cookie', cookie);
    return {
      requestId: req.id,
      address: sources.peers.addressOf(req.raw),
      user: found?.session.user,
      services: sources.services,
      onCall: ({ seconds, ...labels }) => sources.metrics.callDone(labels, seconds),
    };
  };
}

/** The context of a websocket: its session was checked at the upgrade. */
export function socketContext(
  sources: ContextSources,
  request: IncomingMessage,
  session: ActiveSession,
): RequestContext {
  return {
    requestId: randomUUID(),
    address: sources.peers.addressOf(request),
    user: session.user,
    services: sources.services,
    onCall: ({ seconds, ...labels }) => sources.metrics.callDone(labels, seconds),
  };
}
