import { expect } from '@playwright/test';
import { test } from '../../fixtures/showcase';
import { lookOver } from '../../support/look-over';
import { open } from '../../support/open';
import { live, pages } from '../../support/pages';
import { fillWizard } from '../../support/wizard';

test.describe('outside', () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test('sign-in', async ({ page, problems }) => {
    problems.allow(/status of 401/);
    await open(page, '/sign-in');
    await lookOver(page, 'sign-in');
    await page.getByLabel('E-mail').fill('anna@example.test');
    await page.getByLabel('Password', { exact: true }).fill('something wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'do not match' })).toBeVisible();
    await lookOver(page, 'sign-in-wrong');
  });
});

for (const { name, path, ready, still } of pages) {
  test(name, async ({ page, shown }) => {
    await open(page, path(shown));
    await ready(page);
    if (!still) await live(page);
    await lookOver(page, name);
  });
}

test('not-found', async ({ page, home, problems }) => {
  problems.allow(/status of 404/);
  // The first page of a new browser learns its time zone and asks again; here that would load the page a second time.
  await open(page, home);
  await page.waitForFunction(() => document.cookie.includes('tz='));
  await open(page, `${home}/nothing-here`);
  await expect(page.getByRole('heading', { name: 'Not found' })).toBeVisible();
  await lookOver(page, 'not-found');
});

test('audit entry, command palette, organisation switcher and person', async ({ page, home }) => {
  await open(page, `${home}/audit`);
  await page
    .getByRole('row')
    .nth(1)
    .getByRole('link')
    .or(page.getByRole('row').nth(1).getByRole('button'))
    .first()
    .click();
  await expect(page.getByRole('dialog', { name: /Audit entry|.+/ })).toBeVisible();
  await lookOver(page, 'audit-entry');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('klin');
  await expect(page.getByRole('option', { name: /Klinikum Ost/ })).toBeVisible();
  await lookOver(page, 'palette');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /switch organisation/ }).click();
  await expect(page.getByRole('option', { name: /Hotel Seeblick/ })).toBeVisible();
  await lookOver(page, 'switcher');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Account and settings' }).click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await lookOver(page, 'person');
});

test('wizard', async ({ page, home, problems }) => {
  problems.allow(/status of (400|502|503)/);
  await open(page, `${home}/pbxs/new`);
  await lookOver(page, 'wizard-direction');
  await fillWizard(page, home, 'The PBX dials us', { name: 'Weingut Kaltern', domain: 'weingut.example' });
  await lookOver(page, 'wizard-details');
  await fillWizard(page, home, 'We dial the PBX', { name: 'Weingut Kaltern', address: 'ws://127.0.0.1:9' });
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('heading', { name: 'Is this your PBX?' })).toBeVisible();
  await expect(page.getByText('Looking at the certificate')).toHaveCount(0);
  await lookOver(page, 'wizard-certificate');
});

test('the last step of the wizard, with the password that is shown once', async ({ page, home, shown }) => {
  await fillWizard(page, home, 'The PBX dials us', { name: 'Weingut Kaltern', domain: 'weingut.example' });
  await page.getByRole('button', { name: 'Add the PBX' }).click();
  await expect(page.getByText('Shown once.', { exact: false })).toBeVisible();
  await lookOver(page, 'wizard-connect');
  await shown.world.sql(`DELETE FROM pbxs WHERE name = 'Weingut Kaltern'`);
});
