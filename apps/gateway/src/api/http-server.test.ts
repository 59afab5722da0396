import { AppError } from '@switchroom/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import type { AuthRoutesOptions } from '../auth/routes';
import { silentLogger } from '../observability/logger';
import { createMetrics } from '../observability/metrics';
import { createReadiness } from '../observability/readiness';
import type { Services } from '../services';
import { createHttpServer } from './http-server';
import { createCallLimits } from './call-limits';
import { createOrigins } from './origins';
import { createPeers } from './peers';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

const origins = createOrigins('http://localhost:3000', () => Promise.resolve(false));

async function start(trustedProxies: string[] = []) {
  const ping = { fails: false };
  const readiness = createReadiness(async () => {
    if (ping.fails) throw new Error('away');
  });
  const peers = createPeers(trustedProxies);
  const server = await createHttpServer({
    services: { setup: { needsSetup: async () => true } } as Services,
    sessions: { of: async () => undefined, stillValid: async () => new Set() },
    impersonations: { callerOf: async ({ user }) => user },
    tokens: { callerOf: () => Promise.reject(new AppError('signed-out')) },
    limits: createCallLimits(),
    peers,
    origins,
    auth: {
      peers,
      origins,
      publicUrl: 'http://localhost:3000',
      oidc: {},
    } as unknown as AuthRoutesOptions,
    readiness,
    metrics: createMetrics({ links: () => ({}), operations: () => ({}), streams: () => 0, process: false }),
    metricsToken: undefined,
    logger: silentLogger,
    tls: undefined,
    handlePbxRequest: (request, response) => response.end(`pbx ${request.url ?? ''}`),
  });
  open.push(server);
  return { server, readiness, ping };
}

const portalPaths = ['/trpc/setup.state', '/auth/get-session', '/auth/sign-out', '/metrics', '/trpc/nothing'];

describe('a peer that is no trusted proxy', () => {
  it.each(portalPaths)('is refused at %s', async (url) => {
    const { server } = await start();
    const answer = await server.inject({
      url,
      method: url.endsWith('sign-out') ? 'POST' : 'GET',
      remoteAddress: '203.0.113.9',
    });
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ app: { code: 'forbidden' } });
  });

  it('cannot talk its way in with headers', async () => {
    const { server } = await start();
    const answer = await server.inject({
      url: '/trpc/setup.state',
      remoteAddress: '203.0.113.9',
      headers: { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', host: 'localhost' },
    });
    expect(answer.statusCode).toBe(403);
  });

  it('reaches what PBXes and watchdogs need', async () => {
    const { server } = await start();
    const get = async (url: string) => await server.inject({ url, remoteAddress: '203.0.113.9' });
    expect((await get('/app/example.com/a/attendant.htm')).body).toBe('pbx /app/example.com/a/attendant.htm');
    expect((await get('/healthz')).statusCode).toBe(200);
    expect((await get('/readyz')).statusCode).toBe(503);
  });
});

describe('a trusted peer', () => {
  it.each([
    ['this machine', [], '127.0.0.1'],
    ['a named proxy', ['10.0.0.0/24'], '10.0.0.7'],
  ])('%s reaches the API', async (_name, proxies, remoteAddress) => {
    const { server } = await start(proxies);
    const answer = await server.inject({ url: '/trpc/setup.state', remoteAddress });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ result: { data: { json: { needsSetup: true } } } });
    expect(answer.headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'");
  });
});

describe('readiness', () => {
  it('is refused while starting, while draining and while the database is away', async () => {
    const { server, readiness, ping } = await start();
    const ready = async () => {
      const answer = await server.inject('/readyz');
      return { status: answer.statusCode, ...answer.json<{ reason?: string }>() };
    };
    expect(await ready()).toMatchObject({ status: 503, reason: 'starting' });
    readiness.started();
    expect(await ready()).toMatchObject({ status: 200, ready: true });
    ping.fails = true;
    expect(await ready()).toMatchObject({ status: 503, reason: 'database' });
    ping.fails = false;
    readiness.drain();
    readiness.started();
    expect(await ready()).toMatchObject({ status: 503, reason: 'draining' });
    expect((await server.inject('/healthz')).statusCode).toBe(200);
  });
});
