import { randomUUID } from 'node:crypto';
import { expect, test } from '../../fixtures/test';
import { addAccount, addOrganisation, providerPath } from '../../setup/accounts';
import { lookOver } from '../../support/look-over';
import { hydrated, open } from '../../support/open';

test.use({ storageState: { cookies: [], origins: [] } });

test('a forgotten password is set anew with the mailed link, once', async ({ page, world, problems }) => {
  problems.allow(/status of 40[01]/);
  const name = `Sägewerk ${randomUUID().slice(0, 6)}`;
  const organisation = await addOrganisation(world, { name, kind: 'customer', parent: await providerPath(world) });
  const person = await addAccount(world, organisation, 'customer-administrator');
  const password = 'ganz andere Worte als eben';

  await open(page, '/sign-in');
  await page.getByRole('link', { name: 'Forgotten your password?' }).click();
  await page.waitForURL('**/forgot');
  await hydrated(page);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByText('Enter your e-mail address.')).toBeVisible();
  await lookOver(page, 'forgot');
  // Whoever it is asked for, the page says the same.
  const answerFor = async (email: string): Promise<string> => {
    await open(page, '/forgot');
    await page.getByLabel('E-mail').fill(email);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await expect(page.getByText('the mail is on its way')).toBeVisible();
    return await page.getByRole('alert').filter({ hasText: 'on its way' }).innerText();
  };
  expect(await answerFor('nobody@example.test')).toBe(await answerFor(person.email));
  await lookOver(page, 'forgot-sent');

  const mail = await world.latestMail(person.email);
  expect(mail.subject).toBe('Set a new password for Switchroom');
  const link = mail.links.find((one) => one.includes('/reset/')) ?? '';
  expect(link).toMatch(new RegExp(`^${world.portalUrl}/reset/[\\w-]{43}$`));
  await open(page, link);
  await page.getByLabel('New password', { exact: true }).fill('passwordpassword');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page.getByText('Everybody tries this password first.')).toBeVisible();
  await lookOver(page, 'reset');
  await page.getByLabel('New password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page.getByText('Your new password is set.')).toBeVisible();

  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.waitForURL('**/sign-in');
  await hydrated(page);
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('E-mail and password do not match.')).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`**/o/${organisation.id}`);
  const notice = await world.latestMail(person.email, ({ subject }) => subject.includes('was changed'));
  expect(notice.text).toContain('Your password was changed.');

  await open(page, link);
  await page.getByLabel('New password', { exact: true }).fill(`${password} 2`);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page.getByText('This link does not work any more.').first()).toBeVisible();
  await lookOver(page, 'reset-used');
});
