import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, test as base } from '../../fixtures/test';
import { addAccount, providerPath } from '../../setup/accounts';
import { Api } from '../../setup/api';
import { addServedPbx } from '../../setup/pbxs';
import { expectNoAxeViolations } from '../../support/axe';
import { lookOver } from '../../support/look-over';
import { hydrated, open } from '../../support/open';
import { png } from '../../support/png';

/** Moving and archiving ask for a fresh proof of who is at the keyboard: these people have just signed in. */
const test = base.extend({
  // A sign-in ends the session it was sent with, so this one must not carry that of the worker, nor come before it.
  storageState: async ({ world, playwright, session: _session }, use) => {
    const request = await playwright.request.newContext({ storageState: { cookies: [], origins: [] } });
    await use(await (await Api.signIn(world, request)).storageState());
    await request.dispose();
  },
});

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

/** Creates an organisation below that of the page, and is led to it. */
async function create(page: Page, name: string, kind: 'Reseller' | 'Customer' | 'Site'): Promise<string> {
  await page.getByRole('button', { name: 'Create an organisation' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create an organisation' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('radio', { name: new RegExp(`^${kind}`) }).check();
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(heading(page, name)).toBeVisible();
  await hydrated(page);
  return /\/o\/([0-9a-f-]+)\//.exec(page.url())?.[1] ?? '';
}

test('somebody builds a tree, finds their way in it, renames and moves a part of it, and sees beforehand what changes', async ({
  page,
  api,
  home,
  world,
  browser,
  problems,
}) => {
  // The name that is taken.
  problems.allow(/status of 409/);
  const mark = randomUUID().slice(0, 6);
  const target = await api.createOrganisation(`Etschtal ${mark}`, 'reseller');
  await api.mutate('branding.update', {
    organisationId: target.id,
    version: 0,
    productName: `Etschtal Console ${mark}`,
    hostName: null,
    accentLight: '#0b5f2a',
    accentDark: '#7ddba3',
    mailFromName: null,
    mailReplyTo: null,
    logo: png(64, [11, 95, 42]).toString('base64'),
  });
  await open(page, home);
  await page.getByRole('link', { name: 'Organisation', exact: true }).first().click();
  await expect(page.getByRole('heading', { name: 'Organisations below' })).toBeVisible();

  await page.getByRole('button', { name: 'Create an organisation' }).click();
  await lookOver(page, 'organisation-create');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByText('Enter a name.')).toBeVisible();
  await page.getByLabel('Name').fill(`Etschtal ${mark}`);
  await page.getByRole('radio', { name: /^Reseller/ }).check();
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByText('This name is taken.')).toBeVisible();
  await page.keyboard.press('Escape');

  const reseller = await create(page, `Pustertal ${mark}`, 'Reseller');
  const customer = await create(page, `Hotel ${mark}`, 'Customer');
  await expect(page.getByText('Nothing below yet')).toBeVisible();
  const site = await create(page, `Dependance ${mark}`, 'Site');

  // Every way back up is a link, and the list of everything below finds it again.
  await page
    .getByRole('main')
    .getByRole('link', { name: `Pustertal ${mark}` })
    .click();
  await expect(heading(page, `Pustertal ${mark}`)).toBeVisible();
  await expect(page.locator(`[data-organisation="${customer}"]`)).toBeVisible();
  await page.getByRole('radio', { name: 'Everything below' }).click();
  await expect(page).toHaveURL(/depth=subtree/);
  await expect(page.locator(`[data-organisation="${site}"]`)).toContainText(`Hotel ${mark}`);
  await page.getByRole('textbox', { name: 'Search below' }).fill('depend');
  await expect(page).toHaveURL(/q=depend/);
  await expect(page.locator('[data-organisation]')).toHaveCount(1);
  await page.reload();
  await hydrated(page);
  await expect(page.locator('[data-organisation]')).toHaveCount(1);

  // The customer gets another name, at once everywhere on the page.
  await open(page, `/o/${customer}/organisation`);
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(`Hotel Seeblick ${mark}`);
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
  await expect(heading(page, `Hotel Seeblick ${mark}`)).toBeVisible();
  await expect(page.getByRole('button', { name: `Hotel Seeblick ${mark}, switch organisation` })).toBeVisible();

  // Somebody of the reseller above sees it until it is moved away from them.
  const path = `${await providerPath(world)}${reseller}/`;
  const account = await addAccount(world, { id: reseller, name: 'Pustertal', path }, 'reseller-administrator');
  const context = await browser.newContext({ baseURL: world.portalUrl, storageState: { cookies: [], origins: [] } });
  await Api.signIn(world, context.request, account);
  const theirs = await context.newPage();
  await open(theirs, `/o/${customer}/organisation`);
  await expect(heading(theirs, `Hotel Seeblick ${mark}`)).toBeVisible();

  await page.getByRole('button', { name: 'Move' }).click();
  const dialog = page.getByRole('dialog', { name: `Move Hotel Seeblick ${mark}` });
  await dialog.getByRole('textbox', { name: 'Search organisations' }).fill(`etschtal ${mark}`);
  await dialog.getByRole('radio', { name: `Etschtal ${mark}` }).check();
  const preview = dialog.getByRole('region', { name: 'What would change' });
  await expect(preview).toContainText(
    `2 organisations with no PBX and nobody would move from Pustertal ${mark} to Etschtal ${mark}.`,
  );
  await expect(preview).toContainText('1 person, 1 of them all access');
  await expect(preview).toContainText(`1 role at Pustertal ${mark}`);
  await expect(preview).toContainText(`the product's own look becomes Etschtal Console ${mark}`);
  await lookOver(page, 'organisation-move');
  await dialog.getByRole('button', { name: 'Move' }).click();
  await expect(dialog).toBeHidden();

  // It hangs there, with its look, and those it was taken from do not see it any more.
  await expect(page.getByRole('main').getByRole('link', { name: `Etschtal ${mark}` })).toBeVisible();
  await expect(page.getByRole('navigation').getByText(`Etschtal Console ${mark}`)).toBeVisible();
  const accent = async () =>
    await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--ui-accent').trim());
  await page.evaluate(() => {
    document.documentElement.dataset['theme'] = 'light';
  });
  expect(await accent()).toBe('#0b5f2a');
  await page.evaluate(() => {
    document.documentElement.dataset['theme'] = 'dark';
  });
  expect(await accent()).toBe('#7ddba3');
  const logo = page.getByRole('navigation').locator('img').first();
  await expect.poll(async () => await logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(64);
  await lookOver(page, 'organisation-branded');
  await theirs.goto(`/o/${customer}/organisation`);
  await expect(theirs.getByRole('heading', { name: 'Not found' })).toBeVisible();
  await context.close();

  // Back at the provider the product looks like itself again.
  await page.getByRole('button', { name: /switch organisation/ }).click();
  await page.keyboard.type(`pustertal ${mark}`);
  await page.getByRole('option', { name: new RegExp(`Pustertal ${mark}`) }).click();
  await expect(heading(page, `Pustertal ${mark}`)).toBeVisible();
  await expect(page.getByRole('navigation').getByText('Switchroom')).toBeVisible();
  await expect.poll(accent).toBe('#5562dd');
});

test('an archived organisation takes its links down, is found only on request, and comes back', async ({
  page,
  api,
}) => {
  const mark = randomUUID().slice(0, 6);
  const customer = await api.createOrganisation(`Weingut ${mark}`, 'customer');
  const site = await api.createOrganisation(`Keller ${mark}`, 'site', customer);
  await using pbx = await addServedPbx(api, { organisationId: site.id });
  const linked = () => pbx.mock.connections().filter(({ loggedInSince }) => loggedInSince).length;

  await open(page, `/o/${customer.id}/organisation`);
  await page.getByRole('button', { name: 'Archive' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('The link of 1 PBX goes down');
  const submit = dialog.getByRole('button', { name: 'Archive' });
  await expect(submit).toBeDisabled();
  await lookOver(page, 'organisation-archive');
  await dialog.getByRole('textbox').fill(`Weingut ${mark}`);
  await submit.click();
  await expect(page.getByText('This organisation is archived')).toBeVisible();
  await expect.poll(linked).toBe(0);
  await expect(page.getByRole('button', { name: 'Rename' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Create an organisation' })).toHaveCount(0);
  await expect(page.locator(`[data-organisation="${site.id}"]`)).toContainText('Archived');
  await expectNoAxeViolations(page);

  // Not in the way of those who look for something else.
  await page.getByRole('button', { name: /switch organisation/ }).click();
  await page.keyboard.type(`weingut ${mark}`);
  await expect(page.getByText('No organisation with this name.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Archived ones too' }).check();
  await expect(page.getByRole('option', { name: new RegExp(`Weingut ${mark}`) })).toBeVisible();
  await lookOver(page, 'switcher-archived');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Restore' }).click();
  const back = page.getByRole('alertdialog');
  await back.getByRole('textbox').fill(`Weingut ${mark}`);
  await back.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText('This organisation is archived')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Rename' })).toBeVisible();
  await expect.poll(linked, { timeout: 20_000 }).toBe(1);
});

test('a reseller sets its look, is kept from colours nobody can read, and shows it where people sign in', async ({
  page,
  api,
  world,
  browser,
}) => {
  const mark = randomUUID().slice(0, 6);
  const reseller = await api.createOrganisation(`Vinschgau ${mark}`, 'reseller');
  const customer = await api.createOrganisation(`Marmor ${mark}`, 'customer', reseller);
  await open(page, `/o/${reseller.id}/organisation/branding`);
  await expect(page.getByText("The product's own look is shown")).toBeVisible();
  await page.getByLabel('Product name').fill(`Vinschgau ${mark} Console`);
  await page.getByLabel('Accent, light theme', { exact: true }).fill('#ffcc00');
  await expect(page.getByText('it needs a contrast of 4.5:1')).toBeVisible();
  await page.getByRole('button', { name: /^Use #/ }).click();
  await expect(page.getByText('it needs a contrast of 4.5:1')).toHaveCount(0);
  await page.getByLabel('Accent, light theme', { exact: true }).fill('#8a1538');
  await page.getByLabel('Accent, dark theme', { exact: true }).fill('#ff9db0');
  const file = page.locator('input[type="file"]');
  await file.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from('<svg></svg>') });
  await expect(page.getByText('SVG is not accepted', { exact: false })).toBeVisible();
  await file.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: png(96, [138, 21, 56]) });
  await expect(page.getByText('SVG is not accepted', { exact: false })).toHaveCount(0);
  const host = `vinschgau-${mark}.localhost`;
  await page.getByLabel('Host name').fill(`https://${host}`);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Enter a host name alone', { exact: false })).toBeVisible();
  await page.getByLabel('Host name').fill(host);
  await expect(page.getByRole('img', { name: `Preview of Vinschgau ${mark} Console`, exact: false })).toBeVisible();
  await lookOver(page, 'branding-unsaved');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('navigation').getByText(`Vinschgau ${mark} Console`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);

  // The customer below has it too, in the title of the tab as well.
  await open(page, `/o/${customer.id}/organisation`);
  await expect(page.getByRole('navigation').getByText(`Vinschgau ${mark} Console`)).toBeVisible();
  await expect(page).toHaveTitle(`Organisation · Vinschgau ${mark} Console`);

  // Nobody has signed in here: only the host name says whose portal it is.
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const outside = await context.newPage();
  await open(outside, `${world.portalUrl.replace('localhost', host)}/sign-in`);
  await expect(outside.getByText(`Vinschgau ${mark} Console`)).toBeVisible();
  await lookOver(outside, 'sign-in-branded');
  await open(outside, `${world.portalUrl}/sign-in`);
  await expect(outside.getByText('Switchroom', { exact: true })).toBeVisible();
  await context.close();

  // Without its own, the look from above is back.
  await open(page, `/o/${reseller.id}/organisation/branding`);
  await page.getByRole('button', { name: 'Remove this branding' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText("The product's own look is shown")).toBeVisible();
  await expect(page.getByRole('navigation').getByText('Switchroom')).toBeVisible();
});
