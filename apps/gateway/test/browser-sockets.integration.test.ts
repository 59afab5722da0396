import type { FleetCounts } from '@switchroom/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { FleetUpdate } from '../src/capabilities/pbxs/pbxs.service';
import { emptyRooms, recordingServices, signIn, startTestApp, type TestApp } from './factories/index';
import { type FleetTab, followFleet } from './factories/tab';

const administrator = { email: 'anna@example.test', password: 'vier Worte und ein Bus' };
const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing[Symbol.asyncDispose]();
});

/** A gateway whose fleet stream gives one item and then stays open; `ended` counts the streams that were closed. */
async function start(overrides: Parameters<typeof startTestApp>[0] = {}) {
  const streams = { open: 0, ended: 0 };
  const services = recordingServices([]);
  const pbxs = {
    ...services.pbxs,
    async *watch(_tenant: unknown, signal: AbortSignal): AsyncGenerator<FleetUpdate> {
      streams.open += 1;
      try {
        yield { kind: 'removed', pbxId: 'p', counts: {} as FleetCounts };
        if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      } finally {
        streams.ended += 1;
      }
    },
  } as typeof services.pbxs;
  const gateway = await startTestApp({
    rooms: () => emptyRooms({ ...services, pbxs }),
    config: { administrator },
    ...overrides,
  });
  open.push(gateway);
  const [organisation] = await gateway.base.sql<{ id: string }>('SELECT id FROM organisations');
  return { gateway, streams, organisationId: organisation?.id ?? '' };
}

/** The status of the answer to an upgrade, 101 when it was accepted. */
async function upgrade(gateway: TestApp, path: string, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}${path}`, { headers, perMessageDeflate: false });
  return await new Promise((resolve, reject) => {
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', reject);
  });
}

/** A browser tab that was told once about the fleet. */
async function tab(gateway: TestApp, organisationId: string, cookie: string): Promise<FleetTab> {
  const made = followFleet(gateway, cookie, organisationId);
  open.push(made);
  await expect.poll(() => made.received.length).toBe(1);
  return made;
}

describe('the websocket of browsers', () => {
  it('opens only with a session, from our own pages, at its own path', async () => {
    const { gateway } = await start();
    const cookie = await signIn(gateway, administrator);
    const { origin } = gateway;
    expect(await upgrade(gateway, '/trpc-ws', { cookie, origin })).toBe(101);
    expect(await upgrade(gateway, '/trpc-ws?x=1', { cookie, origin: 'http://127.0.0.1:3000' })).toBe(101);
    expect(await upgrade(gateway, '/trpc-ws', { origin })).toBe(401);
    expect(await upgrade(gateway, '/trpc-ws', { cookie: `${cookie}x`, origin })).toBe(401);
    expect(await upgrade(gateway, '/trpc-ws', { cookie, origin: 'https://evil.example' })).toBe(403);
    expect(await upgrade(gateway, '/trpc', { cookie, origin })).toBe(404);
    expect(await upgrade(gateway, '/', { cookie, origin })).toBe(404);
  });

  it('never compresses', async () => {
    const { gateway } = await start();
    const cookie = await signIn(gateway, administrator);
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/trpc-ws`, {
      headers: { cookie, origin: gateway.origin },
      perMessageDeflate: true,
    });
    await new Promise((resolve) => socket.once('open', resolve));
    expect(socket.extensions).toBe('');
    socket.terminate();
  });

  it('ends with signing out, at once, and only for that session', async () => {
    const { gateway, streams, organisationId } = await start();
    const [mine, other] = [await signIn(gateway, administrator), await signIn(gateway, administrator)];
    const left = await tab(gateway, organisationId, mine);
    const stays = await tab(gateway, organisationId, other);
    await fetch(`${gateway.url}/auth/sign-out`, { method: 'POST', headers: { cookie: mine, origin: gateway.origin } });
    await expect.poll(() => left.closes).toContain(4401);
    await expect.poll(() => streams.ended).toBe(1);
    expect(stays.closes).toEqual([]);
  });

  it('ends when the session was ended elsewhere', async () => {
    const { gateway, streams, organisationId } = await start({ sessionRecheckMs: 50 });
    const page = await tab(gateway, organisationId, await signIn(gateway, administrator));
    await gateway.base.sql(`UPDATE auth.session SET "expiresAt" = now()`);
    await expect.poll(() => page.closes).toContain(4401);
    await expect.poll(() => streams.ended).toBe(1);
  });

  it('is cut when a frame is larger than any form', async () => {
    const { gateway } = await start();
    const cookie = await signIn(gateway, administrator);
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/trpc-ws`, {
      headers: { cookie, origin: gateway.origin },
    });
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.send('x'.repeat(300 * 1024));
    expect(await closed).toBe(1009);
  });
});

describe('draining', () => {
  it('tells open pages to come back, ends their streams and stops', async () => {
    const { gateway, streams, organisationId } = await start();
    const page = await tab(gateway, organisationId, await signIn(gateway, administrator));
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
    const stopped = gateway.app.stop();
    await expect.poll(() => page.closes.length).toBeGreaterThan(0);
    await stopped;
    expect(streams.ended).toBe(1);
    await expect(fetch(`${gateway.url}/readyz`)).rejects.toThrow();
  });

  it('waits for the rooms, and answers not ready meanwhile', async () => {
    let finish = () => {};
    const running = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const order: string[] = [];
    const { gateway } = await start({
      rooms: () => ({
        ...emptyRooms(),
        stop: async () => {
          await running;
          order.push('rooms stopped');
        },
      }),
    });
    const cookie = await signIn(gateway, administrator);
    const stopped = gateway.app.stop().then(() => order.push('stopped'));
    finish();
    await stopped;
    expect(order).toEqual(['rooms stopped', 'stopped']);
    await expect(upgrade(gateway, '/trpc-ws', { cookie, origin: gateway.origin })).rejects.toThrow();
  });
});
