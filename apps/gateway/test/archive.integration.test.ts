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

/** The composed gateway: what archiving does to links is seen on the PBXes themselves. */
it('takes the links of an archived organisation down, keeps them down, and brings them back when it is restored', async () => {
  const port = await freePort();
  const gatewayUrl = `http://127.0.0.1:${port}`;
  await using gateway = await startTestApp({ rooms: composeRooms, config: { administrator, port, gatewayUrl } });
  const cookie = await signIn(gateway, administrator);
  const api = createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${gateway.url}/trpc`, transformer: superjson, headers: { cookie } })],
  });
  const { id: home } = (await api.session.me.query()).home;
  const customer = await api.organisations.create.mutate({ organisationId: home, name: 'Customer', kind: 'customer' });
  const site = await api.organisations.create.mutate({ organisationId: customer.id, name: 'Site', kind: 'site' });
  const other = await api.organisations.create.mutate({ organisationId: home, name: 'Other', kind: 'customer' });
  const common = { organisationId: home, appObjectName: 'switchroom' };
  const inbound = await api.pbxs.create.mutate({
    ...common,
    targetOrganisationId: site.id,
    direction: 'inbound',
    name: 'In',
    domain: 'a.example',
  });
  const apps = (password: string, url?: string) => [
    { name: 'switchroom', password, flags: [...flags], ...(url === undefined ? {} : { url }) },
  ];
  const dialling = new MockPbx({
    name: 'in',
    domain: 'a.example',
    users: 3,
    apps: apps(inbound.password ?? '', inbound.instructions.appUrl ?? ''),
  });
  const served = new MockPbx({ name: 'out', domain: 'b.example', users: 3, apps: apps('given-secret') });
  const bystander = new MockPbx({ name: 'by', domain: 'c.example', users: 3, apps: apps('given-secret') });
  const linked = (mock: MockPbx) => mock.connections().filter(({ loggedInSince }) => loggedInSince).length;
  const redials: unknown[] = [];
  dialling.onState((event) => {
    if (event.state === 'redialling') redials.push(event);
  });
  try {
    dialling.dial({ appObject: 'switchroom', reconnect: { minMs: 50, maxMs: 200 } });
    const added: string[] = [];
    for (const [mock, organisationId] of [
      [served, customer.id],
      [bystander, other.id],
    ] as const) {
      const { pbx } = await api.pbxs.create.mutate({
        ...common,
        targetOrganisationId: organisationId,
        direction: 'outbound',
        name: mock.domain,
        address: (await mock.serve({ port: 0 })).url,
        password: 'given-secret',
      });
      added.push(pbx.id);
    }
    const kinds = async () => {
      const { rows } = await api.pbxs.list.query({ organisationId: home });
      return Object.fromEntries(rows.map(({ name, link }) => [name, link.kind]));
    };
    const online = { In: 'online', 'b.example': 'online', 'c.example': 'online' };
    const down = { ...online, In: 'disabled', 'b.example': 'disabled' };
    await expect.poll(kinds, { timeout: 15_000 }).toEqual(online);

    const version = async () => (await api.organisations.detail.query({ organisationId: customer.id })).version;
    const archive = async () =>
      await api.organisations.archive.mutate({
        organisationId: customer.id,
        version: await version(),
        confirmName: 'Customer',
      });
    // A change that is being carried out there comes first.
    await gateway.base.sql(
      `INSERT INTO plans (pbx_id, organisation_id, title, created_by, created_by_name, request_id, state)
       VALUES ($1, $2, '{"key":"create-app","params":{}}', 'a', 'b', 'c', 'queued')`,
      [inbound.pbx.id, site.id],
    );
    await expect(archive()).rejects.toMatchObject({
      data: { app: { fields: [{ rule: 'archive-plans-running', params: { count: 1 } }] } },
    });
    expect(await kinds()).toEqual(online);
    await gateway.base.sql(`UPDATE plans SET state = 'verified' WHERE pbx_id = $1`, [inbound.pbx.id]);

    await archive();
    expect(await kinds()).toEqual(down);
    await expect.poll(() => [dialling, served].map(linked), { timeout: 10_000 }).toEqual([0, 0]);
    expect(linked(bystander)).toBe(1);
    // The dialling one goes on trying, and is let in no more than the other one is dialled.
    const knocked = redials.length;
    await expect.poll(() => redials.length, { timeout: 10_000 }).toBeGreaterThan(knocked + 1);
    expect([dialling, served].map(linked)).toEqual([0, 0]);
    expect(await kinds()).toEqual(down);
    const permissions = (await api.organisations.get.query({ organisationId: site.id })).permissions;
    expect(permissions).toContain('organisations:archive');
    expect(permissions).not.toContain('pbxs:update');
    await expect(api.pbxs.reconnect.mutate({ organisationId: site.id, pbxId: inbound.pbx.id })).rejects.toMatchObject({
      data: { app: { code: 'forbidden' } },
    });
    await expect(api.organisations.restore.mutate({ organisationId: site.id, version: 1 })).rejects.toMatchObject({
      data: { app: { code: 'plan-outdated' } },
    });

    await api.organisations.restore.mutate({ organisationId: customer.id, version: await version() });
    await expect.poll(kinds, { timeout: 20_000 }).toEqual(online);
  } finally {
    await dialling.close();
    await served.close();
    await bystander.close();
  }
}, 60_000);
