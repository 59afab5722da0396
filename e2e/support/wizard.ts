import { type AppFlag, MockPbx } from '@switchroom/mock-pbx';
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { noteSecret } from '../setup/secrets-check';
import { expect } from '../fixtures/test';
import { open } from './open';

/** What the last step of the wizard tells a person to enter on the PBX; nothing in it comes from anywhere else. */
export interface ShownInstructions {
  name: string;
  url: string | undefined;
  password: string | undefined;
  flags: AppFlag[];
}

export interface WizardDetails {
  name: string;
  /** System name, inbound. */
  domain?: string;
  /** Outbound. */
  address?: string;
  appObjectName?: string;
  /** The password that stands on the PBX already, outbound; without it one is made. */
  password?: string;
}

/** Opens the wizard from the list and fills in the first two steps. */
export async function fillWizard(
  page: Page,
  home: string,
  direction: 'The PBX dials us' | 'We dial the PBX',
  details: WizardDetails,
): Promise<void> {
  await open(page, `${home}/pbxs`);
  await page.getByRole('link', { name: 'Add a PBX' }).first().click();
  await page.getByRole('radio', { name: new RegExp(`^${direction}`) }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('Name', { exact: true }).fill(details.name);
  if (details.domain !== undefined) await page.getByLabel('System name').fill(details.domain);
  if (details.address !== undefined) await page.getByLabel('Address').fill(details.address);
  if (details.appObjectName !== undefined) await page.getByLabel('Name of the App object').fill(details.appObjectName);
  if (details.password !== undefined) {
    await page.getByRole('radio', { name: /^Use the one that stands on the PBX/ }).click();
    await page.getByLabel('Password on the PBX').fill(details.password);
  }
}

/** Reads the instructions off the page. */
export async function readInstructions(page: Page): Promise<ShownInstructions> {
  await expect(page.getByRole('heading', { name: 'On the PBX' })).toBeVisible();
  const value = async (name: string): Promise<string | undefined> => {
    const shown = page.locator('dl > div').filter({ has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) });
    return (await shown.count()) === 0 ? undefined : ((await shown.locator('code').textContent()) ?? undefined);
  };
  const flags = await page
    .getByRole('list', { name: 'Tick exactly these flags' })
    .getByRole('listitem')
    .filter({ hasText: '(tick)' })
    .locator('span:not(.sr-only)')
    .allTextContents();
  return {
    name: (await value('Name')) ?? '',
    url: await value('URL'),
    password: await value('Password'),
    // "EP Signal" is the flag `epsignal`.
    flags: flags.map((flag) => flag.toLowerCase().replaceAll(' ', '') as AppFlag),
  };
}

/** A PBX on which somebody entered exactly what the page shows. */
export function configured(shown: ShownInstructions, options: { domain?: string; password?: string } = {}): MockPbx {
  const password = shown.password ?? options.password;
  if (password === undefined) throw new Error('the page showed no password, and none was given');
  noteSecret(password);
  return new MockPbx({
    name: 'master',
    domain: options.domain ?? `${randomUUID().slice(0, 8)}.test`,
    users: 10,
    apps: [
      {
        name: shown.name,
        cn: 'Attendant',
        password,
        flags: shown.flags,
        ...(shown.url === undefined ? {} : { url: shown.url }),
      },
    ],
  });
}

/** The steps of the link as it comes up. */
export const linkSteps = (page: Page): Locator => page.getByRole('list', { name: 'Live' }).getByRole('listitem');

/** The heading of what is wrong, beside the steps. */
export const trouble = (page: Page, title: string): Locator => page.locator('p', { hasText: new RegExp(`^${title}$`) });
