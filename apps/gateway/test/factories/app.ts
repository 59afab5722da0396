import { randomBytes } from 'node:crypto';
import { type App, type AppOverrides, createApp } from '../../src/app';
import type { GatewayConfig } from '../../src/env';
import { silentLogger } from '../../src/observability/logger';
import type { Rooms } from '../../src/rooms';
import { type GatewayDatabase, gatewayDatabase } from './database';

/** A gateway on a free port with a database of its own. */
export interface TestApp extends AsyncDisposable {
  app: App;
  base: GatewayDatabase;
  url: string;
  /** The portal's origin, which browsers send. */
  origin: string;
  config: GatewayConfig;
  stop(): Promise<void>;
}

/** Rooms around the links that do nothing: for tests of the API, accounts and the process. */
export function emptyRooms(services?: Rooms['services']): Rooms {
  return {
    services: services ?? recordingServices([]),
    pbxEndpoint: {
      handleUpgrade: (_request, socket) => socket.destroy(),
      handleRequest: (_request, response) => {
        response.end();
      },
    },
    linkCounts: () => ({ online: 1, offline: 2 }),
    operationCounts: () => ({ verified: 3, conflict: 1 }),
    consolesOn: () => 0,
    start: async () => undefined,
    targetsChanged: async () => undefined,
    stop: async () => undefined,
  };
}

/** Services that note which method was reached and answer nothing. */
export function recordingServices(calls: string[]): Rooms['services'] {
  const noted = (room: string) =>
    new Proxy({} as never, {
      get: (_target, method) => async () => {
        calls.push(`${room}.${String(method)}`);
        return undefined;
      },
    });
  return { pbxs: noted('pbxs'), appObjects: noted('appObjects'), templates: noted('templates'), plans: noted('plans') };
}

/** A walk over all procedures is no attack; what the limits do is tested with limits of its own. */
const many = { burst: 1_000_000, perMinute: 1_000_000 };
const callLimits = { person: many, visitor: many, costly: many };

export async function startTestApp(
  options: Partial<AppOverrides> & { config?: Partial<GatewayConfig> } = {},
): Promise<TestApp> {
  const { config: given, ...overrides } = options;
  const base = await gatewayDatabase();
  const origin = given?.publicUrl ?? 'http://localhost:3000';
  const config: GatewayConfig = {
    databaseUrl: base.url,
    host: '127.0.0.1',
    port: 0,
    dataDirectory: '/nonexistent',
    publicUrl: origin,
    gatewayUrl: 'http://gateway.test:3001',
    key: randomBytes(32).toString('base64'),
    administrator: undefined,
    logLevel: 'silent',
    trustedProxies: [],
    tls: undefined,
    mail: undefined,
    metricsToken: undefined,
    addressPolicy: ['loopback'],
    demoAllowed: false,
    shutdownMs: 5000,
    ...given,
  };
  let app: App;
  try {
    app = await createApp(config, { logger: silentLogger, rooms: () => emptyRooms(), callLimits, ...overrides });
    await app.start();
  } catch (error) {
    await base.close();
    throw error;
  }
  const stop = async () => {
    await app.stop();
    await base.close();
  };
  return { app, base, url: app.url, origin, config, stop, [Symbol.asyncDispose]: stop };
}

/** What a browser keeps of a sign-in: the cookie header. Throws when it is refused. */
export async function signIn(
  { url, origin }: Pick<TestApp, 'url' | 'origin'>,
  credentials: { email: string; password: string },
): Promise<string> {
  const answer = await postSignIn({ url, origin }, credentials);
  if (!answer.ok) throw new Error(`the sign-in was refused: ${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
  return cookieOf(answer);
}

/** The bare sign-in request, as the portal hands it on. */
export async function postSignIn(
  { url, origin }: Pick<TestApp, 'url' | 'origin'>,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return await fetch(`${url}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, ...headers },
    body: JSON.stringify(body),
  });
}

/** The cookies of an answer as a browser would send them back. */
export function cookieOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0] ?? '')
    .join('; ');
}
