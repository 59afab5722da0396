import { randomUUID } from 'node:crypto';
import { expect, test } from '../../fixtures/test';
import { addServedPbx, type LinkedPbx, newMock } from '../../setup/pbxs';
import type { World } from '../../setup/world';
import { apply, expectVerified, openApp, openApps, panel, review } from '../../support/apps';
import { EverythingReceived, spellings } from '../../support/everything-received';
import { open } from '../../support/open';
import { configured, fillWizard, readInstructions } from '../../support/wizard';

/** Tables of the database in which the text stands in clear. */
async function tablesWith(world: World, text: string): Promise<string[]> {
  const tables = await world.sql<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    for (const spelling of spellings(text)) {
      const [row] = await world.sql<{ hit: boolean }>(
        `SELECT EXISTS (SELECT FROM ${name} AS t WHERE position($1 IN t::text) > 0) AS hit`,
        [spelling],
      );
      if (row?.hit === true) found.push(name);
    }
  }
  return found;
}

function expectNotLogged(world: World, secret: string): void {
  const log = world.gatewayLog();
  expect(log.length).toBeGreaterThan(1000);
  for (const spelling of spellings(secret)) expect(log).not.toContain(spelling);
}

/** Walks over everything that could show something about the PBX. */
async function visitEverything(
  page: Parameters<typeof open>[0],
  home: string,
  pbx: Pick<LinkedPbx, 'id'>,
): Promise<void> {
  for (const path of ['', '/pbxs', '/changes', '/audit']) await open(page, `${home}${path}`);
  for (const side of ['', '/apps', '/templates', '/licences', '/activity', '/link']) {
    await open(page, `${home}/pbxs/${pbx.id}${side}`);
    await expect(page.locator('[data-connection="live"]')).toBeAttached();
  }
}

test('the password of a link is sent once, in the answer to adding the PBX, and stands nowhere in clear', async ({
  page,
  home,
  world,
  context,
}) => {
  const received = new EverythingReceived(context);
  const domain = `${randomUUID().slice(0, 8)}.test`;
  await fillWizard(page, home, 'The PBX dials us', { name: `Geheim ${domain}`, domain });
  await page.getByRole('button', { name: 'Add the PBX' }).click();
  const shown = await readInstructions(page);
  const password = shown.password ?? '';
  expect(password).toHaveLength(15);
  expect(await received.sendersOf(password)).toEqual([expect.stringContaining('/api/trpc/pbxs.create')]);

  const later = new EverythingReceived(context);
  await using mock = configured(shown, { domain });
  mock.dial({ appObject: shown.name });
  await expect(page.getByText('The PBX is online', { exact: true })).toBeVisible({ timeout: 20_000 });
  const id = /pbxs\/([^/]+)\/link/.exec(page.url())?.[1] ?? '';
  await visitEverything(page, home, { id });
  expect(later.count).toBeGreaterThan(50);
  expect(await later.sendersOf(password)).toEqual([]);
  expectNotLogged(world, password);
  expect(await tablesWith(world, password)).toEqual([]);
  // The looking itself finds what is there.
  expect(await later.sendersOf(domain)).not.toEqual([]);
  expect(await tablesWith(world, domain)).not.toEqual([]);
});

test('a password that a person gives never comes back', async ({ page, home, world, context }) => {
  const password = `gegeben-${randomUUID().slice(0, 6)}`;
  await using mock = newMock({ password });
  const { port } = await mock.serve({ port: 0, host: '127.0.0.1' });
  const received = new EverythingReceived(context);
  await fillWizard(page, home, 'We dial the PBX', {
    name: `Gegeben ${port}`,
    address: `ws://127.0.0.1:${port}`,
    appObjectName: 'switchroom',
    password,
  });
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Add the PBX' }).click();
  await expect(page.getByText('The PBX is online', { exact: true })).toBeVisible({ timeout: 20_000 });
  const id = /pbxs\/([^/]+)\/link/.exec(page.url())?.[1] ?? '';
  await visitEverything(page, home, { id });
  expect(await received.sendersOf(password)).toEqual([]);
  expectNotLogged(world, password);
  expect(await tablesWith(world, password)).toEqual([]);
});

test('passwords of App objects are made, written and never shown: not in the diff, the trail, the log or the database', async ({
  page,
  api,
  home,
  world,
  context,
}) => {
  await using pbx = await addServedPbx(api);
  const received = new EverythingReceived(context);
  await openApps(page, home, pbx);
  await page.getByRole('button', { name: 'Create an app' }).click();
  await page.locator('[data-catalogue="custom"]').click();
  await panel(page).getByLabel('Long Name').fill('Minibar');
  await panel(page).getByLabel('Name', { exact: true }).fill('minibar');
  await panel(page).getByLabel('URL', { exact: true }).fill('https://hotel.example.test/app/minibar');
  await review(page);
  await expect(panel(page).getByText('changed', { exact: true })).toBeVisible();
  await apply(page);
  await expectVerified(page);
  const first = passwordOf(pbx, 'minibar');
  await panel(page).getByRole('button', { name: 'Close' }).click();

  const form = await openApp(page, 'minibar');
  await form.getByRole('switch', { name: /^Write a new password/ }).click();
  await review(page);
  await apply(page);
  await expectVerified(page);
  const second = passwordOf(pbx, 'minibar');
  expect(second).not.toBe(first);
  // The native administrator's own password of another app is none of our business either.
  const native = passwordOf(pbx, 'switchroom');

  await visitEverything(page, home, pbx);
  for (const secret of [first, second, native]) {
    expect(secret.length).toBeGreaterThan(8);
    expect(await received.sendersOf(secret)).toEqual([]);
    expectNotLogged(world, secret);
    expect(await tablesWith(world, secret)).toEqual([]);
  }
});

function passwordOf(pbx: LinkedPbx, app: string): string {
  const password = pbx.mock.state.object(app)?.['pwd'];
  if (typeof password !== 'string') throw new Error(`${app} has no password on the PBX`);
  return password;
}
