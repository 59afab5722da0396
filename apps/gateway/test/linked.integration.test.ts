import { appFlags } from '@switchroom/contracts';
import { MockPbx } from '@switchroom/mock-pbx';
import { freePort } from '@switchroom/testkit/process';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import superjson from 'superjson';
import { expect, it } from 'vitest';
import type { AppRouter } from '../src/api/router';
import { composeRooms } from '../src/compose';
import { signIn, startTestApp } from './factories/index';

const administrator = { email: 'anna@example.test', password: 'vier Worte und ein Bus' };
const flags = appFlags.filter((flag) => flag !== 'hidden' && flag !== 'web');

/** The composed gateway, from the API to the wire and back: what no single room's test can see. */
it('links PBXes in both directions that were added over the API, and leaves them offline when it stops', async () => {
  const port = await freePort();
  const gatewayUrl = `http://127.0.0.1:${port}`;
  await using gateway = await startTestApp({ rooms: composeRooms, config: { administrator, port, gatewayUrl } });
  const cookie = await signIn(gateway, administrator);
  const api = createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${gateway.url}/trpc`, transformer: superjson, headers: { cookie } })],
  });
  const { id: organisationId } = (await api.session.me.query()).home;
  const common = { organisationId, targetOrganisationId: organisationId, appObjectName: 'switchroom' };
  const inbound = await api.pbxs.create.mutate({ ...common, direction: 'inbound', name: 'In', domain: 'a.example' });
  const dialling = new MockPbx({
    name: 'in',
    domain: 'a.example',
    users: 3,
    apps: [
      {
        name: 'switchroom',
        password: inbound.password ?? '',
        url: inbound.instructions.appUrl ?? '',
        flags: [...flags],
      },
    ],
  });
  const served = new MockPbx({
    name: 'out',
    domain: 'b.example',
    users: 3,
    apps: [{ name: 'switchroom', password: 'given-secret', flags: [...flags] }],
  });
  try {
    dialling.dial({ appObject: 'switchroom' });
    const server = await served.serve({ port: 0 });
    const outbound = await api.pbxs.create.mutate({
      ...common,
      direction: 'outbound',
      name: 'Out',
      address: server.url,
      password: 'given-secret',
    });
    const counts = () => api.pbxs.counts.query({ organisationId });
    await expect.poll(async () => (await counts()).link.online, { timeout: 15_000 }).toBe(2);
    await expect.poll(async () => (await counts()).sync['in-sync'], { timeout: 15_000 }).toBe(2);
    for (const [pbxId, name] of [
      [inbound.pbx.id, 'in'],
      [outbound.pbx.id, 'out'],
    ] as const) {
      expect(await api.pbxs.get.query({ organisationId, pbxId })).toMatchObject({ pbxName: name, users: 3 });
    }
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toMatch(/switchroom_links\{kind="online"\} 2/);
    expect(metrics).toMatch(/switchroom_link_events_total\{event="door-login-accepted"\} 1/);
    await gateway.app.stop();
    const rows = await gateway.base.sql('SELECT DISTINCT link_kind, link_reason FROM pbx_status');
    expect(rows).toEqual([{ link_kind: 'offline', link_reason: 'gateway-restart' }]);
  } finally {
    await dialling.close();
    await served.close();
  }
});
