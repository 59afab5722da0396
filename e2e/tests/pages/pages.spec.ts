import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { base } from '../../fixtures/base';
import { Api } from '../../setup/api';
import { createShowcase, type Showcase } from '../../setup/showcase';
import { World } from '../../setup/world';
import { expectNoAxeViolations } from '../../support/axe';
import { lookAt } from '../../support/look';
import { open } from '../../support/open';
import { fillWizard } from '../../support/wizard';
import { expectWords } from '../../support/words';

type Session = Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>;

/** One world for all pages: nobody changes anything in it. */
const test = base.extend<
  { home: string },
  { shown: { world: World; showcase: Showcase; session: Session; home: string } }
>({
  shown: [
    async ({ playwright }, use) => {
      await using world = await World.start();
      const request = await playwright.request.newContext();
      const api = await Api.signIn(world, request);
      await using showcase = await createShowcase(world, api);
      const { id } = await api.home();
      await use({ world, showcase, session: await request.storageState(), home: `/o/${id}` });
      await request.dispose();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ shown }, use) => use(shown.world.portalUrl),
  storageState: async ({ shown }, use) => use(shown.session),
  home: async ({ shown }, use) => use(shown.home),
});

/** Everything that is asked of every page. */
async function look(page: Page, name: string): Promise<void> {
  await expectWords(page);
  await lookAt(page, name, expectNoAxeViolations);
}

const live = async (page: Page): Promise<void> => {
  await expect(page.locator('[data-connection="live"]')).toBeAttached();
};

test.describe('outside', () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test('sign-in', async ({ page, problems }) => {
    problems.allow(/status of 401/);
    await open(page, '/sign-in');
    await look(page, 'sign-in');
    await page.getByLabel('E-mail').fill('anna@example.test');
    await page.getByLabel('Password', { exact: true }).fill('something wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'do not match' })).toBeVisible();
    await look(page, 'sign-in-wrong');
  });
});

const pages: {
  name: string;
  path: (shown: { home: string; showcase: Showcase }) => string;
  ready: (page: Page) => Promise<void>;
}[] = [
  {
    name: 'overview',
    path: ({ home }) => home,
    ready: async (page) => expect(page.getByRole('link', { name: 'Seeblick Dependance' })).toBeVisible(),
  },
  {
    name: 'pbxs',
    path: ({ home }) => `${home}/pbxs`,
    ready: async (page) => expect(page.locator('[data-pbx]')).toHaveCount(6),
  },
  {
    name: 'pbxs-no-match',
    path: ({ home }) => `${home}/pbxs?q=nobody`,
    ready: async (page) => expect(page.getByText('No PBX matches these filters.')).toBeVisible(),
  },
  {
    name: 'pbx',
    path: ({ home, showcase }) => `${home}/pbxs/${showcase.main.id}`,
    ready: async (page) => expect(page.getByText('klinikum.example').first()).toBeVisible(),
  },
  {
    name: 'pbx-apps',
    path: ({ home, showcase }) => `${home}/pbxs/${showcase.main.id}/apps`,
    ready: async (page) => expect(page.locator('[data-outside="drift"]')).toBeVisible(),
  },
  {
    name: 'pbx-templates',
    path: ({ home, showcase }) => `${home}/pbxs/${showcase.main.id}/templates`,
    ready: async (page) => expect(page.getByText('Config Admin').first()).toBeVisible(),
  },
  {
    name: 'pbx-licences',
    path: ({ home, showcase }) => `${home}/pbxs/${showcase.main.id}/licences`,
    ready: async (page) => expect(page.getByText('Reporting').first()).toBeVisible(),
  },
  {
    name: 'pbx-activity',
    path: ({ home, showcase }) => `${home}/pbxs/${showcase.main.id}/activity`,
    ready: async (page) => expect(page.getByText(/was changed on the PBX/).first()).toBeVisible(),
  },
  {
    name: 'pbx-link',
    path: ({ home, showcase }) => `${home}/pbxs/${showcase.main.id}/link`,
    ready: async (page) => expect(page.getByText('The PBX is online', { exact: true })).toBeVisible(),
  },
  {
    name: 'app-panel',
    path: ({ home, showcase }) =>
      `${home}/pbxs/${showcase.main.id}/apps?app=${showcase.main.mock.state.object('fax')?.guid}`,
    ready: async (page) => expect(page.getByRole('region', { name: 'Changed outside' })).toBeVisible(),
  },
  {
    name: 'app-catalogue',
    path: ({ home, showcase }) => `${home}/pbxs/${showcase.main.id}/apps?new=choose`,
    ready: async (page) => expect(page.locator('[data-catalogue="custom"]')).toBeVisible(),
  },
  {
    name: 'app-create',
    path: ({ home, showcase }) => `${home}/pbxs/${showcase.main.id}/apps?new=microsoft365Api`,
    ready: async (page) => expect(page.getByLabel('Long Name')).toBeVisible(),
  },
  {
    name: 'app-diff',
    path: ({ home, showcase }) => `${home}/pbxs/${showcase.main.id}/apps?plan=${showcase.plans.open}`,
    ready: async (page) => expect(page.getByRole('button', { name: /^Apply/ })).toBeVisible(),
  },
  {
    name: 'changes',
    path: ({ home }) => `${home}/changes`,
    ready: async (page) => expect(page.getByRole('row').filter({ hasText: 'Klinikum West' })).toBeVisible(),
  },
  {
    name: 'change-verified',
    path: ({ home, showcase }) => `${home}/changes/${showcase.plans.verified}`,
    ready: async (page) => expect(page.getByText(/^Everything was written/)).toBeVisible(),
  },
  {
    name: 'change-conflict',
    path: ({ home, showcase }) => `${home}/changes/${showcase.plans.conflict}`,
    ready: async (page) => expect(page.getByRole('button', { name: 'Plan the rest again' })).toBeVisible(),
  },
  {
    name: 'audit',
    path: ({ home }) => `${home}/audit`,
    ready: async (page) => expect(page.getByRole('row').nth(3)).toBeVisible(),
  },
];

for (const { name, path, ready } of pages) {
  test(name, async ({ page, shown }) => {
    await open(page, path(shown));
    await ready(page);
    await live(page);
    await look(page, name);
  });
}

test('not-found', async ({ page, home, problems }) => {
  problems.allow(/status of 404/);
  await open(page, `${home}/nothing-here`);
  await expect(page.getByRole('heading', { name: 'Not found' })).toBeVisible();
  await look(page, 'not-found');
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
  await look(page, 'audit-entry');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('klin');
  await expect(page.getByRole('option', { name: /Klinikum Ost/ })).toBeVisible();
  await look(page, 'palette');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /switch organisation/ }).click();
  await expect(page.getByRole('option', { name: /Hotel Seeblick/ })).toBeVisible();
  await look(page, 'switcher');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Account and settings' }).click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await look(page, 'person');
});

test('wizard', async ({ page, home, problems }) => {
  problems.allow(/status of (400|502|503)/);
  await open(page, `${home}/pbxs/new`);
  await look(page, 'wizard-direction');
  await fillWizard(page, home, 'The PBX dials us', { name: 'Weingut Kaltern', domain: 'weingut.example' });
  await look(page, 'wizard-details');
  await fillWizard(page, home, 'We dial the PBX', { name: 'Weingut Kaltern', address: 'ws://127.0.0.1:9' });
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('heading', { name: 'Is this your PBX?' })).toBeVisible();
  await expect(page.getByText('Looking at the certificate')).toHaveCount(0);
  await look(page, 'wizard-certificate');
});

test('the last step of the wizard, with the password that is shown once', async ({ page, home, shown }) => {
  await fillWizard(page, home, 'The PBX dials us', { name: 'Weingut Kaltern', domain: 'weingut.example' });
  await page.getByRole('button', { name: 'Add the PBX' }).click();
  await expect(page.getByText('Shown once.', { exact: false })).toBeVisible();
  await look(page, 'wizard-connect');
  await shown.world.sql(`DELETE FROM pbxs WHERE name = 'Weingut Kaltern'`);
});

for (const language of ['de', 'it'] as const) {
  test(`no page breaks its layout in ${language}`, async ({ page, shown, context }) => {
    test.setTimeout(120_000);
    await context.addCookies([{ name: 'locale', value: language, url: shown.world.portalUrl }]);
    for (const { name, path } of pages) {
      await open(page, path(shown));
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await live(page);
      await expectWords(page);
      await lookAt(page, `${language}-${name}`, undefined, ['light']);
    }
  });
}
