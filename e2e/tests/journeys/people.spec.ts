import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { expect, test } from '../../fixtures/test';
import { type Account, addAccount, addOrganisation, providerPath } from '../../setup/accounts';
import { Api } from '../../setup/api';
import { arrives } from '../../setup/news';
import { addServedPbx } from '../../setup/pbxs';
import type { World } from '../../setup/world';
import { lookOver } from '../../support/look-over';
import { hydrated, open } from '../../support/open';

/** What a person is told a change at once means. */
const password = 'vier Worte und ein Bus';

async function customer(world: World): Promise<Account['organisation']> {
  const name = `Kellerei ${randomUUID().slice(0, 6)}`;
  return await addOrganisation(world, { name, kind: 'customer', parent: await providerPath(world) });
}

async function newBrowser(browser: Browser, world: World): Promise<BrowserContext> {
  return await browser.newContext({ baseURL: world.portalUrl, storageState: { cookies: [], origins: [] } });
}

async function signedIn(browser: Browser, world: World, account: Account): Promise<BrowserContext> {
  const context = await newBrowser(browser, world);
  const api = await Api.signIn(world, context.request, account);
  await context.addCookies((await api.storageState()).cookies);
  return context;
}

async function choose(page: Page, field: string, option: RegExp): Promise<void> {
  await page.getByRole('combobox', { name: field }).click();
  await page.getByRole('option', { name: option }).click();
}

/** Does it, and resolves when the gateway has answered. */
async function answered(page: Page, procedure: string, act: () => Promise<void>): Promise<void> {
  const response = page.waitForResponse((one) => one.url().includes(procedure) && one.request().method() === 'POST');
  await act();
  expect((await response).status()).toBe(200);
}

const permission = (page: Page, name: string) => page.locator(`[data-permission="${name}"]`);
const live = (page: Page) => expect(page.locator('[data-connection="live"]')).toBeAttached();

test('somebody is invited, works with exactly the role they were given, and loses it at once', async ({
  browser,
  page,
  world,
  api,
}) => {
  const organisation = await customer(world);
  await using pbx = await addServedPbx(api, { organisationId: organisation.id });
  const people = `/o/${organisation.id}/organisation/people`;
  const email = `${randomUUID().slice(0, 8)}@kellerei.example`;

  // Invited, by mail.
  await open(page, people);
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  const dialog = page.getByRole('dialog', { name: `Invite somebody to ${organisation.name}` });
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  await expect(dialog.getByText('Enter an e-mail address such as')).toBeVisible();
  await expect(dialog.getByText('Choose one of the offered roles.')).toBeVisible();
  await dialog.getByLabel('E-mail').fill(email);
  await dialog.getByLabel('Name').fill('Nora Neu');
  await choose(page, 'Role', /^Operator/);
  await lookOver(page, 'people-invite');
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  await expect(page.getByText(`An invitation is on its way to ${email}.`)).toBeVisible();
  await expect(page.getByRole('table', { name: 'Open invitations' }).getByText(email)).toBeVisible();
  await lookOver(page, 'people-invited');

  // Accepted, in another browser, once.
  const mail = await world.latestMail(email);
  expect(mail.subject).toBe(`Invitation to ${organisation.name}`);
  const link = mail.links.find((one) => one.includes('/invitation/')) ?? '';
  expect(link).toMatch(new RegExp(`^${world.portalUrl}/invitation/[\\w-]{43}$`));
  const guestContext = await newBrowser(browser, world);
  const guest = await guestContext.newPage();
  await guest.goto(link);
  await hydrated(guest);
  await expect(guest.getByRole('heading', { name: `Invitation to ${organisation.name}` })).toBeVisible();
  await expect(guest.getByText('admin invites you, as Operator.')).toBeVisible();
  await lookOver(guest, 'invitation');
  await guest.getByLabel('Password', { exact: true }).fill('password1234');
  await guest.getByRole('button', { name: 'Accept and sign in' }).click();
  await expect(guest.getByText('Everybody tries this password first.')).toBeVisible();
  await guest.getByLabel('Password', { exact: true }).fill(password);
  await guest.getByRole('button', { name: 'Accept and sign in' }).click();
  await guest.waitForURL(`**/o/${organisation.id}`);
  const late = await newBrowser(browser, world);
  const latePage = await late.newPage();
  await latePage.goto(link);
  await expect(latePage.getByRole('heading', { name: 'This invitation is not valid' })).toBeVisible();
  await lookOver(latePage, 'invitation-invalid');
  await late.close();

  // Exactly that role: sees and changes PBXes, not people.
  await open(guest, `/o/${organisation.id}/pbxs`);
  await expect(guest.getByRole('link', { name: pbx.name })).toBeVisible();
  await live(guest);
  const asGuest = Api.resume(world, guestContext.request);
  const { id: organisationId } = organisation;
  await expect(asGuest.query('members.list', { organisationId })).rejects.toThrow(/forbidden/);
  await asGuest.mutate('pbxs.reconnect', { organisationId, pbxId: pbx.id });
  const removal = { organisationId, pbxId: pbx.id, confirmName: pbx.name };
  await expect(asGuest.mutate('pbxs.remove', removal)).rejects.toThrow(/forbidden/);

  // What they can do, and why.
  await open(page, people);
  await expect(page.getByRole('table', { name: 'Open invitations' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Nora Neu', exact: true }).click();
  await expect(page.getByRole('heading', { name: `What can Nora Neu do in ${organisation.name}` })).toBeVisible();
  await expect(permission(page, 'plans:apply')).toContainText(`Operator in ${organisation.name}`);
  await expect(permission(page, 'plans:apply')).toHaveAttribute('data-allowed', 'true');
  await expect(permission(page, 'members:read')).toHaveAttribute('data-allowed', 'false');
  await lookOver(page, 'person');

  // Another role: the open page of the other browser goes.
  await page.getByRole('button', { name: 'Change role' }).click();
  await expect(page.getByRole('dialog', { name: 'Change the role of Nora Neu' })).toBeVisible();
  await choose(page, 'Role', /^Help desk/);
  await lookOver(page, 'person-change-role');
  await answered(page, 'members.changeRole', () =>
    page.getByRole('dialog', { name: 'Change the role' }).getByRole('button', { name: 'Change role' }).click(),
  );
  await arrives('a role taken away', () => expect(guest.getByRole('heading', { name: 'Not found' })).toBeVisible());
  await expect(guest.getByText(pbx.name)).toHaveCount(0);
  await expect(permission(page, 'plans:apply')).toHaveAttribute('data-allowed', 'false');
  await open(guest, people);
  await expect(guest.getByRole('table', { name: 'People' })).toBeVisible();
  await expect(guest.getByRole('button', { name: 'Invite somebody' })).toHaveCount(0);
  await live(guest);

  // And removed.
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  const confirm = page.getByRole('alertdialog', { name: `Remove Nora Neu from ${organisation.name}?` });
  await expect(confirm.getByText('Nora Neu loses the role Help desk')).toBeVisible();
  await lookOver(page, 'person-remove');
  await answered(page, 'members.remove', () => confirm.getByRole('button', { name: 'Remove' }).click());
  await arrives('a membership taken away', () => expect(guest.getByRole('table', { name: 'People' })).toHaveCount(0));
  await expect(guest.getByLabel('Password', { exact: true })).toBeVisible();
  await expect(asGuest.query('pbxs.list', { organisationId })).rejects.toThrow(/not-found|signed-out/);
  await expect(page.getByRole('button', { name: 'Nora Neu', exact: true })).toHaveCount(0);
  await guestContext.close();
});

test('an invitation is accepted with the account of its address, and with no other', async ({
  browser,
  world,
  api,
}) => {
  const organisation = await customer(world);
  const elsewhere = await addAccount(world, await customer(world), 'auditor');
  const stranger = await addAccount(world, await customer(world), 'auditor');
  await api.mutate('invitations.create', {
    organisationId: organisation.id,
    email: elsewhere.email,
    name: 'Eva Echt',
    role: 'auditor',
    locale: 'en',
  });
  const link = (await world.latestMail(elsewhere.email)).links.find((one) => one.includes('/invitation/')) ?? '';

  const other = await signedIn(browser, world, stranger);
  const otherPage = await other.newPage();
  await otherPage.goto(link);
  await hydrated(otherPage);
  await expect(otherPage.getByText(`This invitation is for ${elsewhere.email}.`)).toBeVisible();
  await lookOver(otherPage, 'invitation-other');
  const token = link.split('/').at(-1);
  await expect(Api.resume(world, other.request).mutate('invitations.accept', { token })).rejects.toThrow(
    /invitation-other-account/,
  );
  await other.close();

  const anonymous = await newBrowser(browser, world);
  const page = await anonymous.newPage();
  await page.goto(link);
  await hydrated(page);
  await page.getByRole('link', { name: 'Sign in to accept' }).click();
  await page.waitForURL(/\/sign-in\?next=/);
  await hydrated(page);
  await page.getByLabel('E-mail').fill(elsewhere.email);
  await page.getByLabel('Password', { exact: true }).fill(elsewhere.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(link);
  await hydrated(page);
  await expect(page.getByText(`You are signed in as ${elsewhere.email}.`)).toBeVisible();
  await page.getByRole('button', { name: 'Accept the invitation' }).click();
  await page.waitForURL(/\/o\//);
  const { total } = await Api.resume(world, anonymous.request).query<{ total: number }>('auditTrail.list', {
    organisationId: organisation.id,
  });
  expect(total).toBeGreaterThan(0);
  await anonymous.close();
});

test('a role of one’s own is made, given, narrowed under an open page, and kept while somebody has it', async ({
  browser,
  page,
  world,
  api,
  problems,
}) => {
  // The role cannot be deleted while somebody has it.
  problems.allow(/status of 400/);
  const organisation = await customer(world);
  await using pbx = await addServedPbx(api, { organisationId: organisation.id });
  const holder = await addAccount(world, organisation, 'auditor');
  const roles = `/o/${organisation.id}/organisation/roles`;

  await open(page, roles);
  await expect(page.getByRole('table', { name: 'Built-in roles' })).toBeVisible();
  await page.getByRole('button', { name: 'Make a role' }).click();
  const dialog = page.getByRole('dialog', { name: 'Make a role' });
  await dialog.getByLabel('Name', { exact: true }).fill('Watchers');
  await dialog.getByRole('button', { name: 'Make role' }).click();
  await expect(dialog.getByText('Choose at least one permission.')).toBeVisible();
  await dialog.getByRole('checkbox', { name: 'See PBXes' }).check();
  await dialog.getByRole('checkbox', { name: 'See changes' }).check();
  await lookOver(page, 'role-create');
  await dialog.getByRole('button', { name: 'Make role' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Watchers' });
  await expect(row).toContainText('3 permissions');
  await lookOver(page, 'roles');

  await open(page, `/o/${organisation.id}/organisation/people`);
  await page.getByRole('button', { name: `Person of ${organisation.name}`, exact: true }).click();
  await page.getByRole('button', { name: 'Change role' }).click();
  await choose(page, 'Role', /^Watchers/);
  await answered(page, 'members.changeRole', () =>
    page.getByRole('dialog', { name: 'Change the role' }).getByRole('button', { name: 'Change role' }).click(),
  );

  const context = await signedIn(browser, world, holder);
  const watching = await context.newPage();
  await open(watching, `/o/${organisation.id}/pbxs`);
  await expect(watching.getByRole('link', { name: pbx.name })).toBeVisible();
  await live(watching);

  await open(page, roles);
  await row.getByRole('button', { name: 'Change the role Watchers' }).click();
  const edit = page.getByRole('dialog', { name: 'Change the role Watchers' });
  await edit.getByRole('checkbox', { name: 'See PBXes' }).uncheck();
  await answered(page, 'roles.update', () => edit.getByRole('button', { name: 'Save' }).click());
  await arrives('a permission taken out of a role', () =>
    expect(watching.getByRole('heading', { name: 'Not found' })).toBeVisible(),
  );
  await context.close();

  await row.getByRole('button', { name: 'Delete the role Watchers' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText(/Still in use: 1 person, no invitation/)).toBeVisible();
  await lookOver(page, 'role-in-use');
});
