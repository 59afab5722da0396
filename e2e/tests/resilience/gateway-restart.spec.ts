import { expect, test } from '../../fixtures/test';
import { arrives } from '../../setup/news';
import { addDiallingPbx, addServedPbx } from '../../setup/pbxs';
import { open } from '../../support/open';

// What a browser writes when a server does not answer.
const unreachable = [/status of 50[234]/, /WebSocket connection to/, /ERR_CONNECTION|ERR_EMPTY_RESPONSE|net::ERR/];

test.beforeEach(({ problems }) => problems.allow(...unreachable));
test.afterEach(async ({ world }) => {
  if (world.gatewayPid === 0) await world.startGateway();
});

for (const { how, hard } of [
  { how: 'drained', hard: false },
  { how: 'killed', hard: true },
]) {
  test(`a gateway ${how} under an open page: a banner, then live again without a reload, and nothing stale`, async ({
    page,
    api,
    home,
    world,
  }) => {
    await using outbound = await addServedPbx(api);
    await using inbound = await addDiallingPbx(api);
    await using leaving = await addServedPbx(api);
    await open(page, `${home}/pbxs`);
    const row = (pbx: { id: string }) => page.locator(`[data-pbx="${pbx.id}"]`);
    for (const pbx of [outbound, inbound, leaving]) await expect(row(pbx)).toContainText('Online');
    await expect(page.locator('[data-connection="live"]')).toBeVisible();
    const before = await page.evaluateHandle(() => document.body);

    await world.stopGateway({ hard });
    const banner = page.getByText(/The gateway does not answer\. What you see is from/);
    await expect(banner).toBeVisible();
    await expect(page.locator('[data-connection="gateway-away"]')).toBeVisible();
    await expect(row(outbound)).toBeVisible();

    await leaving.unplug();
    await world.sql('UPDATE pbxs SET name = $2 WHERE id = $1', [outbound.id, `${outbound.name} renamed`]);
    await world.startGateway();
    await expect(banner).toBeHidden({ timeout: 20_000 });
    await expect(page.locator('[data-connection="live"]')).toBeVisible();
    await expect(row(outbound)).toContainText(`${outbound.name} renamed`);
    await expect(row(outbound)).toContainText('Online', { timeout: 20_000 });
    await expect(row(inbound)).toContainText('Online', { timeout: 20_000 });
    await expect(row(leaving)).toContainText('Offline', { timeout: 20_000 });
    // Still the same document: nobody reloaded it.
    expect(await before.evaluate((body) => body.isConnected && body === document.body)).toBe(true);

    // And it follows again, from the new gateway.
    await outbound.unplug();
    await arrives('a PBX that went away, after a restart', () => expect(row(outbound)).toContainText('Offline'));
  });
}

test('a page opened while the gateway is away says so, and comes by itself', async ({ page, api, home, world }) => {
  await using pbx = await addServedPbx(api);
  await world.stopGateway();
  await page.goto(`${home}/pbxs`);
  await expect(page.getByRole('heading', { name: 'The gateway does not answer' })).toBeVisible();
  await expect(page.getByText('PBXes and their users are not affected.')).toBeVisible();
  await world.startGateway();
  await expect(page.locator(`[data-pbx="${pbx.id}"]`)).toBeVisible({ timeout: 20_000 });
});

test('the sign-in page says when the gateway is away, and works once it is back', async ({ browser, world }) => {
  const context = await browser.newContext({ baseURL: world.portalUrl, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await open(page, '/sign-in');
  await page.getByLabel('E-mail').fill('admin@example.test');
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery staple');
  await world.stopGateway();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'The gateway does not answer.' })).toBeVisible();
  await world.startGateway();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/o\/[0-9a-f-]{36}$/);
  await context.close();
});
