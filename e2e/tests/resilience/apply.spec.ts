import { expect, test } from '../../fixtures/test';
import { addDiallingPbx, addServedPbx, type LinkedPbx } from '../../setup/pbxs';
import { apply, APPLY_MS, expectVerified, openApp, openApps, operation, review } from '../../support/apps';

const url = 'https://unsere.example.test/example.test/fax/innovaphone-fax';

test.afterEach(async ({ world }) => {
  if (world.gatewayPid === 0) await world.startGateway();
});

const updateArrived = async (pbx: LinkedPbx): Promise<void> => {
  await pbx.mock.journal.waitFor((entry) => entry.mt === 'UpdateObject' && entry.direction === 'in');
};

for (const { direction, add } of [
  { direction: 'outbound', add: addServedPbx },
  { direction: 'inbound', add: addDiallingPbx },
]) {
  test(`${direction}: power lost between write and answer: unknown, and verified after the PBX is back, with exactly one write`, async ({
    page,
    api,
    home,
  }) => {
    await using pbx = await add(api);
    await openApps(page, home, pbx);
    const form = await openApp(page, 'fax');
    await form.getByLabel('URL', { exact: true }).fill(url);
    await review(page);
    pbx.mock.faults.dropAfterExecute('UpdateObject', { times: 1 });
    // At once: a PBX that dials is back within half a second, and the outcome would not be unknown for long.
    const unplugged = updateArrived(pbx).then(() => pbx.unplug());
    await apply(page);
    await unplugged;
    await expect(operation(page, 'fax')).toContainText('Unknown', { timeout: APPLY_MS });
    await expect(operation(page, 'fax')).toContainText('Nothing is sent again');
    await pbx.plug();
    await expectVerified(page);
    expect(pbx.mock.journal.writes()).toHaveLength(1);
    expect(pbx.mock.state.app('fax')).toMatchObject({ url });
  });
}

test('a link that drops before the PBX carried anything out: told so, and a second try works', async ({
  page,
  api,
  home,
}) => {
  await using pbx = await addServedPbx(api);
  await openApps(page, home, pbx);
  const form = await openApp(page, 'fax');
  await form.getByLabel('URL', { exact: true }).fill(url);
  await review(page);
  pbx.mock.faults.dropBefore('UpdateObject', { times: 1 });
  await apply(page);
  await expect(operation(page, 'fax')).toContainText('The PBX did not carry it out.', { timeout: APPLY_MS });
  expect(pbx.mock.journal.writes()).toEqual([]);
  await page.getByRole('button', { name: 'Plan the rest again' }).click();
  await apply(page);
  await expectVerified(page);
  expect(pbx.mock.journal.writes()).toHaveLength(1);
});

test('a PBX that refuses says why, and what comes after it is not tried', async ({ page, api, home }) => {
  await using pbx = await addServedPbx(api);
  await openApps(page, home, pbx);
  const form = await openApp(page, 'fax');
  await form.getByLabel('URL', { exact: true }).fill(url);
  await form.getByRole('checkbox', { name: /^Config Admin/ }).setChecked(true);
  await review(page);
  pbx.mock.faults.failWrite('UpdateObject', 'object is locked', { times: 1 });
  await apply(page);
  await expect(operation(page, 'fax')).toContainText('The PBX refused it: object is locked', { timeout: APPLY_MS });
  await expect(operation(page, 'Config Admin')).toContainText('Skipped');
  expect(pbx.mock.journal.writes()).toEqual([]);
});

test('a change confirmed while the PBX is away waits, and is carried out when it is back', async ({
  page,
  api,
  home,
}) => {
  await using pbx = await addServedPbx(api);
  await openApps(page, home, pbx);
  const form = await openApp(page, 'fax');
  await form.getByLabel('URL', { exact: true }).fill(url);
  await review(page);
  await pbx.unplug();
  await expect(page.getByText(/is offline\. You can confirm now/)).toBeVisible();
  await apply(page);
  await expect(page.getByText(/is offline\. The change waits/)).toBeVisible();
  expect(pbx.mock.journal.writes()).toEqual([]);
  await pbx.plug();
  await expectVerified(page);
  expect(pbx.mock.journal.writes()).toHaveLength(1);
});

test('the gateway killed in the middle of a write and started again: the page settles by itself, with exactly one write', async ({
  page,
  api,
  home,
  world,
  problems,
}) => {
  problems.allow(/status of 50[234]/, /WebSocket connection to/, /net::ERR/);
  await using pbx = await addServedPbx(api);
  await openApps(page, home, pbx);
  const form = await openApp(page, 'fax');
  await form.getByLabel('URL', { exact: true }).fill(url);
  await review(page);
  pbx.mock.faults.neverAnswer('UpdateObject', { times: 1 });
  const arrived = updateArrived(pbx);
  await apply(page);
  await arrived;
  await world.stopGateway({ hard: true });
  await expect(page.locator('[data-connection="gateway-away"]')).toBeAttached({ timeout: APPLY_MS });
  await world.startGateway();
  await expectVerified(page);
  await expect(page.locator('[data-connection="live"]')).toBeAttached();
  expect(pbx.mock.journal.writes()).toHaveLength(1);
});
