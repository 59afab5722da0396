import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { expect, test } from '../../fixtures/test';
import { type Account, addAccount, addOrganisation, providerPath } from '../../setup/accounts';
import { Api } from '../../setup/api';
import { addServedPbx } from '../../setup/pbxs';
import type { World } from '../../setup/world';
import { authenticatorApp } from '../../support/authenticator-app';
import { lookOver } from '../../support/look-over';
import { hydrated, open } from '../../support/open';

async function customer(world: World): Promise<Account['organisation']> {
  const name = `Molkerei ${randomUUID().slice(0, 6)}`;
  return await addOrganisation(world, { name, kind: 'customer', parent: await providerPath(world) });
}

/** A browser in which this person is signed in, as the API does it. */
async function browserOf(browser: Browser, world: World, account: Account): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: world.portalUrl, storageState: { cookies: [], origins: [] } });
  const api = await Api.signIn(world, context.request, account);
  await context.addCookies((await api.storageState()).cookies);
  return context;
}

async function signIn(page: Page, { email, password }: Account): Promise<void> {
  await open(page, '/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
}

test.describe('an authenticator app', () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test('is set up, asked for at the next sign-in, and a recovery code takes its place once', async ({
    page,
    world,
    problems,
  }) => {
    // A wrong code, and the pages that are left while they still ask for something.
    problems.allow(/status of 40[01]/);
    const organisation = await customer(world);
    const person = await addAccount(world, organisation, 'customer-administrator');
    await signIn(page, person);
    await page.waitForURL(`**/o/${organisation.id}`);
    await hydrated(page);
    await page.getByRole('button', { name: 'Account and settings' }).click();
    await page.getByRole('link', { name: 'Account and security' }).click();
    await expect(page.getByRole('heading', { name: 'Authenticator app' })).toBeVisible();
    await lookOver(page, 'account-security');

    await page.getByRole('button', { name: 'Set up', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Set up an authenticator app' });
    const secret = dialog.getByLabel('Key', { exact: true });
    await expect(secret).toHaveValue(/^[A-Z2-7]{32}$/);
    await expect(dialog.getByRole('img', { name: 'QR code for the authenticator app' })).toBeVisible();
    await lookOver(page, 'totp-setup');
    const app = authenticatorApp(await secret.inputValue());
    await dialog.getByLabel('Code', { exact: true }).fill('000000');
    await dialog.getByRole('button', { name: 'Turn on' }).click();
    await expect(dialog.getByText('This code is not right')).toBeVisible();
    await dialog.getByLabel('Code', { exact: true }).fill(app.code());
    await dialog.getByRole('button', { name: 'Turn on' }).click();

    const kept = page.getByRole('dialog', { name: 'Keep your recovery codes' });
    const codes = kept.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await expect(codes).toHaveCount(10);
    const [recovery = ''] = await codes.allTextContents();
    await lookOver(page, 'recovery-codes');
    // What is shown once does not go away by accident.
    await page.keyboard.press('Escape');
    await expect(kept).toBeVisible();
    await kept.getByRole('checkbox', { name: 'I have kept them in a safe place' }).click();
    await kept.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByText('10 left')).toBeVisible();
    const notice = await world.latestMail(person.email);
    expect(notice.text).toContain('A second factor was switched on for your account.');

    await signOut(page);
    await signIn(page, person);
    await expect(page.getByRole('heading', { name: 'Second step' })).toBeVisible();
    await lookOver(page, 'sign-in-second-step');
    // Nothing opens before the second step.
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('switchroom.session_token');
    await page.getByLabel('Code', { exact: true }).fill(app.code());
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/o/${organisation.id}`);

    await open(page, '/account/sessions');
    await expect(page.getByRole('row').filter({ hasText: 'Password and code' })).toContainText('This one');
    await lookOver(page, 'account-sessions');
    await signOut(page);
    await signIn(page, person);
    await page.getByRole('button', { name: 'Use a recovery code instead' }).click();
    await page.getByLabel('Recovery code', { exact: true }).fill(recovery);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`**/o/${organisation.id}`);
    await open(page, '/account/security');
    await expect(page.getByText('9 left')).toBeVisible();
    const used = await world.latestMail(person.email, ({ text }) => text.includes('recovery code'));
    expect(used.text).toContain('Somebody signed in to your account with a recovery code.');
  });
});

test('an organisation asks for a second factor: who has none is led to set one up, and is in again with it', async ({
  browser,
  world,
}) => {
  const organisation = await customer(world);
  const strict = await browserOf(browser, world, await addAccount(world, organisation, 'customer-administrator'));
  const administration = await strict.newPage();
  const policies = `/o/${organisation.id}/organisation/sign-in`;
  await open(administration, policies);
  // Nobody locks themselves out without knowing it.
  await administration.getByRole('switch', { name: 'Second factor required' }).click();
  await expect(administration.getByText('You have not used a second factor yourself')).toBeVisible();
  await expect(administration.getByRole('button', { name: 'Save' })).toBeDisabled();
  await lookOver(administration, 'policies-own-first');
  await administration.getByRole('button', { name: 'Discard' }).click();
  await setUp(administration);

  const other = await browserOf(browser, world, await addAccount(world, organisation, 'operator'));
  const work = await other.newPage();
  await open(work, `/o/${organisation.id}/pbxs`);
  await open(administration, policies);
  await administration.getByRole('switch', { name: 'Second factor required' }).click();
  await administration.getByRole('button', { name: 'Save' }).click();
  await expect(administration.getByText('Holds here: yes').first()).toBeVisible();
  await lookOver(administration, 'policies');

  await work.waitForURL('**/account/security', { timeout: 5000 });
  await hydrated(work);
  await expect(work.getByText(`${organisation.name} asks for a second factor.`)).toBeVisible();
  await lookOver(work, 'account-required');
  await work.goto(`/o/${organisation.id}/pbxs`);
  await work.waitForURL('**/account/security');
  await hydrated(work);
  await setUp(work, false);
  await work.getByRole('link', { name: `Back to ${organisation.name}` }).click();
  await expect(work.getByRole('navigation').first()).toBeVisible();
  await work.waitForURL(`**/o/${organisation.id}`);
  await strict.close();
  await other.close();
});

/** Sets an authenticator app up on the account page. */
async function setUp(page: Page, goThere = true): Promise<void> {
  if (goThere) await open(page, '/account/security');
  await page.getByRole('button', { name: 'Set up', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Set up an authenticator app' });
  const secret = dialog.getByLabel('Key', { exact: true });
  await expect(secret).toHaveValue(/^[A-Z2-7]{32}$/);
  await dialog.getByLabel('Code', { exact: true }).fill(authenticatorApp(await secret.inputValue()).code());
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  const kept = page.getByRole('dialog', { name: 'Keep your recovery codes' });
  await kept.getByRole('checkbox', { name: 'I have kept them in a safe place' }).click();
  await kept.getByRole('button', { name: 'Done' }).click();
  await expect(kept).toHaveCount(0);
}

test('what cannot be taken back asks again who is at the keyboard, and goes on by itself', async ({
  browser,
  world,
  api,
}) => {
  const home = await api.home();
  const [top] = await world.sql<Account['organisation']>('SELECT id, name, path FROM organisations WHERE id = $1', [
    home.id,
  ]);
  if (top === undefined) throw new Error('there is no organisation');
  const person = await addAccount(world, top);
  await using pbx = await addServedPbx(api);
  const doomed = await addServedPbx(api);
  const context = await browserOf(browser, world, person);
  const page = await context.newPage();
  await world.sql(
    `UPDATE auth.session SET "confirmedAt" = now() - interval '11 minutes'
     WHERE "userId" = (SELECT id FROM auth."user" WHERE email = $1)`,
    [person.email],
  );
  await open(page, `/o/${home.id}/pbxs/${doomed.id}`);
  await page.getByRole('button', { name: /^More/ }).click();
  await page.getByRole('menuitem', { name: /^Remove/ }).click();
  const removal = page.getByRole('alertdialog');
  await removal.getByRole('textbox').fill(doomed.name);
  await removal.getByRole('button', { name: /^Remove/ }).click();

  const question = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await expect(question).toBeVisible();
  await lookOver(page, 'step-up');
  await question.getByRole('button', { name: 'Cancel' }).click();
  // The refusal is back where it came from, and nothing has happened.
  await expect(removal.getByText('Confirm that it is you', { exact: false })).toBeVisible();
  expect((await api.query<{ name: string }>('pbxs.get', { organisationId: home.id, pbxId: doomed.id })).name).toBe(
    doomed.name,
  );
  await removal.getByRole('button', { name: /^Remove/ }).click();
  await question.getByLabel('Password', { exact: true }).fill('this is not it');
  await question.getByRole('button', { name: 'Confirm' }).click();
  await expect(question.getByText('This is not your password.')).toBeVisible();
  await question.getByLabel('Password', { exact: true }).fill(person.password);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/o/${home.id}/pbxs`);
  await expect(page.getByRole('link', { name: pbx.name })).toBeVisible();
  await expect(page.getByRole('link', { name: doomed.name })).toHaveCount(0);
  await doomed.mock.close();
  await context.close();
});
