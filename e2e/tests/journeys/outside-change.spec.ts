import { expect, test } from '../../fixtures/test';
import { arrives } from '../../setup/news';
import { addServedPbx, type LinkedPbx } from '../../setup/pbxs';
import type { Api } from '../../setup/api';
import { open } from '../../support/open';
import { appRow, apply, expectVerified, openApp, openApps, operation, panel } from '../../support/apps';

const urlOf = (host: string): string => `https://${host}.example.test/example.test/fax/innovaphone-fax`;

/** The native administrator gives the Fax app another URL. */
function editOutside(pbx: LinkedPbx, url: string): void {
  pbx.mock.admin.updateObject('fax', { pseudo: { type: 'app', app: { ...pbx.mock.state.app('fax'), url } } });
}

/** Applies our own URL, so that there is something to drift from. */
async function applyOurs(api: Api, pbx: LinkedPbx, url: string): Promise<void> {
  const { id: organisationId } = await api.home();
  const input = { organisationId, pbxId: pbx.id, guid: pbx.mock.state.object('fax')?.guid };
  const { form } = await api.query<{ form: object }>('appObjects.get', input);
  const plan = await api.mutate<{ id: string }>('appObjects.planUpdate', {
    ...input,
    base: form,
    form: { ...form, url },
  });
  await api.mutate('plans.confirm', { organisationId, planId: plan.id });
  await expect
    .poll(async () => (await api.query<{ state: string }>('plans.get', { organisationId, planId: plan.id })).state, {
      timeout: 20_000,
    })
    .toBe('verified');
}

test('an edit on the PBX itself is there by itself, marked as changed outside, and taken note of', async ({
  page,
  api,
  home,
}) => {
  await using pbx = await addServedPbx(api);
  await openApps(page, home, pbx);
  const row = appRow(page, 'fax');
  await expect(row).toBeVisible();
  editOutside(pbx, urlOf('von-hand'));
  await arrives('a change outside of Switchroom', () => expect(row.locator('[data-outside="news"]')).toBeVisible());

  const form = await openApp(page, 'fax');
  const outside = form.getByRole('region', { name: 'Changed outside' });
  await expect(outside).toContainText('Nothing that was applied from here was touched.');
  await expect(outside.getByRole('row').filter({ hasText: 'URL' })).toContainText(urlOf('von-hand'));
  await expect(form.getByLabel('URL', { exact: true })).toHaveValue(urlOf('von-hand'));
  await outside.getByRole('button', { name: 'Take note' }).click();
  await expect(outside).toHaveCount(0);
  await panel(page).getByRole('button', { name: 'Close' }).click();
  await expect(row.locator('[data-outside]')).toHaveCount(0);
  expect(pbx.mock.journal.writes()).toEqual([]);
});

test('an edit of what was applied from here is drift: counted in the fleet, and put back as a verified change', async ({
  page,
  api,
  home,
}) => {
  await using pbx = await addServedPbx(api);
  await applyOurs(api, pbx, urlOf('unsere'));
  await open(page, `${home}/pbxs?q=${encodeURIComponent(pbx.name)}`);
  await expect(page.locator('[data-connection="live"]')).toBeVisible();
  await expect(page.locator(`[data-pbx="${pbx.id}"]`)).toContainText('In sync');
  editOutside(pbx, urlOf('von-hand'));
  await arrives('drift of a PBX', () => expect(page.locator(`[data-pbx="${pbx.id}"]`)).toContainText('Drifted'));

  await page.getByRole('link', { name: pbx.name }).click();
  await page.getByRole('link', { name: 'Show them' }).click();
  await expect(appRow(page, 'fax').locator('[data-outside="drift"]')).toBeVisible();
  await openApp(page, 'fax');
  pbx.mock.journal.clear();
  await panel(page).getByRole('button', { name: 'Put ours back' }).click();
  await expect(operation(page, 'fax').locator('del')).toHaveText(urlOf('von-hand'));
  await expect(operation(page, 'fax').locator('ins')).toHaveText(urlOf('unsere'));
  expect(pbx.mock.journal.writes()).toEqual([]);
  await apply(page);
  await expectVerified(page);
  expect(pbx.mock.state.app('fax')).toMatchObject({ url: urlOf('unsere') });
  expect(pbx.mock.journal.writes()).toHaveLength(1);
  await panel(page).getByRole('button', { name: 'Close' }).click();
  await expect(page.locator('[data-outside]')).toHaveCount(0);
});

test('drift can be accepted: what the PBX has is from then on what is wanted', async ({ page, api, home }) => {
  await using pbx = await addServedPbx(api);
  await applyOurs(api, pbx, urlOf('unsere'));
  await openApps(page, home, pbx);
  editOutside(pbx, urlOf('von-hand'));
  await arrives('drift of an app', () => expect(appRow(page, 'fax').locator('[data-outside="drift"]')).toBeVisible());
  pbx.mock.journal.clear();
  await openApp(page, 'fax');
  await panel(page).getByRole('button', { name: 'Accept what the PBX has' }).click();
  await expect(panel(page).getByRole('region', { name: 'Changed outside' })).toHaveCount(0);
  await page.goto(`${home}/pbxs?q=${encodeURIComponent(pbx.name)}`);
  await expect(page.locator(`[data-pbx="${pbx.id}"]`)).toContainText('In sync');
  expect(pbx.mock.journal.writes()).toEqual([]);
  expect(pbx.mock.state.app('fax')).toMatchObject({ url: urlOf('von-hand') });
});

test('an app that somebody deletes or creates on the PBX goes and comes by itself', async ({ page, api, home }) => {
  await using pbx = await addServedPbx(api);
  await openApps(page, home, pbx);
  pbx.mock.admin.createObject({
    cn: 'Von Hand',
    h323: 'von-hand',
    pseudo: { type: 'app', app: { url: 'https://apps.example.test/von/hand' } },
  });
  await arrives('an app made outside', () => expect(appRow(page, 'von-hand')).toBeVisible());
  pbx.mock.admin.deleteObject('von-hand');
  await arrives('an app removed outside', () => expect(appRow(page, 'von-hand')).toHaveCount(0));
  expect(pbx.mock.journal.writes()).toEqual([]);
});
