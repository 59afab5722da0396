import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { expect, test } from '../../fixtures/test';
import { type Account, addAccount, addOrganisation, providerPath } from '../../setup/accounts';
import { Api } from '../../setup/api';
import { addServedPbx } from '../../setup/pbxs';
import type { World } from '../../setup/world';
import { lookOver } from '../../support/look-over';
import { open } from '../../support/open';

interface Customer {
  organisation: Account['organisation'];
  administrator: Account;
}

/** A reseller with somebody of support, and a customer of theirs with an administrator. */
async function reseller(world: World): Promise<{ support: Account; customer: Customer; other: Customer }> {
  const name = randomUUID().slice(0, 6);
  const top = await addOrganisation(world, {
    name: `Reseller ${name}`,
    kind: 'reseller',
    parent: await providerPath(world),
  });
  const customer = async (what: string): Promise<Customer> => {
    const organisation = await addOrganisation(world, { name: `${what} ${name}`, kind: 'customer', parent: top.path });
    return { organisation, administrator: await addAccount(world, organisation, 'customer-administrator') };
  };
  return {
    support: await addAccount(world, top, 'reseller-administrator'),
    customer: await customer('Hotel'),
    other: await customer('Kellerei'),
  };
}

const nameOf = ({ organisation }: Account): string => `Person of ${organisation.name}`;

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

/** From the list of people to the dialog that asks how and why. */
async function askToLookIn(page: Page, { organisation, administrator }: Customer): Promise<void> {
  await open(page, `/o/${organisation.id}/organisation/people`);
  await page.getByRole('button', { name: nameOf(administrator), exact: true }).click();
  await page.getByRole('button', { name: 'View or act as' }).click();
  await expect(page.getByRole('dialog', { name: `Look in as ${nameOf(administrator)}` })).toBeVisible();
}

/** With the reason that looking in asks for. */
async function lookIn(page: Page): Promise<void> {
  await page.getByLabel('Reason').fill('They cannot find their PBX');
  await page.getByRole('button', { name: 'Look in', exact: true }).click();
}

const banner = (page: Page) => page.getByRole('status').filter({ hasText: /You (look in|act) as/ });

test('looking in shows exactly what the customer sees and changes nothing', async ({
  browser,
  world,
  api,
  problems,
}) => {
  problems.allow(/status of 40[34]/);
  const { support, customer, other } = await reseller(world);
  await using theirs = await addServedPbx(api, { organisationId: customer.organisation.id });
  await using foreign = await addServedPbx(api, { organisationId: other.organisation.id });
  const { context } = await signedIn(browser, world, support);
  const page = await context.newPage();
  const secondTab = await context.newPage();
  await open(secondTab, `/o/${support.organisation.id}/pbxs`);
  await expect(secondTab.locator('[data-pbx]')).toHaveCount(2);
  await expect(secondTab.locator('[data-connection="live"]')).toBeAttached();
  await askToLookIn(page, customer);
  await page.getByRole('button', { name: 'Look in', exact: true }).click();
  await expect(page.getByText('Say why in at least 10 characters.')).toBeVisible();
  await lookIn(page);

  const home = `/o/${customer.organisation.id}`;
  await page.waitForURL(`**${home}`);
  await expect(banner(page)).toContainText(
    new RegExp(`You look in as ${nameOf(customer.administrator)} \\(read only\\), until \\d`),
  );
  // What was open as oneself does not stay: the session is another person's now.
  await secondTab.waitForURL(`**${home}`);
  await expect(banner(secondTab)).toContainText('You look in as');
  await secondTab.close();
  await open(page, `${home}/pbxs`);
  await expect(page.locator('[data-pbx]')).toHaveCount(1);
  await expect(page.getByRole('link', { name: theirs.name })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Add a PBX' })).toHaveCount(0);
  await lookOver(page, 'impersonation-view');
  await page.getByRole('button', { name: 'Account and settings' }).click();
  await expect(page.getByText(`At the keyboard: ${nameOf(support)}`)).toBeVisible();
  await expect(page.getByText(nameOf(customer.administrator), { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');

  // Neither the other customer nor the reseller's own pages are there while it lasts.
  for (const path of [`/o/${other.organisation.id}`, `/o/${support.organisation.id}`]) {
    const html = await (await context.request.get(path)).text();
    expect(html).toContain('belongs to an organisation you cannot see');
    expect(html).not.toContain(foreign.name);
  }
  const write = await context.request.post('/api/trpc/pbxs.update', {
    data: { json: { organisationId: customer.organisation.id, pbxId: theirs.id, version: 1, name: 'Not by looking' } },
    headers: { origin: world.portalUrl },
  });
  expect(write.status()).toBe(403);
  expect(await write.text()).toContain('"reason":"view-only"');
  expect(theirs.mock.journal.writes()).toEqual([]);

  await open(page, home);
  await banner(page).getByRole('button', { name: 'End' }).click();
  await page.waitForURL(`**/o/${support.organisation.id}`);
  await expect(banner(page)).toHaveCount(0);
  await context.close();
});

test('acting needs a reason, and what is done stands in the log with both names', async ({ browser, world, api }) => {
  const { support, customer } = await reseller(world);
  const home = `/o/${customer.organisation.id}`;
  await using pbx = await addServedPbx(api, { organisationId: customer.organisation.id });
  const { context } = await signedIn(browser, world, support);
  const page = await context.newPage();
  await askToLookIn(page, customer);
  await page.getByRole('radio', { name: /^Act as this person/ }).click();
  await page.getByLabel('Reason').fill('too short');
  await page.getByRole('button', { name: 'Act', exact: true }).click();
  await expect(page.getByText('Say why in at least 10 characters.')).toBeVisible();
  await page.getByLabel('Reason').fill('They asked us to rename it');
  await page.getByRole('button', { name: 'Act', exact: true }).click();
  await page.waitForURL(`**${home}`);
  await expect(banner(page)).toContainText(`You act as ${nameOf(customer.administrator)}, until`);

  await open(page, `${home}/pbxs/${pbx.id}`);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Reception');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Reception' })).toBeVisible();
  await lookOver(page, 'impersonation-act');
  await banner(page).getByRole('button', { name: 'End' }).click();
  await page.waitForURL(`**/o/${support.organisation.id}`);

  // The customer's administrator reads all of it.
  const theirs = await signedIn(browser, world, customer.administrator);
  const log = await theirs.api.query<{
    rows: { action: string; actor: string; onBehalfOf: { name: string } | null; reason: string | null }[];
  }>('auditTrail.list', { organisationId: customer.organisation.id, limit: 20 });
  const found = (action: string) => log.rows.find((row) => row.action === action);
  const both = { actor: nameOf(support), onBehalfOf: { name: nameOf(customer.administrator) } };
  expect(found('pbx.update')).toMatchObject(both);
  expect(found('impersonation.start')).toMatchObject({ ...both, reason: 'They asked us to rename it' });
  expect(found('impersonation.end')).toMatchObject(both);
  const reader = await theirs.context.newPage();
  await open(reader, `${home}/audit`);
  await expect(reader.getByRole('row').filter({ hasText: 'Looking in began' })).toContainText(nameOf(support));
  await context.close();
  await theirs.context.close();
});

test('a customer who forbids it ends it at once, and nobody can begin anew', async ({
  browser,
  world,
  api,
  problems,
}) => {
  problems.allow(/status of (403|404|409)/);
  const { support, customer } = await reseller(world);
  const home = `/o/${customer.organisation.id}`;
  await using _pbx = await addServedPbx(api, { organisationId: customer.organisation.id });
  const { context } = await signedIn(browser, world, support);
  const page = await context.newPage();
  await askToLookIn(page, customer);
  await lookOver(page, 'impersonation-start');
  await lookIn(page);
  await page.waitForURL(`**${home}`);
  await open(page, `${home}/pbxs`);
  await expect(page.locator('[data-connection="live"]')).toBeAttached();

  const theirs = await signedIn(browser, world, customer.administrator);
  await theirs.api.mutate('policies.update', {
    organisationId: customer.organisation.id,
    version: 0,
    requireSecondFactor: false,
    forbidImpersonation: true,
    auditRetentionDays: null,
    settingApprovalPbxs: null,
  });
  // The open page leaves by itself, as the one at the keyboard.
  await page.waitForURL(`**/o/${support.organisation.id}`);
  await expect(banner(page)).toHaveCount(0);

  await askToLookIn(page, customer);
  await lookIn(page);
  await expect(page.getByText('This organisation forbids it')).toBeVisible();
  await lookOver(page, 'impersonation-forbidden');
  const log = await theirs.api.query<{ rows: { action: string; result: string }[] }>('auditTrail.list', {
    organisationId: customer.organisation.id,
    limit: 20,
  });
  expect(log.rows.map(({ action, result }) => `${action} ${result}`)).toEqual(
    expect.arrayContaining(['impersonation.end allowed', 'access.denied denied']),
  );
  await context.close();
  await theirs.context.close();
});
