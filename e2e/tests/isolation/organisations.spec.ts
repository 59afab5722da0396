import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext } from '@playwright/test';
import { expect, test } from '../../fixtures/test';
import { addAccount, addOrganisation, type Account, providerPath } from '../../setup/accounts';
import { Api } from '../../setup/api';
import { addServedPbx } from '../../setup/pbxs';
import type { World } from '../../setup/world';
import { open } from '../../support/open';

async function signedIn(browser: Browser, world: World, account: Account): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: world.portalUrl, storageState: { cookies: [], origins: [] } });
  await Api.signIn(world, context.request, account);
  return context;
}

test('an administrator of one customer sees nothing of another one, and the provider sees both', async ({
  browser,
  world,
  api,
  page,
  home,
}) => {
  const provider = await providerPath(world);
  const secret = `Geheim-${randomUUID().slice(0, 8)}`;
  const own = `Eigen-${randomUUID().slice(0, 8)}`;
  const alpha = await addOrganisation(world, { name: `${secret} GmbH`, kind: 'customer', parent: provider });
  const beta = await addOrganisation(world, { name: `${own} GmbH`, kind: 'customer', parent: provider });
  await using theirs = await addServedPbx(api, { name: `${secret} PBX`, organisationId: alpha.id });
  await using ours = await addServedPbx(api, { name: `${own} PBX`, organisationId: beta.id });
  const guid = theirs.mock.state.object('remotecontrol')?.guid ?? '';
  const plan = await api.mutate<{ id: string }>('appObjects.planDelete', {
    organisationId: alpha.id,
    pbxId: theirs.id,
    guid,
  });

  const context = await signedIn(browser, world, await addAccount(world, beta, 'customer-administrator'));
  const allOf = (organisation: string, pbx: string): string[] => [
    `/o/${organisation}`,
    `/o/${organisation}/pbxs`,
    `/o/${organisation}/pbxs?q=${secret.slice(0, 4)}`,
    `/o/${organisation}/changes`,
    `/o/${organisation}/audit`,
    `/o/${organisation}/pbxs/${pbx}`,
    `/o/${organisation}/pbxs/${pbx}/apps?app=${guid}`,
    `/o/${organisation}/pbxs/${pbx}/templates`,
    `/o/${organisation}/pbxs/${pbx}/licences`,
    `/o/${organisation}/pbxs/${pbx}/activity`,
    `/o/${organisation}/changes/${plan.id}`,
  ];
  const foreign = (path: string): boolean => [alpha.id, theirs.id, plan.id].some((id) => path.includes(id));
  // Their addresses, and theirs below our own organisation, as the server sends them.
  for (const path of [...allOf(alpha.id, theirs.id), ...allOf(beta.id, theirs.id)]) {
    const answer = await context.request.get(path);
    const html = await answer.text();
    expect(html, `${path} must not name the other customer`).not.toContain(secret);
    expect(html, `${path} must not name the other customer's PBX`).not.toContain(theirs.mock.domain);
    if (foreign(path)) expect(html, path).toContain('belongs to an organisation you cannot see');
  }
  // And as a browser shows them, once everything was fetched.
  const stranger = await context.newPage();
  for (const path of [
    `/o/${alpha.id}/pbxs`,
    `/o/${beta.id}/pbxs/${theirs.id}/apps`,
    `/o/${beta.id}/changes/${plan.id}`,
  ]) {
    await stranger.goto(path);
    await expect(stranger.getByRole('heading', { name: 'Not found' }), path).toBeVisible();
  }
  await stranger.close();
  // And over the API, which has no pages to hide behind.
  const asStranger = Api.resume(world, context.request);
  for (const [path, input] of [
    ['pbxs.list', { organisationId: alpha.id }],
    ['pbxs.get', { organisationId: beta.id, pbxId: theirs.id }],
    ['appObjects.list', { organisationId: beta.id, pbxId: theirs.id }],
    ['appObjects.get', { organisationId: beta.id, pbxId: theirs.id, guid }],
    ['plans.get', { organisationId: beta.id, planId: plan.id }],
    ['audit.list', { organisationId: alpha.id }],
  ] as const) {
    await expect(asStranger.query(path, input), path).rejects.toThrow(/not-found|forbidden/);
  }
  const confirm = asStranger.mutate('plans.confirm', { organisationId: beta.id, planId: plan.id });
  await expect(confirm).rejects.toThrow(/not-found/);
  expect(theirs.mock.journal.writes()).toEqual([]);

  // The positive twin: their own is there, and the provider's administrator sees both.
  const mine = await context.newPage();
  await open(mine, `/o/${beta.id}/pbxs`);
  await expect(mine.locator('[data-pbx]')).toHaveCount(1);
  await expect(mine.getByRole('link', { name: ours.name })).toBeVisible();
  await open(mine, `/o/${beta.id}/pbxs/${ours.id}`);
  await expect(mine.getByRole('heading', { level: 1, name: ours.name })).toBeVisible();
  await mine.getByRole('button', { name: /switch organisation/ }).click();
  await mine.keyboard.type(secret);
  await expect(mine.getByText('No organisation with this name.')).toBeVisible();
  await context.close();

  await open(page, `${home}/pbxs?q=${secret}`);
  await expect(page.getByRole('link', { name: theirs.name })).toBeVisible();
  await open(page, `/o/${alpha.id}/pbxs/${theirs.id}`);
  await expect(page.getByRole('heading', { level: 1, name: theirs.name })).toBeVisible();
});

test('a stranger gets no news of the other customer over the live stream either', async ({ browser, world, api }) => {
  const provider = await providerPath(world);
  const mark = randomUUID().slice(0, 8);
  const alpha = await addOrganisation(world, { name: `Alpha ${mark}`, kind: 'customer', parent: provider });
  const beta = await addOrganisation(world, { name: `Beta ${mark}`, kind: 'customer', parent: provider });
  await using theirs = await addServedPbx(api, { name: `Theirs ${mark}`, organisationId: alpha.id });
  await using ours = await addServedPbx(api, { name: `Ours ${mark}`, organisationId: beta.id });
  const context = await signedIn(browser, world, await addAccount(world, beta, 'customer-administrator'));
  const page = await context.newPage();
  const frames: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
  await open(page, `/o/${beta.id}/pbxs`);
  await expect(page.locator('[data-connection="live"]')).toBeVisible();
  await theirs.unplug();
  await ours.unplug();
  await expect(page.locator(`[data-pbx="${ours.id}"]`)).toContainText('Offline');
  const received = frames.join('\n');
  expect(received).toContain(ours.id);
  expect(received).not.toContain(theirs.id);
  expect(received).not.toContain(theirs.name);
  await context.close();
});

test('an auditor sees the fleet and its changes, and is offered nothing that changes anything', async ({
  browser,
  world,
  api,
}) => {
  const provider = await providerPath(world);
  const organisation = await addOrganisation(world, {
    name: `Kunde ${randomUUID().slice(0, 8)}`,
    kind: 'customer',
    parent: provider,
  });
  await using pbx = await addServedPbx(api, { organisationId: organisation.id });
  const context = await signedIn(browser, world, await addAccount(world, organisation, 'auditor'));
  const page = await context.newPage();
  await open(page, `/o/${organisation.id}/pbxs`);
  await expect(page.getByRole('link', { name: pbx.name })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Add a PBX' })).toHaveCount(0);
  await open(page, `/o/${organisation.id}/pbxs/${pbx.id}/apps`);
  await expect(page.getByRole('table', { name: 'App objects' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create an app' })).toHaveCount(0);
  await page.goto(`/o/${organisation.id}/pbxs/new`);
  await expect(page.getByRole('heading', { name: 'Not found' })).toBeVisible();
  const refused = Api.resume(world, context.request).mutate('pbxs.reconnect', {
    organisationId: organisation.id,
    pbxId: pbx.id,
  });
  await expect(refused).rejects.toThrow(/forbidden/);
  await context.close();
});
