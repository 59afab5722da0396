import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, settingsFileMaxBytes } from '@switchroom/contracts';
import helmet from '@fastify/helmet';
import { fastifyTRPCPlugin, type FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify';
import type { TRPCError } from '@trpc/server';
import { fastify, type FastifyError, type FastifyInstance } from 'fastify';
import { type AuthRoutesOptions, registerAuthRoutes } from '../auth/routes';
import type { Logger } from '../observability/logger-port';
import type { Metrics } from '../observability/metrics';
import type { Readiness } from '../observability/readiness';
import { refuse } from './answer';
import { registerBrandingLogo } from './branding-logo';
import { registerAuditExport } from './audit-export';
import { type ContextSources, httpContext } from './context';
import { toAppError } from './error-map';
import type { Origins } from './origins';
import type { Peers } from './peers';
import { type AppRouter, appRouter } from './router';

/** A procedure's input: the largest is a file of settings, of which quotation marks and ends of lines count twice. */
const BODY_LIMIT = 2 * settingsFileMaxBytes;
/** Calls in one HTTP request; the portal sends 20 at most. */
const MAX_BATCH = 25;

export interface HttpServerOptions extends ContextSources {
  peers: Peers;
  origins: Pick<Origins, 'isForeign'>;
  auth: AuthRoutesOptions;
  readiness: Readiness;
  metrics: Metrics;
  metricsToken: string | undefined;
  logger: Logger;
  tls: { cert: string; key: string } | undefined;
  /** Plain HTTP below `/app/` (App pages, icons, the login without websocket, call data records). */
  handlePbxRequest: (request: IncomingMessage, response: ServerResponse) => void;
}

/** The HTTP face: health for anyone, `/app` for PBXes, everything else for the portal only. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const server = fastify({
    ...(options.tls === undefined ? {} : { https: options.tls }),
    // Ids are ours: one taken from outside could be anything, and lands in the audit log.
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 2000 },
    return503OnClosing: true,
    forceCloseConnections: 'idle',
  }) as FastifyInstance;
  await server.register(helmet, {
    // Answers are JSON: whatever a browser is made to see here may load and run nothing.
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    frameguard: { action: 'deny' },
    strictTransportSecurity: options.tls !== undefined,
  });
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    options.metrics.httpDone({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    const fields = {
      requestId: request.id,
      method: request.method,
      path: request.url.split('?', 1)[0],
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      address: options.peers.addressOf(request.raw),
    };
    if (route === '/healthz' || route === '/readyz') options.logger.debug(fields, 'request');
    else options.logger.info(fields, 'request');
  });
  server.setNotFoundHandler((_request, reply) => refuse(reply, 'not-found'));
  server.setErrorHandler((error: FastifyError, request, reply) => {
    // Fastify's own refusals (body too large, wrong content type) carry the status they mean.
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return reply
        .code(error.statusCode)
        .send({ app: { ...new AppError('invalid-input').toJSON(), requestId: request.id } });
    }
    const app = toAppError(error);
    if (app.code === 'internal') options.logger.error({ err: error, requestId: request.id }, 'a request failed');
    return refuse(reply, app);
  });
  registerHealth(server, options);
  server.route({
    method: ['GET', 'HEAD'],
    url: '/app/*',
    handler: (request, reply) => {
      reply.hijack();
      options.handlePbxRequest(request.raw, reply.raw);
    },
  });
  await server.register(async (deliveries) => {
    // Whoever answers reads the body itself, as far as it may be sent at all.
    deliveries.removeAllContentTypeParsers();
    deliveries.addContentTypeParser('*', (_request, _payload, done) => done(null));
    deliveries.route({
      method: ['POST', 'PUT'],
      url: '/app/*',
      handler: (request, reply) => {
        reply.hijack();
        options.handlePbxRequest(request.raw, reply.raw);
      },
    });
  });
  await server.register(async (portal) => {
    portal.addHook('onRequest', async (request, reply) => {
      if (!options.peers.isTrusted(request.raw)) return await refuse(reply, 'forbidden');
      return undefined;
    });
    registerMetrics(portal, options);
    registerAuditExport(portal, options);
    registerBrandingLogo(portal, options);
    await portal.register(async (scope) => registerAuthRoutes(scope, options.auth));
    await portal.register(async (scope) => registerTrpc(scope, options));
  });
  return server;
}

function registerHealth(server: FastifyInstance, { readiness }: HttpServerOptions): void {
  server.get('/healthz', async () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const state = await readiness.check();
    return await reply
      .code(state.ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(state);
  });
}

function registerMetrics(server: FastifyInstance, { metrics, metricsToken }: HttpServerOptions): void {
  server.get('/metrics', async (request, reply) => {
    if (metricsToken !== undefined && !sameToken(request.headers.authorization, metricsToken)) {
      return await refuse(reply, 'forbidden');
    }
    return await reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}

function sameToken(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function registerTrpc(server: FastifyInstance, options: HttpServerOptions): Promise<void> {
  server.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET' && (await options.origins.isForeign(request.headers))) {
      return await refuse(reply, new AppError('forbidden', { params: { reason: 'origin' } }));
    }
    return undefined;
  });
  await server.register(fastifyTRPCPlugin, {
    prefix: '/trpc',
    trpcOptions: {
      router: appRouter,
      createContext: httpContext(options),
      maxBatchSize: MAX_BATCH,
      responseMeta: ({ errors }) => ({ headers: headersOf(errors) }),
      onError: ({ error, path, ctx }) => {
        if (toAppError(error).code !== 'internal') return;
        options.logger.error({ err: error.cause ?? error, path, requestId: ctx?.requestId }, 'a procedure failed');
      },
    },
  } satisfies FastifyTRPCPluginOptions<AppRouter>);
}

/** What people see of their organisation stays in no cache, and whoever calls too often is told how long to wait. */
function headersOf(errors: readonly TRPCError[]): Headers {
  const headers = new Headers({ 'cache-control': 'no-store' });
  const waits = errors.map((error) => Number(toAppError(error).params?.['retryAfterSeconds'] ?? 0));
  if (waits.some((seconds) => seconds > 0)) headers.set('retry-after', String(Math.max(...waits)));
  return headers;
}
