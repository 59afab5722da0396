import { randomUUID } from 'node:crypto';
import type { CDPSession, Page } from '@playwright/test';
import { expect, test } from '../../fixtures/test';
import { type Account, addAccount, addOrganisation, providerPath } from '../../setup/accounts';
import { lookOver } from '../../support/look-over';
import { hydrated, open } from '../../support/open';

test.use({ storageState: { cookies: [], origins: [] } });

/**
 * An authenticator in the device, as Chromium simulates it; it knows its person. While it answers, it does so at once, also
 * to the suggestions that the sign-in page asks for: it is switched on for what a test presses.
 */
async function addAuthenticator(page: Page): Promise<{ answers: (on: boolean) => Promise<void> }> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    answers: async (enabled) => {
      await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
    },
  };
}

/** With the password, at the sign-in page. */
async function signInWithPassword(page: Page, person: Account): Promise<void> {
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`**/o/${person.organisation.id}`);
}

test('a passkey is added, signs in, confirms what cannot be taken back, and is removed', async ({
  page,
  world,
  problems,
}) => {
  problems.allow(/status of 40[013]/);
  const name = `Weberei ${randomUUID().slice(0, 6)}`;
  const organisation = await addOrganisation(world, { name, kind: 'customer', parent: await providerPath(world) });
  const person = await addAccount(world, organisation, 'customer-administrator');
  const authenticator = await addAuthenticator(page);
  await authenticator.answers(false);
  await open(page, '/sign-in');
  await signInWithPassword(page, person);

  await authenticator.answers(true);
  await open(page, '/account/security');
  await expect(page.getByText('No passkey yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a passkey' });
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(dialog.getByText('Enter a name.')).toBeVisible();
  await lookOver(page, 'passkey-add');
  await dialog.getByLabel('Name', { exact: true }).fill('Notebook');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Notebook' });
  await expect(row).toBeVisible();
  await lookOver(page, 'account-passkeys');
  const notice = await world.latestMail(person.email);
  expect(notice.text).toContain('A passkey was added to your account.');

  await authenticator.answers(false);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  await hydrated(page);
  await authenticator.answers(true);
  // The page has asked for a passkey by itself too, and may be answered before the button is pressed.
  await page
    .getByRole('button', { name: 'Use a passkey' })
    .click({ timeout: 3_000 })
    .catch(() => undefined);
  await page.waitForURL(`**/o/${organisation.id}`);
  const [opened] = await world.sql<{ authMethod: string; secondFactor: boolean }>(
    `SELECT s."authMethod", s."secondFactor" FROM auth.session s JOIN auth."user" u ON u.id = s."userId"
     WHERE u.email = $1`,
    [person.email],
  );
  expect(opened).toEqual({ authMethod: 'passkey', secondFactor: true });

  // A password alone, fresh as it is, takes no passkey away; the passkey answers, and the removal goes on by itself.
  await authenticator.answers(false);
  await open(page, '/account/security');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  await hydrated(page);
  await signInWithPassword(page, person);
  await authenticator.answers(true);
  await open(page, '/account/security');
  await page.getByRole('button', { name: 'Rename Notebook' }).click();
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Werkstatt');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Remove Werkstatt' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  const question = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await expect(question.getByText('Is it lost?')).toBeVisible();
  await expect(question.getByLabel('Password')).toHaveCount(0);
  await lookOver(page, 'step-up-passkey');
  await question.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(question).toHaveCount(0);
  await expect(page.getByText('No passkey yet.')).toBeVisible();

  // What is gone opens nothing.
  await authenticator.answers(false);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  await hydrated(page);
  await authenticator.answers(true);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page.getByText('This passkey does not open an account here.')).toBeVisible();
  await lookOver(page, 'sign-in-passkey-refused');
});
