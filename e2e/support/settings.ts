import { expect, type Locator, type Page } from '@playwright/test';

/** One setting on a page of settings, with what a person does to it. */
export class SettingField {
  readonly row: Locator;

  constructor(
    private readonly page: Page,
    readonly key: string,
  ) {
    this.row = page.locator(`[data-setting="${key}"]`);
  }

  /** The one text or number of it. */
  get input(): Locator {
    return this.row.getByRole('textbox').first();
  }

  /** Says where the value comes from; pressed, why. */
  get origin(): Locator {
    return this.row.getByRole('button', { name: /Why this value\?$/ });
  }

  async menu(item: string): Promise<void> {
    await this.row.getByRole('button', { name: /^More about/ }).click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }
}

/** What opens before settings are saved. */
export function review(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Review the changes' });
}

/** Reviews what was entered and saves it. */
export async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await review(page).getByRole('button', { name: /^Save/ }).click();
  await expect(review(page)).toBeHidden();
}
