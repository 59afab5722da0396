import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { appFlags } from '@switchroom/contracts';
import { MockPbx } from '@switchroom/mock-pbx';
import { freePort } from '@switchroom/testkit/process';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import superjson from 'superjson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppRouter } from '../src/api/router';
import { type App, createApp } from '../src/app';
import { composeRooms } from '../src/compose';
import type { GatewayConfig } from '../src/env';
import { silentLogger } from '../src/observability/logger';
import { signIn, startTestApp, type TestApp } from './factories/index';

const administrator = { email: 'anna@example.test', password: 'vier Worte und ein Bus' };
const flags = appFlags.filter((flag) => flag !== 'hidden' && flag !== 'web');
const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `node_modules/.cache/keys-test-${process.pid}`;
const runFile = promisify(execFile);

beforeAll(async () => {
  await runFile(process.execPath, ['build.mjs', `${root}${dist}`], { cwd: root });
}, 60_000);
afterAll(async () => {
  await runFile('rm', ['-r', `${root}${dist}`]);
});

/** `npm run keys` as it is shipped, beside the gateway. */
async function keys(gateway: TestApp, args: string[], key = gateway.config.key ?? ''): Promise<string> {
  const { stdout } = await runFile(process.execPath, [`${dist}/keys.mjs`, ...args], {
    cwd: root,
    env: { DATABASE_URL: gateway.base.url, SWITCHROOM_KEY: key },
  });
  return stdout;
}

/** The gateway again, on the same database. */
async function restart({ config }: TestApp, change: Partial<GatewayConfig>): Promise<App> {
  const app = await createApp({ ...config, ...change }, { logger: silentLogger, rooms: composeRooms });
  await app.start();
  return app;
}

function clientOf(gateway: Pick<TestApp, 'url'>, cookie: string) {
  return createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${gateway.url}/trpc`, transformer: superjson, headers: { cookie } })],
  });
}

/** A gateway with one PBX that it dials, and a person who is signed in. */
async function linked() {
  const port = await freePort();
  const gateway = await startTestApp({
    rooms: composeRooms,
    keyGraceMs: 0,
    config: { administrator, port, gatewayUrl: `http://127.0.0.1:${port}` },
  });
  const mock = new MockPbx({
    name: 'out',
    domain: 'b.example',
    users: 2,
    apps: [{ name: 'switchroom', password: 'given-secret', flags: [...flags] }],
  });
  const { url } = await mock.serve({ port: 0 });
  const cookie = await signIn(gateway, administrator);
  const api = clientOf(gateway, cookie);
  const { id: organisationId } = (await api.session.me.query()).home;
  const { pbx } = await api.pbxs.create.mutate({
    organisationId,
    targetOrganisationId: organisationId,
    direction: 'outbound',
    name: 'Out',
    appObjectName: 'switchroom',
    address: url,
    password: 'given-secret',
  });
  const online = async () => (await api.pbxs.get.query({ organisationId, pbxId: pbx.id })).link.kind;
  await expect.poll(online, { timeout: 15_000 }).toBe('online');
  return {
    gateway,
    mock,
    cookie,
    api,
    organisationId,
    pbxId: pbx.id,
    online,
    [Symbol.asyncDispose]: async () => {
      await gateway.stop();
      await mock.close();
    },
  };
}

describe('a rotation in a running installation', () => {
  it('keeps links up and people signed in, and what comes after works with the new key', async () => {
    await using world = await linked();
    const { api, organisationId, pbxId } = world;
    const before = await api.keys.state.query({ organisationId });
    await api.keys.rotate.mutate({ organisationId, kind: 'data-key' });
    const current = async () => (await api.keys.state.query({ organisationId })).dataKeys;
    await expect.poll(async () => (await current()).length, { timeout: 10_000 }).toBe(1);
    expect((await current())[0]?.id).not.toBe(before.dataKeys[0]?.id);
    expect(await world.online()).toBe('online');
    // The link is dialled anew with the password that is now sealed under the other key.
    await api.pbxs.reconnect.mutate({ organisationId, pbxId });
    await expect.poll(world.online, { timeout: 15_000 }).toBe('online');
    const { rows } = await api.auditTrail.list.query({ organisationId, action: 'keys' });
    expect(rows.map(({ action }) => action)).toEqual(['keys.rotated', 'keys.rotate']);
  });

  it('can be asked for on the command line, and the gateway does the work', async () => {
    await using world = await linked();
    const told = await keys(world.gateway, ['rotate']);
    expect(told).toMatch(/The running gateway seals the secrets anew/);
    const { organisationId, api } = world;
    await expect
      .poll(async () => (await api.keys.state.query({ organisationId })).dataKeys, { timeout: 10_000 })
      .toMatchObject([{ current: true, values: expect.any(Number) }]);
    expect(await world.online()).toBe('online');
    const { rows } = await api.auditTrail.list.query({ organisationId, action: 'keys' });
    expect(rows.map(({ action, actor }) => [action, actor])).toEqual([
      ['keys.rotated', 'Switchroom'],
      ['keys.rotate', 'Command line'],
    ]);
    await expect(keys(world.gateway, ['rotate', '--key-file'])).rejects.toThrow(/A gateway is running/);
    await expect(keys(world.gateway, ['fly'])).rejects.toThrow(/npm run keys -- rotate/);
    await expect(keys(world.gateway, ['state'], randomBytes(32).toString('base64'))).rejects.toThrow(/not the one/);
  });
});

describe('a new key-encryption key', () => {
  it('keeps people signed in: what signs cookies is not made from it any more', async () => {
    await using world = await linked();
    const { gateway, cookie } = world;
    await gateway.app.stop();
    const key = randomBytes(32).toString('base64');
    const next = await restart(gateway, { key, previousKey: gateway.config.key });
    const me = await clientOf(next, cookie).session.me.query();
    expect(me.user.email).toBe(administrator.email);
    await next.stop();
    // The start after it knows the new key alone.
    const last = await restart(gateway, { key, previousKey: undefined });
    const api = clientOf(last, cookie);
    const organisationId = world.organisationId;
    await expect
      .poll(async () => (await api.pbxs.get.query({ organisationId, pbxId: world.pbxId })).link.kind, {
        timeout: 15_000,
      })
      .toBe('online');
    const { rows } = await api.auditTrail.list.query({ organisationId, action: 'keys' });
    expect(rows).toMatchObject([{ action: 'keys.wrapped', actor: 'Switchroom' }]);
    await last.stop();
  });

  it('takes nothing from an installation that signed its cookies with a key made from it', async () => {
    await using world = await linked();
    const { gateway, cookie } = world;
    await gateway.app.stop();
    // As it was before there were system secrets.
    await gateway.base.sql(`DELETE FROM system_secrets WHERE name = 'session cookies'`);
    const key = randomBytes(32).toString('base64');
    const next = await restart(gateway, { key, previousKey: gateway.config.key });
    expect((await clientOf(next, cookie).session.me.query()).user.email).toBe(administrator.email);
    await next.stop();
  });
});
