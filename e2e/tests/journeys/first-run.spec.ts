import { expect } from '@playwright/test';
import { base } from '../../fixtures/base';
import { lookOver } from '../../support/look-over';
import { open } from '../../support/open';
import { World } from '../../setup/world';

const account = { email: 'anna@provider.test', password: 'a sentence nobody guesses' };

/** A Switchroom that nobody has opened yet. */
const test = base.extend<object, { world: World }>({
  world: [
    async ({ browserName: _browserName }, use) => {
      const world = await World.start({ firstAdministrator: false });
      await use(world);
      await world[Symbol.asyncDispose]();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: async ({ world }, use) => use(world.portalUrl),
});

test.describe.configure({ mode: 'serial' });

test('what is typed before the scripts are there never gets into the address', async ({ browser, world }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: world.portalUrl });
  const page = await context.newPage();
  await page.goto('/setup');
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await expect(page.getByRole('button', { name: 'Create administrator' })).toBeVisible();
  expect(page.url()).toBe(`${world.portalUrl}/setup`);
  await context.close();
});

test('the first visit leads to the setup, which names what is wrong at each field', async ({ page, problems }) => {
  problems.allow(/status of 400/);
  await open(page, '/');
  await expect(page).toHaveURL(/\/setup$/);
  await expect(page.getByRole('heading', { name: 'Set up Switchroom' })).toBeVisible();
  const submit = page.getByRole('button', { name: 'Create administrator' });
  const field = (label: string) => page.getByLabel(label, { exact: true });

  await submit.click();
  await expect(field('Organisation')).toHaveAccessibleDescription(/Enter a name\./);
  await expect(field('Your name')).toHaveAccessibleDescription('Enter a name.');
  await expect(field('E-mail')).toHaveAccessibleDescription(/Enter an e-mail address such as/);
  await expect(field('Password')).toHaveAccessibleDescription(/At least 12 characters\./);
  await expect(field('Organisation')).toBeFocused();
  await lookOver(page, 'setup');

  await field('Organisation').fill('Alpen-Telekom & Söhne');
  await field('Your name').fill('Anna Gruber');
  await field('E-mail').fill('anna@provider');
  await field('Password').fill('short');
  await submit.click();
  await expect(field('E-mail')).toHaveAccessibleDescription(/Enter an e-mail address such as/);
  await expect(field('E-mail')).toBeFocused();

  // Only the gateway knows which passwords everybody tries first.
  await field('E-mail').fill(account.email);
  await field('Password').fill('password1234');
  await expect(page.getByText('At least 12 characters Met', { exact: true })).toBeVisible();
  await submit.click();
  await expect(field('Password')).toHaveAccessibleDescription(/Everybody tries this password first/);
  await expect(field('Password')).toBeFocused();
  await expect(field('E-mail')).toHaveValue(account.email);
});

test('the setup makes the administrator, signs in, and closes itself', async ({ page, problems }) => {
  // The gateway closes the live connection of a session that ended before the page is left.
  problems.allow(/WebSocket connection to .* HTTP Authentication failed/);
  await open(page, '/setup');
  await page.getByLabel('Organisation').fill('Alpen-Telekom & Söhne');
  await page.getByLabel('Your name').fill('Anna Gruber');
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  // By keyboard alone.
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/o\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { name: 'Add your first PBX' })).toBeVisible();
  await expect(page.getByRole('button', { name: /Alpen-Telekom & Söhne/ })).toBeVisible();
  await lookOver(page, 'overview-empty');

  await page.getByRole('button', { name: 'Account and settings' }).click();
  await expect(page.getByText('Anna Gruber')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);

  await page.goto('/setup');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('signing in: a wrong password is answered plainly, the right one leads back to the wanted page', async ({
  page,
  problems,
}) => {
  problems.allow(/status of 401/);
  await open(page, '/o/00000000-0000-4000-8000-000000000000/pbxs?q=ost');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription('Enter your e-mail address.');
  await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription('Enter your password.');

  await page.getByLabel('E-mail').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'E-mail and password do not match.' })).toBeVisible();
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();

  problems.allow(/status of 404/);
  await page.keyboard.type(account.password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/pbxs\?q=ost$/);
  // The page behind `next` is of an organisation that nobody has.
  await expect(page.getByRole('heading', { name: 'Not found' })).toBeVisible();
});

test('an address outside of the portal is not followed after signing in', async ({ page }) => {
  for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
    await open(page, `/sign-in?next=${encodeURIComponent(next)}`);
    await page.getByLabel('E-mail').fill(account.email);
    await page.getByLabel('Password', { exact: true }).fill(account.password);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/o\/[0-9a-f-]{36}$/);
    await page.goto('about:blank');
    await page.context().clearCookies();
  }
});

test('many wrong passwords pause the account, and say for how long', async ({ page, problems }) => {
  problems.allow(/status of (401|429)/);
  await open(page, '/sign-in');
  await page.getByLabel('E-mail').fill(account.email);
  const password = page.getByLabel('Password', { exact: true });
  const pause = page.getByRole('alert').filter({ hasText: 'Too many tries.' });
  const wrong = page.getByRole('alert').filter({ hasText: 'E-mail and password do not match.' });
  for (let tries = 1; tries <= 10 && !(await pause.isVisible()); tries += 1) {
    await password.fill(`guess number ${tries}`);
    const answered = page.waitForResponse(/sign-in\/email/);
    await page.keyboard.press('Enter');
    await answered;
    await expect(wrong.or(pause)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled();
  }
  await expect(pause).toContainText(/Try again in \d+ seconds\./);
  // Also the right one: whoever guesses must not learn that it was right.
  await password.fill(account.password);
  await page.keyboard.press('Enter');
  await expect(pause).toContainText(/Try again in \d+ seconds\./);
  await expect(page).toHaveURL(/\/sign-in/);
});
