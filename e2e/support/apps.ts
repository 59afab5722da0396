import type { Locator, Page } from '@playwright/test';
import { expect } from '../fixtures/test';
import type { LinkedPbx } from '../setup/pbxs';
import { open } from './open';

/** How long a change may take from the click to "verified" on a busy machine. */
export const APPLY_MS = 20_000;

/** The row of an App object. */
export const appRow = (page: Page, name: string): Locator => page.locator(`[data-app="${name}"]`);

/** The panel over the list; there is one at a time. */
export const panel = (page: Page): Locator => page.getByRole('dialog');

/** The list of App objects, live. */
export async function openApps(page: Page, home: string, pbx: Pick<LinkedPbx, 'id'>, query = ''): Promise<void> {
  await open(page, `${home}/pbxs/${pbx.id}/apps${query}`);
  await expect(page.getByRole('table', { name: 'App objects' })).toBeVisible();
  await expect(page.locator('[data-connection="live"]')).toBeVisible();
}

/** Opens the form of an App object from its row. */
export async function openApp(page: Page, name: string): Promise<Locator> {
  await appRow(page, name).getByRole('link').click();
  await expect(panel(page).getByLabel('Long Name')).toBeVisible();
  return panel(page);
}

/** From the form to the plan made of it. */
export async function review(page: Page): Promise<Locator> {
  await panel(page).getByRole('button', { name: 'Review the change' }).click();
  await expect(panel(page).getByText(/on 1 PBX/)).toBeVisible();
  return panel(page);
}

/** One operation of a plan: its object's diff. */
export const operation = (page: Page, objectName: string): Locator =>
  page
    .getByRole('dialog')
    .or(page.getByRole('main'))
    .locator('section, article')
    .filter({
      has: page.getByRole('heading', { name: objectName, exact: true }),
    });

export async function apply(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Apply \d+ changes?$/ }).click();
}

/** Everything was written and read back. */
export async function expectVerified(page: Page): Promise<void> {
  await expect(page.getByText(/^Everything was written and read back/)).toBeVisible({ timeout: APPLY_MS });
}
