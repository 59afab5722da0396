import type { Page } from '@playwright/test';
import { OidcProvider } from '@switchroom/testkit/oidc';
import { expect, test } from '../../fixtures/test';
import { addAccount } from '../../setup/accounts';
import { Api } from '../../setup/api';
import { addCompany, connectProvider, providerClient } from '../../setup/company';
import { lookOver } from '../../support/look-over';
import { hydrated, open } from '../../support/open';

/** Types an address at the sign-in page and follows the way that appears. */
async function leaveFor(page: Page, email: string, name: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('link', { name: `Continue with ${name}` }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Account and settings' }).click();
  await expect(page.getByText('Ada Nord')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await hydrated(page);
}

test('an administrator connects the provider of the company, and its groups decide who may do what', async ({
  browser,
  world,
}) => {
  const { customer, domain, email } = await addCompany(world);
  await using idp = await OidcProvider.start({
    accounts: [{ id: 'ada', name: 'Ada Nord', email, emailVerified: true, groups: ['Operators'] }],
  });
  const administrator = await addAccount(world, customer, 'customer-administrator');
  const side = `/o/${customer.id}/organisation/sign-in`;

  const office = await browser.newContext({ baseURL: world.portalUrl, storageState: { cookies: [], origins: [] } });
  await Api.signIn(world, office.request, administrator);
  const page = await office.newPage();
  await open(page, side);
  await expect(page.getByText('No identity provider')).toBeVisible();
  await lookOver(page, 'identity-providers-empty');
  await page.getByRole('button', { name: 'Add identity provider' }).click();
  const panel = page.getByRole('dialog', { name: 'New identity provider' });
  const redirectUri = await panel.getByLabel('Redirect URI').inputValue();
  expect(redirectUri).toMatch(new RegExp(`^${world.portalUrl}/api/auth/oidc/callback/[0-9a-f-]{36}$`));
  idp.setClient({ ...providerClient, redirectUris: [redirectUri] });

  await panel.getByLabel('Name', { exact: true }).fill('Nordlicht ID');
  // As people copy it: with a slash that the provider does not have.
  await panel.getByLabel('Issuer').fill(`${idp.issuer}/`);
  await panel.getByRole('button', { name: 'Look at the provider' }).click();
  await expect(panel.getByText(`It calls itself ${idp.issuer}.`)).toBeVisible();
  await panel.getByRole('button', { name: 'Use the one it names' }).click();
  await panel.getByRole('button', { name: 'Look at the provider' }).click();
  await expect(panel.getByText('The provider answers, and nothing stands against it.')).toBeVisible();
  await panel.getByLabel('Client ID').fill(providerClient.id);
  await panel.getByLabel('Client secret').fill(providerClient.secret);
  await panel.getByLabel('E-mail domains').fill(`@${domain}`);
  await panel.getByLabel('Claim with groups or roles').fill('groups');
  await panel.getByRole('button', { name: 'Add group' }).click();
  await panel.getByRole('textbox', { name: 'Group 1' }).fill('Admins');
  await panel.getByRole('button', { name: 'Add group' }).click();
  await panel.getByRole('textbox', { name: 'Group 2' }).fill('Operators');
  await panel.getByRole('combobox', { name: 'Role of group 2' }).click();
  await page.getByRole('option', { name: 'Operator' }).click();
  await lookOver(page, 'identity-provider-new');
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Nordlicht ID' })).toContainText(domain);
  await expect(panel).toHaveCount(0);
  await lookOver(page, 'identity-providers');
  expect(await page.content()).not.toContain(providerClient.secret);

  const desk = await browser.newContext({ baseURL: world.portalUrl, storageState: { cookies: [], origins: [] } });
  const visitor = await desk.newPage();
  await open(visitor, `/sign-in?next=${encodeURIComponent(`/o/${customer.id}/pbxs`)}`);
  await leaveFor(visitor, email, 'Nordlicht ID');
  await expect(visitor.getByRole('heading', { name: 'Sign in at the test provider' })).toBeVisible();
  await visitor.getByRole('textbox', { name: 'Account' }).fill('ada');
  await visitor.getByRole('button', { name: 'Sign in' }).click();
  await visitor.waitForURL(`**/o/${customer.id}/pbxs`);
  await expect(visitor.getByRole('heading', { name: 'PBXes', level: 1 })).toBeVisible();
  await hydrated(visitor);
  await expect(visitor.getByText('An administrator of this organisation can add one.')).toBeVisible();
  expect(await world.sql('SELECT role FROM members WHERE email = $1', [email])).toEqual([{ role: 'operator' }]);

  idp.setAccount({ id: 'ada', name: 'Ada Nord', email, emailVerified: true, groups: ['Operators', 'Admins'] });
  await signOut(visitor);
  await leaveFor(visitor, email, 'Nordlicht ID');
  // The provider remembers who this is.
  await visitor.waitForURL(`**/o/${customer.id}`);
  await hydrated(visitor);
  await open(visitor, `/o/${customer.id}/pbxs`);
  await expect(visitor.getByRole('link', { name: 'Add a PBX' }).first()).toBeVisible();

  idp.setAccount({ id: 'ada', name: 'Ada Nord', email, emailVerified: true, groups: ['Visitors'] });
  await signOut(visitor);
  await leaveFor(visitor, email, 'Nordlicht ID');
  await expect(visitor.getByText('No role is meant for you here.')).toBeVisible();
  await hydrated(visitor);
  await lookOver(visitor, 'sign-in-refused');
  expect(await world.sql('SELECT role FROM members WHERE email = $1', [email])).toEqual([]);

  // What happened is in the log of the organisation, and the provider can be removed with a word about who it hits.
  await open(page, side);
  await page.getByRole('row').filter({ hasText: 'Nordlicht ID' }).click();
  await page.getByRole('button', { name: 'Remove…' }).click();
  const confirm = page.getByRole('alertdialog');
  await expect(confirm.getByText('One person can then no longer sign in')).toBeVisible();
  await confirm.getByRole('textbox').fill('Nordlicht ID');
  await confirm.getByRole('button', { name: 'Remove identity provider' }).click();
  await expect(page.getByText('No identity provider')).toBeVisible();
  await open(visitor, '/sign-in');
  await visitor.getByLabel('E-mail').fill(email);
  await expect(visitor.getByText('Does your company sign in with its own account?')).toBeVisible();
  await expect(visitor.getByRole('link', { name: /^Continue with/ })).toHaveCount(0);
  await office.close();
  await desk.close();
});

test('what gives lasting power asks the company again who is at the keyboard', async ({ browser, world }) => {
  const company = await addCompany(world);
  const { customer, email } = company;
  await using idp = await OidcProvider.start({
    accounts: [{ id: 'ada', name: 'Ada Nord', email, emailVerified: true, groups: ['Admins'] }],
  });
  const office = await browser.newContext({ baseURL: world.portalUrl, storageState: { cookies: [], origins: [] } });
  const api = await Api.signIn(world, office.request, await addAccount(world, customer, 'customer-administrator'));
  const providerId = await connectProvider(api, company, idp);
  await office.close();

  const desk = await browser.newContext({ baseURL: world.portalUrl, storageState: { cookies: [], origins: [] } });
  const page = await desk.newPage();
  const side = `/o/${customer.id}/organisation/sign-in`;
  await open(page, `/sign-in?next=${encodeURIComponent(side)}`);
  await leaveFor(page, email, 'Nordlicht ID');
  await page.getByRole('textbox', { name: 'Account' }).fill('ada');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`**${side}`);
  await world.sql(
    `UPDATE auth.session SET "confirmedAt" = now() - interval '1 hour'
     WHERE "userId" = (SELECT id FROM auth."user" WHERE email = $1)`,
    [email],
  );

  const works = page.getByText('The provider answers, and nothing stands against it.');
  const question = page.getByRole('dialog', { name: 'Confirm that it is you' });
  const look = async (): Promise<void> => {
    await open(page, `${side}?provider=${providerId}`);
    await page.getByRole('button', { name: 'Look at the provider' }).click();
  };
  await look();
  await question.getByRole('button', { name: 'Confirm with Nordlicht ID' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('You were not signed in.')).toBeVisible();
  await hydrated(page);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByText('You were not signed in.')).toHaveCount(0);

  await look();
  await question.getByRole('button', { name: 'Confirm with Nordlicht ID' }).click();
  await page.getByRole('textbox', { name: 'Account' }).fill('ada');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`**${side}`);
  await look();
  await expect(works).toBeVisible();
  await desk.close();
});

test('somebody with a password links the company sign-in from their account page, and only from there', async ({
  browser,
  world,
}) => {
  const company = await addCompany(world);
  const { customer, email } = company;
  const added = await addAccount(world, customer, 'customer-administrator');
  await world.sql('UPDATE auth."user" SET email = $1 WHERE email = $2', [email, added.email]);
  await world.sql('UPDATE members SET email = $1 WHERE email = $2', [email, added.email]);
  await using idp = await OidcProvider.start({
    accounts: [{ id: 'ada', name: 'Ada Nord', email, emailVerified: true }],
  });
  const office = await browser.newContext({ baseURL: world.portalUrl, storageState: { cookies: [], origins: [] } });
  const api = await Api.signIn(world, office.request, { ...added, email });
  await connectProvider(api, company, idp);

  const desk = await browser.newContext({ baseURL: world.portalUrl, storageState: { cookies: [], origins: [] } });
  const visitor = await desk.newPage();
  await open(visitor, '/sign-in');
  await leaveFor(visitor, email, 'Nordlicht ID');
  await visitor.getByRole('textbox', { name: 'Account' }).fill('ada');
  await visitor.getByRole('button', { name: 'Sign in' }).click();
  await expect(visitor.getByText('There is an account with this e-mail address already.')).toBeVisible();

  const page = await office.newPage();
  await open(page, '/account/security');
  await lookOver(page, 'account-security-company');
  await page.getByRole('button', { name: 'Link Nordlicht ID' }).click();
  await page.getByRole('textbox', { name: 'Account' }).fill('ada');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/account/security');
  await expect(page.getByText('Linked: you can sign in with Nordlicht ID.')).toBeVisible();

  // The provider remembers who this is.
  await open(visitor, '/sign-in');
  await leaveFor(visitor, email, 'Nordlicht ID');
  await visitor.waitForURL(`**/o/${customer.id}`);
  await office.close();
  await desk.close();
});
