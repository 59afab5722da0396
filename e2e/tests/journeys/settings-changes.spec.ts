import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Locator, Page } from '@playwright/test';
import { expect, test } from '../../fixtures/test';
import { type Account, addAccount, addOrganisation, providerPath } from '../../setup/accounts';
import { Api } from '../../setup/api';
import { effectiveSetting, setSetting } from '../../setup/settings';
import type { World } from '../../setup/world';
import { lookOver } from '../../support/look-over';
import { open } from '../../support/open';

const retention = 'attendant.retentionDays';
const panicNumber = 'attendant.panic.number';

async function organisation(
  world: World,
  kind: 'reseller' | 'customer',
  name: string,
  parent?: Account['organisation'],
): Promise<Account['organisation']> {
  return await addOrganisation(world, { name, kind, parent: parent?.path ?? (await providerPath(world)) });
}

/** A PBX that has never been linked: nothing here asks it anything. */
async function addPbx(api: Api, organisationId: string, name: string): Promise<string> {
  const { pbx } = await api.mutate<{ pbx: { id: string } }>('pbxs.create', {
    organisationId,
    targetOrganisationId: organisationId,
    direction: 'inbound',
    name,
    appObjectName: 'switchroom',
    domain: `${randomUUID().slice(0, 8)}.test`,
  });
  return pbx.id;
}

async function signedIn(
  browser: Browser,
  world: World,
  account: Account,
): Promise<{ context: BrowserContext; api: Api }> {
  const context = await browser.newContext({ baseURL: world.portalUrl, storageState: { cookies: [], origins: [] } });
  const api = await Api.signIn(world, context.request, account);
  await context.addCookies((await api.storageState()).cookies);
  return { context, api };
}

const changesTable = (page: Page): Locator => page.getByRole('table', { name: 'Changes of settings' });
/** Rows of the list; the first is its head. */
const changes = (page: Page): Locator =>
  changesTable(page)
    .getByRole('row')
    .filter({ has: page.getByRole('cell') });
const tab = (page: Page, name: RegExp): Locator =>
  page.getByRole('navigation', { name: 'Sides of the settings' }).getByRole('link', { name });

test('the history says who changed what, and brings an earlier state back', async ({ browser, page, world, api }) => {
  const customer = await organisation(world, 'customer', `Weingut ${randomUUID().slice(0, 6)}`);
  const colleague = await addAccount(world, customer, 'customer-administrator');
  const other = await signedIn(browser, world, colleague);
  const target = { organisationId: customer.id };
  await setSetting(api, target, retention, 20, 'Agreed with the works council');
  await setSetting(other.api, target, retention, 30);
  await other.context.close();

  await open(page, `/o/${customer.id}/settings`);
  await tab(page, /^Changes/).click();
  await expect(changes(page)).toHaveCount(2);
  await expect(changes(page).first()).toContainText(`Person of ${customer.name}`);
  await lookOver(page, 'settings-changes');

  // The older one, by keyboard: before and after, and why.
  await changes(page).first().focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog', { name: 'Delete data older than' });
  await expect(panel).toContainText('Agreed with the works council');
  await expect(panel.getByRole('deletion')).toHaveText('Default');
  await expect(panel.getByRole('insertion')).toHaveText('20 days');
  await expect(page).toHaveURL(/change=/);
  await page.reload();
  await expect(panel).toContainText('Agreed with the works council');
  await lookOver(page, 'settings-change');

  // Restored over what somebody did since, whose name is told first.
  await panel.getByRole('button', { name: 'Restore this state' }).click();
  const dialog = page.getByRole('dialog', { name: 'Restore what this change left behind' });
  await expect(dialog).toContainText(`Changed since by Person of ${customer.name}`);
  await expect(dialog.getByRole('deletion')).toHaveText('30 days');
  await expect(dialog.getByRole('insertion')).toHaveText('20 days');
  await lookOver(page, 'settings-restore');
  await dialog.getByLabel('Reason').fill('Thirty days were too many');
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await expect(dialog).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(changes(page)).toHaveCount(3);
  await expect(changes(page).first()).toContainText('Restored');
  expect(await effectiveSetting(api, target, retention)).toBe(20);

  // Nothing has happened to another setting.
  await page.getByRole('button', { name: 'Setting', exact: true }).click();
  await page.keyboard.type('forward destination');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No change fits these filters.')).toBeVisible();
  await expect(page).toHaveURL(/key=attendant\.forwardMasking/);
});

test('what lives hang on waits for a second person, who agrees or says why not', async ({
  browser,
  page,
  world,
  api,
}) => {
  const customer = await organisation(world, 'customer', `Klinik ${randomUUID().slice(0, 6)}`);
  const target = { organisationId: customer.id };
  await addPbx(api, customer.id, `Pforte ${randomUUID().slice(0, 6)}`);
  await world.sql('INSERT INTO organisation_policies (organisation_id, setting_approval_pbxs) VALUES ($1, 1)', [
    customer.id,
  ]);
  const colleague = await addAccount(world, customer, 'customer-administrator');
  expect(await setSetting(api, target, panicNumber, '112')).toMatchObject({ state: 'waiting' });

  // Its maker sees that it waits, wherever they look at settings, and cannot approve it.
  await open(page, `/o/${customer.id}/settings`);
  await expect(tab(page, /^Changes/)).toContainText('1');
  await tab(page, /^Changes/).click();
  await changes(page).first().getByRole('button').click();
  const panel = page.getByRole('dialog', { name: 'Number to call' });
  await expect(panel).toContainText('You made this change, so somebody else has to approve it.');
  await expect(panel.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  await expect(panel).toContainText('1 PBX of 1 organisation');
  await lookOver(page, 'settings-change-waiting');
  expect(await effectiveSetting(api, target, panicNumber)).toBe('');

  // Somebody else agrees, in another browser.
  const { context, api: theirApi } = await signedIn(browser, world, colleague);
  const theirs = await context.newPage();
  await open(theirs, `/o/${customer.id}/settings/changes?state=open`);
  await changes(theirs).first().getByRole('button').click();
  const theirPanel = theirs.getByRole('dialog', { name: 'Number to call' });
  await theirPanel.getByRole('button', { name: 'Approve' }).click();
  const approval = theirs.getByRole('dialog', { name: 'Approve this change?' });
  await lookOver(theirs, 'settings-approve');
  await approval.getByRole('button', { name: 'Approve' }).click();
  await expect(approval).toBeHidden();
  await expect(theirPanel.locator('[data-change-state="applied"]')).toBeVisible();
  expect(await effectiveSetting(theirApi, target, panicNumber)).toBe('112');
  await expect(panel.locator('[data-change-state="applied"]')).toBeVisible();
  await expect(panel).toContainText(`Person of ${customer.name}`);

  // The next one they do not agree to; the maker reads why.
  await setSetting(api, target, panicNumber, '999');
  await open(theirs, `/o/${customer.id}/settings/changes?state=open`);
  await changes(theirs).first().getByRole('button').click();
  await theirPanel.getByRole('button', { name: 'Reject' }).click();
  const rejection = theirs.getByRole('dialog', { name: 'Reject this change?' });
  await rejection.getByRole('button', { name: 'Reject' }).click();
  await expect(rejection.getByLabel('Reason')).toHaveAttribute('aria-invalid', 'true');
  await rejection.getByLabel('Reason').fill('That number is not ours');
  await rejection.getByRole('button', { name: 'Reject' }).click();
  await expect(rejection).toBeHidden();
  await context.close();
  await open(page, `/o/${customer.id}/settings/changes`);
  await expect(changes(page).first().locator('[data-change-state="rejected"]')).toBeVisible();
  await changes(page).first().getByRole('button').click();
  await expect(panel).toContainText('That number is not ours');
  await page.keyboard.press('Escape');
  await expect(tab(page, /^Changes$/)).toBeVisible();
  expect(await effectiveSetting(api, target, panicNumber)).toBe('112');
});

test('two PBXes side by side: what differs, and where each value comes from', async ({ page, world, api }) => {
  const mark = randomUUID().slice(0, 6);
  const customer = await organisation(world, 'customer', `Spedition ${mark}`);
  const [north, south] = [`Nord ${mark}`, `Süd ${mark}`];
  const northId = await addPbx(api, customer.id, north);
  await addPbx(api, customer.id, south);
  await setSetting(api, { organisationId: customer.id }, retention, 40);
  await setSetting(api, { organisationId: customer.id, pbxId: northId }, retention, 50);

  await open(page, `/o/${customer.id}/settings/compare`);
  await expect(page.getByText('Two places side by side')).toBeVisible();
  await lookOver(page, 'settings-compare-empty');
  await page.getByRole('button', { name: /^Compare/ }).click();
  await page.keyboard.type(north);
  await page.getByRole('option', { name: new RegExp(north) }).click();
  await page.getByRole('button', { name: /^with/ }).click();
  await page.keyboard.type(south);
  await page.getByRole('option', { name: new RegExp(south) }).click();

  const table = page.getByRole('table', { name: 'Comparison of settings' });
  const rows = table.locator('[data-setting]');
  await expect(page.getByText(/^1 setting differs/)).toBeVisible();
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('50 days');
  await expect(rows.first()).toContainText('40 days');
  await expect(rows.first()).toContainText(customer.name);
  await lookOver(page, 'settings-compare');

  // All of it is in the address.
  await page.getByRole('checkbox', { name: 'Only differences' }).uncheck();
  await expect(page.locator('[data-equal="true"]').first()).toBeVisible();
  await page.reload();
  await expect(page.locator('[data-equal="true"]').first()).toBeVisible();
  await expect(page.locator(`[data-setting="${retention}"]`)).toHaveAttribute('data-equal', 'false');
  await page.getByRole('checkbox', { name: 'Only differences' }).check();

  // The same place on both sides has nothing to tell.
  await page.getByRole('button', { name: /^with/ }).click();
  await page.keyboard.type(north);
  await page.getByRole('option', { name: new RegExp(north) }).click();
  await expect(page.getByText('No difference', { exact: true })).toBeVisible();
});

test('what is exported changes nothing when it is imported, and a broken file says where', async ({
  page,
  world,
  api,
  problems,
}, testInfo) => {
  const customer = await organisation(world, 'customer', `Therme ${randomUUID().slice(0, 6)}`);
  const target = { organisationId: customer.id };
  await addPbx(api, customer.id, `Kassa ${randomUUID().slice(0, 6)}`);
  await setSetting(api, target, retention, 60);

  await open(page, `/o/${customer.id}/settings`);
  await tab(page, /^Import and export/).click();
  await expect(page.getByText('Secrets such as passwords are not in the file')).toBeVisible();
  await lookOver(page, 'settings-files');
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download YAML' }).click();
  const download = await started;
  expect(download.suggestedFilename()).toMatch(/\.ya?ml$/);
  const path = testInfo.outputPath('export.yaml');
  await download.saveAs(path);
  const file = await readFile(path, 'utf8');
  expect(file).toContain(retention);

  // The same file again: nothing to do.
  await page.getByLabel('File of settings').setInputFiles(path);
  const content = page.getByRole('textbox', { name: 'Content' });
  await expect(content).toHaveValue(file);
  const look = page.getByRole('button', { name: 'Show what would change' });
  await look.click();
  const dialog = page.getByRole('dialog', { name: `Import settings into ${customer.name}` });
  await expect(dialog).toContainText('No change: everything is as it should be already.');
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
  await lookOver(page, 'settings-import-same');
  await page.keyboard.press('Escape');

  // Broken: line and column, and a press leads there.
  problems.allow(/status of 400 .*settings\.importPreview/);
  const line = file.split('\n').findIndex((one) => one.includes(retention));
  const broken = file.replace(new RegExp(`(${retention}: ).*`), '$1 4000');
  await content.fill(broken);
  await look.click();
  const place = page.getByRole('button', { name: new RegExp(`^Line ${line + 1}, column \\d+$`) });
  await expect(place).toBeVisible();
  await lookOver(page, 'settings-import-broken');
  await place.click();
  await expect(content).toBeFocused();
  expect(
    await content.evaluate((area: HTMLTextAreaElement) => area.value.slice(0, area.selectionStart).split('\n').length),
  ).toBe(line + 1);
  await content.fill('format: switchroom-settings\nversion: [1\n');
  await look.click();
  await expect(page.getByRole('button', { name: /^Line \d+, column \d+$/ })).toBeVisible();
  expect(await effectiveSetting(api, target, retention)).toBe(60);

  // Mended, it shows the one value and sets it.
  await content.fill(file.replace(new RegExp(`(${retention}: ).*`), '$1 61'));
  await look.click();
  await expect(dialog.getByRole('deletion')).toHaveText('60 days');
  await expect(dialog.getByRole('insertion')).toHaveText('61 days');
  await dialog.getByLabel('Reason').fill('From the file');
  await dialog.getByRole('button', { name: 'Save 1 change' }).click();
  await expect(page.getByText('Imported. It is listed under Changes.')).toBeVisible();
  expect(await effectiveSetting(api, target, retention)).toBe(61);
});

test('one value at two customers: what is locked is left out and named', async ({ page, world, api }) => {
  const mark = randomUUID().slice(0, 6);
  const reseller = await organisation(world, 'reseller', `Verbund ${mark}`);
  const strict = await organisation(world, 'reseller', `Streng ${mark}`, reseller);
  const free = await organisation(world, 'customer', `Frei ${mark}`, reseller);
  const locked = await organisation(world, 'customer', `Fest ${mark}`, strict);
  await addPbx(api, free.id, `Haus ${mark}`);
  await api.mutate('settings.lock', { organisationId: strict.id, key: retention, reason: 'Contract of 2026' });

  await open(page, `/o/${reseller.id}/settings`);
  await page.getByRole('button', { name: 'Change at several places' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change settings at several places' });
  await dialog.getByRole('button', { name: 'Show what would change' }).click();
  await expect(dialog.getByText('Choose at least one setting.')).toBeVisible();
  await expect(dialog.getByText('Choose at least one place.')).toBeVisible();
  await chooseSetting(page, dialog, 'older than');
  await dialog.getByRole('textbox', { name: 'Delete data older than' }).fill('3651');
  await dialog.getByRole('button', { name: 'Customer', exact: true }).click();
  await dialog.getByRole('button', { name: 'Choose all 2' }).click();
  await expect(dialog.getByText('2 places chosen.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Show what would change' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Delete data older than' })).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByRole('textbox', { name: 'Delete data older than' }).fill('25');
  await lookOver(page, 'settings-bulk');
  await dialog.getByRole('button', { name: 'Show what would change' }).click();

  const review = page.getByRole('dialog', { name: 'Change at 2 places' });
  await expect(review).toContainText('1 value is left as it is');
  await expect(review).toContainText(`Delete data older than at ${locked.name}`);
  await expect(review).toContainText(free.name);
  await expect(review).toContainText('1 PBX of 1 organisation');
  await lookOver(page, 'settings-bulk-review');
  await review.getByLabel('Reason').fill('The same for all');
  await review.getByRole('button', { name: 'Save 1 change' }).click();
  await expect(review).toBeHidden();
  expect(await effectiveSetting(api, { organisationId: free.id }, retention)).toBe(25);
  expect(await effectiveSetting(api, { organisationId: locked.id }, retention)).toBe(10);

  await tab(page, /^Changes/).click();
  await expect(changes(page).first()).toContainText('At several places');
  await changes(page).first().getByRole('button').click();
  await expect(page.getByRole('dialog', { name: 'Delete data older than' })).toContainText('The same for all');
});

test('a change for later is listed, and called off', async ({ page, world, api }) => {
  const mark = randomUUID().slice(0, 6);
  const reseller = await organisation(world, 'reseller', `Terminal ${mark}`);
  const customer = await organisation(world, 'customer', `Halle ${mark}`, reseller);
  await open(page, `/o/${reseller.id}/settings`);
  await page.getByRole('button', { name: 'Change at several places' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change settings at several places' });
  await chooseSetting(page, dialog, 'older than');
  await dialog.getByRole('textbox', { name: 'Delete data older than' }).fill('15');
  await dialog.getByRole('checkbox', { name: customer.name }).check();
  await dialog.getByRole('button', { name: 'Show what would change' }).click();
  const review = page.getByRole('dialog', { name: 'Change at 1 place' });
  await review.getByRole('radio', { name: 'At a time' }).click();
  await review.getByLabel('Date and time').fill('2020-01-01T06:00');
  await review.getByRole('button', { name: 'Schedule' }).click();
  await expect(review.getByText('Choose a time in the future.')).toBeVisible();
  await review.getByLabel('Date and time').fill('2031-03-03T06:00');
  await lookOver(page, 'settings-schedule');
  await review.getByRole('button', { name: 'Schedule' }).click();
  await expect(review).toBeHidden();

  await tab(page, /^Changes/).click();
  const chip = changes(page).first().locator('[data-change-state="scheduled"]');
  await expect(chip).toContainText('from 3 Mar');
  await changes(page).first().getByRole('button').click();
  const panel = page.getByRole('dialog', { name: 'Delete data older than' });
  await expect(panel).toContainText('Takes effect');
  await panel.getByRole('button', { name: 'Call off' }).click();
  const question = page.getByRole('alertdialog', { name: 'Call this change off?' });
  await question.getByRole('button', { name: 'Call off' }).click();
  await expect(question).toBeHidden();
  await expect(panel.locator('[data-change-state="cancelled"]')).toBeVisible();
  expect(await effectiveSetting(api, { organisationId: customer.id }, retention)).toBe(10);
});

async function chooseSetting(page: Page, dialog: Locator, name: string): Promise<void> {
  await dialog.getByRole('button', { name: 'Choose a setting' }).click();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
}
