import { appFlags } from '@switchroom/contracts';
import { MockPbx } from '@switchroom/mock-pbx';
import { freePort } from '@switchroom/testkit/process';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import superjson from 'superjson';
import { expect, it } from 'vitest';
import type { AppRouter } from '../src/api/router';
import { realConsole } from '../src/attendant/testing/real-console';
import { composeRooms } from '../src/compose';
import { signIn, startTestApp } from './factories/index';

const administrator = { email: 'anna@example.test', password: 'vier Worte und ein Bus' };
const flags = appFlags.filter((flag) => flag !== 'hidden' && flag !== 'web');

/** The composed gateway, from the page of settings to a console: what no single room's test can see. */
it('lets a console in, brings it a changed setting within a second, and says that it stops', async () => {
  const port = await freePort();
  const gatewayUrl = `http://127.0.0.1:${port}`;
  await using gateway = await startTestApp({ rooms: composeRooms, config: { administrator, port, gatewayUrl } });
  const cookie = await signIn(gateway, administrator);
  const api = createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${gateway.url}/trpc`, transformer: superjson, headers: { cookie } })],
  });
  const { id: organisationId } = (await api.session.me.query()).home;
  const target = { organisationId, targetOrganisationId: organisationId, appObjectName: 'switchroom' };
  const created = await api.pbxs.create.mutate({ ...target, direction: 'inbound', name: 'In', domain: 'a.example' });
  const pbxId = created.pbx.id;
  const url = created.instructions.appUrl ?? '';
  const app = { name: 'switchroom', password: created.password ?? '', url, flags: [...flags] };
  await using pbx = new MockPbx({ name: 'in', domain: 'a.example', apps: [app] });
  pbx.admin.createUser({ cn: 'Ann Lee', h323: 'ann', apps: 'switchroom' });
  await gateway.base.sql(
    `INSERT INTO operators (organisation_id, pbx_id, user_name, display_name, console_type)
     VALUES ($1, $2, 'ann', 'Ann Lee', 'BAP')`,
    [organisationId, pbxId],
  );
  await gateway.base.sql(`INSERT INTO console_licences (organisation_id, type, quantity) VALUES ($1, 'BAP', 1)`, [
    organisationId,
  ]);
  const socketUrl = url.replace(/^http/, 'ws').replace(/\/[^/]*$/, '');
  const console = await realConsole(socketUrl, pbx, { user: 'ann', appObject: 'switchroom' });
  expect(await console.login()).toMatchObject({ ok: true });
  expect(await console.open()).toMatchObject({ operator: { name: 'Ann Lee' }, settings: { searchMaxResults: 200 } });

  const changes = [{ key: 'attendant.searchMaxResults', value: 17, revision: 0 }];
  const preview = await api.settings.preview.mutate({ organisationId, changes });
  expect(preview).toMatchObject({ impact: { consoles: 1 } });
  await api.settings.save.mutate({ organisationId, changes, digest: preview.digest });
  const saved = performance.now();
  expect(await console.got('SettingsInfo')).toMatchObject({ settings: { searchMaxResults: 17 } });
  expect(performance.now() - saved).toBeLessThan(1000);

  await gateway.app.stop();
  expect(await console.got('SessionInfo')).toMatchObject({ ended: 'stopping' });
  expect(await console.closed()).toBe(1001);
  expect(await gateway.base.sql('SELECT end_reason FROM console_sessions')).toEqual([{ end_reason: 'stopping' }]);
});
