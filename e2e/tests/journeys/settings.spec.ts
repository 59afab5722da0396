import { randomUUID } from 'node:crypto';
import { type Page, expect } from '@playwright/test';
import { test as base } from '../../fixtures/test';
import { addAccount, providerPath } from '../../setup/accounts';
import { Api } from '../../setup/api';
import { arrives } from '../../setup/news';
import { addServedPbx } from '../../setup/pbxs';
import { administrator, type World } from '../../setup/world';
import { lookOver } from '../../support/look-over';
import { open } from '../../support/open';
import { review, save, SettingField } from '../../support/settings';

/** A session of the test's own: confirming who one is ends the one that it was asked in. */
const test = base.extend({
  // Not before that of the worker, and without it.
  storageState: async ({ world, playwright, session: _session }, use) => {
    const request = await playwright.request.newContext({ storageState: { cookies: [], origins: [] } });
    await use(await (await Api.signIn(world, request)).storageState());
    await request.dispose();
  },
});

const retention = 'attendant.retentionDays';

interface Tree {
  reseller: { id: string; name: string };
  customer: { id: string; name: string };
}

/** A reseller with one customer, of this test alone. */
async function tree(api: Api): Promise<Tree> {
  const mark = randomUUID().slice(0, 6);
  const names = { reseller: `Vinschgau Telefon ${mark}`, customer: `Hotel Ortler ${mark}` };
  const reseller = await api.createOrganisation(names.reseller, 'reseller');
  const customer = await api.createOrganisation(names.customer, 'customer', reseller);
  return {
    reseller: { id: reseller.id, name: names.reseller },
    customer: { id: customer.id, name: names.customer },
  };
}

/** Sets a value through the API, as somebody else would elsewhere. */
async function set(api: Api, organisationId: string, key: string, value: unknown): Promise<void> {
  const { settings } = await api.query<{ settings: { key: string; revision: number }[] }>('settings.list', {
    organisationId,
  });
  const revision = settings.find((setting) => setting.key === key)?.revision ?? 0;
  const changes = [{ key, value, revision }];
  const { digest } = await api.mutate<{ digest: string }>('settings.preview', { organisationId, changes });
  await api.mutate('settings.save', { organisationId, changes, digest });
}

/** From the next dangerous act on, everybody is asked who they are. */
async function forgetConfirmations(world: World): Promise<void> {
  await world.sql(`UPDATE auth.session SET "confirmedAt" = now() - interval '11 minutes'`);
}

const settings = (page: Page, key: string): SettingField => new SettingField(page, key);

test('a value set at a reseller holds below, is overridden at one PBX, and goes back to the default; each level says why', async ({
  page,
  api,
}) => {
  const { reseller, customer } = await tree(api);
  await using pbx = await addServedPbx(api, { organisationId: customer.id });
  const field = settings(page, retention);

  await open(page, `/o/${reseller.id}`);
  await page.getByRole('link', { name: 'Settings', exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 2, name: 'Attendant' })).toBeVisible();
  await expect(field.input).toHaveValue('10');
  await expect(field.origin).toHaveText('Factory value');
  await lookOver(page, 'settings');

  await field.input.fill('45');
  await expect(page.getByText('1 setting is changed and not saved').last()).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(review(page)).toContainText('1 PBX of 1 organisation gets another value.');
  await expect(review(page)).toContainText(pbx.name);
  await lookOver(page, 'settings-review');
  await review(page).getByLabel('Reason').fill('Agreed with the works council');
  await review(page).getByRole('button', { name: 'Save 1 change' }).click();
  await expect(review(page)).toBeHidden();
  await expect(field.origin).toHaveText('Set here');
  await expect(page.getByText('is changed and not saved')).toHaveCount(0);

  await open(page, `/o/${customer.id}/settings/attendant`);
  await expect(field.input).toHaveValue('45');
  await expect(field.origin).toHaveText(reseller.name);

  await open(page, `/o/${customer.id}/pbxs/${pbx.id}`);
  await page.getByRole('navigation', { name: 'Sides of this PBX' }).getByRole('link', { name: 'Settings' }).click();
  await expect(field.input).toHaveValue('45');
  await expect(field.origin).toHaveText(reseller.name);
  await field.input.fill('7');
  await save(page);
  await expect(field.origin).toHaveText('Set here');

  await field.origin.click();
  await expect(page).toHaveURL(/why=attendant\.retentionDays/);
  const why = page.getByRole('dialog', { name: 'Why this value?' });
  const levels = why.getByRole('list').getByRole('listitem');
  await expect(levels).toHaveCount(5);
  await expect(levels.nth(0)).toContainText('no value of its own');
  await expect(levels.nth(1)).toContainText(reseller.name);
  await expect(levels.nth(1)).toContainText('45 days');
  await expect(levels.nth(1)).toContainText('Overridden below');
  await expect(levels.nth(1)).toContainText(/Set by .+, .+/);
  await expect(levels.nth(2)).toContainText(customer.name);
  await expect(levels.nth(3)).toContainText(pbx.name);
  await expect(levels.nth(3)).toContainText('7 days');
  await expect(levels.nth(3)).toContainText('Holds');
  await expect(levels.nth(4)).toContainText('Factory value');
  await expect(levels.nth(4)).toContainText('10 days');
  await lookOver(page, 'settings-why');
  await page.reload();
  await expect(levels.nth(3)).toContainText('Holds');
  await page.keyboard.press('Escape');
  await expect(why).toBeHidden();

  await field.row.getByRole('button', { name: 'Use default (45 days)' }).click();
  await expect(field.row).toContainText('the value set here goes, and 45 days holds');
  await expect(field.input).toHaveValue('45');
  await save(page);
  await expect(field.origin).toHaveText(reseller.name);
  await expect(field.input).toHaveValue('45');
});

test('what is locked above cannot be changed below, neither on the page nor by a direct call', async ({
  page,
  api,
  world,
  browser,
}) => {
  const { reseller, customer } = await tree(api);
  await set(api, customer.id, retention, 20);
  await set(api, reseller.id, retention, 45);
  const field = settings(page, retention);

  await open(page, `/o/${reseller.id}/settings/attendant`);
  await field.menu('Lock for everything below');
  const dialog = page.getByRole('dialog', { name: 'Lock “Delete data older than”' });
  await expect(dialog).toContainText('1 place below has a value of its own, which no longer counts.');
  await dialog.getByRole('button', { name: 'Lock', exact: true }).click();
  await expect(dialog.getByText('This is required.')).toBeVisible();
  await dialog.getByLabel('Reason').fill('Agreed with the works council');
  await lookOver(page, 'settings-lock');
  await dialog.getByRole('button', { name: 'Lock', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(field.row).toContainText('Locked here for everything below: Agreed with the works council');

  await open(page, `/o/${customer.id}/settings/attendant`);
  await expect(field.input).toBeDisabled();
  await expect(field.input).toHaveValue('45');
  await expect(field.row).toContainText(`Locked by ${reseller.name}: Agreed with the works council`);
  await expect(field.row).toContainText('The value set here does not count.');
  await lookOver(page, 'settings-locked');
  await expect(set(api, customer.id, retention, 21)).rejects.toThrow(/setting-locked/);

  // Somebody of the customer is not told who is above them, but reads the reason.
  const path = `${await providerPath(world)}${reseller.id}/${customer.id}/`;
  const account = await addAccount(world, { ...customer, path }, 'customer-administrator');
  const context = await browser.newContext({ baseURL: world.portalUrl, storageState: { cookies: [], origins: [] } });
  const theirApi = await Api.signIn(world, context.request, account);
  const theirs = await context.newPage();
  await open(theirs, `/o/${customer.id}/settings/attendant`);
  const theirField = settings(theirs, retention);
  await expect(theirField.row).toContainText('Locked by an organisation above: Agreed with the works council');
  expect(await theirs.content()).not.toContain(reseller.name);
  await expect(set(theirApi, customer.id, retention, 21)).rejects.toThrow(/setting-locked/);

  // Unlocked again, their page hears of it by itself, and the value that was always there counts.
  await open(page, `/o/${reseller.id}/settings/attendant`);
  await field.menu('Unlock');
  const unlock = page.getByRole('dialog', { name: 'Unlock “Delete data older than”' });
  await expect(unlock).toContainText('1 place below has a value of its own, which counts again at once.');
  await unlock.getByRole('button', { name: 'Unlock', exact: true }).click();
  await arrives('a lock taken away above', () => expect(theirField.input).toBeEnabled());
  await expect(theirField.input).toHaveValue('20');
  await context.close();
});

test('what is wrong is said at its field, nothing that was entered is lost, and the panic number asks who is there', async ({
  page,
  api,
  world,
  problems,
}) => {
  // The refusal of the gateway, and of a change without a fresh proof.
  problems.allow(/status of 40[013]/);
  const { customer } = await tree(api);
  const days = settings(page, retention);
  const number = settings(page, 'attendant.panic.number');
  const enabled = settings(page, 'attendant.panic.enabled');
  await open(page, `/o/${customer.id}/settings/attendant`);
  await days.input.fill('3651');
  await page
    .getByRole('navigation', { name: 'Groups of settings' })
    .getByRole('link', { name: /Panic button/ })
    .click();
  await expect(number.input).toBeVisible();
  await number.input.fill('0800-HELP');
  await page.keyboard.press('Tab');
  await expect(number.row).toContainText('Digits, * and # only, with a leading + if needed.');
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  // The first one that is wrong has the keyboard, in its own group.
  await expect(days.input).toBeFocused();
  await expect(days.input).toHaveValue('3651');
  await expect(days.row).toContainText('Enter a whole number from 1 to 3650.');
  await lookOver(page, 'settings-wrong');
  await days.input.fill('3650');

  // A button without a number is refused by the gateway, at the field that it is about.
  await page
    .getByRole('navigation', { name: 'Groups of settings' })
    .getByRole('link', { name: /Panic button/ })
    .click();
  await expect(number.input).toHaveValue('0800-HELP');
  await number.row.getByRole('button', { name: 'Undo' }).click();
  await enabled.row.getByRole('switch').click();
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(page.getByText('The panic button needs a number that it calls.')).toBeVisible();
  await expect(review(page)).toBeHidden();
  await expect(enabled.row.getByRole('switch')).toBeChecked();

  await number.input.fill('0472112');
  await forgetConfirmations(world);
  await page.keyboard.press('Control+s');
  await expect(review(page)).toContainText('Safety-critical: Panic button, Number to call');
  await lookOver(page, 'settings-review-critical');
  await review(page).getByRole('button', { name: 'Save 3 changes' }).click();
  const question = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(review(page).getByText('Confirm that it is you', { exact: false }).first()).toBeVisible();
  await review(page).getByRole('button', { name: 'Save 3 changes' }).click();
  await question.getByLabel('Password', { exact: true }).fill(administrator.password);
  await page.keyboard.press('Enter');
  await expect(review(page)).toBeHidden();
  await expect(number.origin).toHaveText('Set here');
  await page.reload();
  await expect(number.input).toHaveValue('0472112');
  await expect(enabled.row.getByRole('switch')).toBeChecked();
  await lookOver(page, 'settings-panic');
});

test('somebody else saves meanwhile: the page shows it, and what was entered stays', async ({ page, api }) => {
  const { reseller, customer } = await tree(api);
  await set(api, customer.id, retention, 20);
  const field = settings(page, retention);
  const results = settings(page, 'attendant.searchMaxResults');
  await open(page, `/o/${customer.id}/settings/attendant`);
  await expect(page.locator('[data-connection="live"]')).toBeAttached();
  await field.input.fill('21');

  await set(api, reseller.id, 'attendant.searchMaxResults', 300);
  await arrives('a setting changed above', () => expect(results.input).toHaveValue('300'));
  await set(api, customer.id, retention, 40);
  await expect(field.row).toContainText('Somebody changed this meanwhile, from 20 days to 40 days.');
  await expect(field.input).toHaveValue('21');
  await lookOver(page, 'settings-meanwhile');
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(review(page)).toContainText('Somebody changed some of these settings meanwhile.');
  await expect(review(page)).toContainText('40 days');
  await review(page).getByRole('button', { name: 'Save 1 change' }).click();
  await expect(review(page)).toBeHidden();
  await expect(field.input).toHaveValue('21');

  // Somebody saves while the review is open: what was confirmed is no longer what would happen.
  await field.input.fill('22');
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(review(page)).toContainText('21 days');
  await set(api, customer.id, retention, 50);
  await expect(review(page)).toContainText('50 days');
  await review(page).getByRole('button', { name: 'Save 1 change' }).click();
  await expect(review(page)).toBeHidden();
  await expect(field.input).toHaveValue('22');
});

test('every setting is found by search and palette, every type has its control, and leaving asks first', async ({
  page,
  api,
}) => {
  const { customer } = await tree(api);
  await open(page, `/o/${customer.id}/settings`);
  await page.keyboard.press('/');
  await page.keyboard.type('forwardmasking');
  const masking = settings(page, 'attendant.forwardMasking');
  await expect(masking.row).toContainText('0041791234567 is shown as 0041791234***');
  await expect(page.locator('[data-setting]')).toHaveCount(1);
  await masking.input.fill('5');
  await expect(masking.row).toContainText('00417912*****');
  await masking.row.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('textbox', { name: 'Search settings' }).fill('no such thing');
  await expect(page.getByText('No setting found')).toBeVisible();
  await lookOver(page, 'settings-search-empty');
  await page.getByRole('button', { name: 'Clear search' }).last().click();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('pausereasons');
  await page.getByRole('option', { name: /Pause reasons/ }).click();
  await expect(page).toHaveURL(/\/settings\/pause#attendant\.pauseReasons$/);
  const reasons = settings(page, 'attendant.pauseReasons');
  await expect(reasons.row.getByRole('button', { name: 'Add a reason' })).toBeFocused();
  await page.keyboard.press('Enter');
  for (const reason of ['Lunch', 'Training', 'Meeting']) {
    await page.keyboard.type(reason);
    if (reason !== 'Meeting') await page.keyboard.press('Enter');
  }
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('Alt+ArrowUp');
  const texts = async (): Promise<string[]> =>
    await reasons.row
      .getByRole('textbox', { name: /^Reason/ })
      .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  await expect.poll(texts).toEqual(['Meeting', 'Lunch', 'Training']);
  await reasons.row.getByRole('button', { name: /^Translations of Lunch/ }).click();
  await reasons.row.getByLabel('Deutsch').fill('Mittagspause');
  await lookOver(page, 'settings-reasons');

  // Nothing entered is lost by accident: neither on the way to another group, nor off the page.
  await page
    .getByRole('navigation', { name: 'Groups of settings' })
    .getByRole('link', { name: /E-mail/ })
    .click();
  await expect(page.getByText('Kept here only')).toBeVisible();
  await lookOver(page, 'settings-kept-only');
  await page.getByRole('navigation', { name: 'Sides of the settings' }).getByRole('link', { name: 'Compare' }).click();
  const leave = page.getByRole('alertdialog');
  await expect(leave).toBeVisible();
  await leave.getByRole('button').first().click();
  await expect(page).toHaveURL(/\/settings\/mail$/);
  await page
    .getByRole('navigation', { name: 'Groups of settings' })
    .getByRole('link', { name: /Pause reasons/ })
    .click();
  await expect.poll(texts).toEqual(['Meeting', 'Lunch', 'Training']);
  await save(page);
  await page.reload();
  await expect.poll(texts).toEqual(['Meeting', 'Lunch', 'Training']);
});
