import { expect, type Page } from '@playwright/test';
import type { Showcase } from '../setup/showcase';

/** A page of the portal: where it is in the showcase, and what is on it when it is ready. */
interface PortalPage {
  name: string;
  path: (shown: { home: string; showcase: Showcase }) => string;
  ready: (page: Page) => Promise<void>;
  /** Belongs to no organisation and follows nothing. */
  still?: true;
}

/** The page follows the fleet. */
export async function live(page: Page): Promise<void> {
  await expect(page.locator('[data-connection="live"]')).toBeAttached();
}

/** Every page that stays as it is while it is looked at. */
export const pages: readonly PortalPage[] = [
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
    name: 'pbx-settings',
    path: ({ home, showcase }) => `${home}/pbxs/${showcase.main.id}/settings/mail`,
    ready: async (page) => expect(page.getByText('Kept here only').first()).toBeVisible(),
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
    name: 'settings',
    path: ({ home }) => `${home}/settings`,
    ready: async (page) => expect(page.getByRole('heading', { level: 2, name: 'Attendant' })).toBeVisible(),
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
    name: 'settings-checks',
    path: ({ home }) => `${home}/settings/checks`,
    ready: async (page) => expect(page.getByLabel('Token address')).toBeVisible(),
  },
  {
    name: 'organisation-tokens',
    path: ({ home }) => `${home}/organisation/tokens`,
    ready: async (page) => expect(page.getByRole('row').filter({ hasText: 'Rollout der Apps' })).toBeVisible(),
  },
  {
    name: 'audit',
    path: ({ home }) => `${home}/audit`,
    ready: async (page) => expect(page.getByRole('row').nth(3)).toBeVisible(),
  },
  {
    name: 'organisation',
    path: ({ home }) => `${home}/organisation`,
    ready: async (page) => expect(page.getByRole('link', { name: 'Südtirol Kommunikation' })).toBeVisible(),
  },
  {
    name: 'organisation-below',
    path: ({ home }) => `${home}/organisation?depth=subtree&sort=pbxs&dir=desc`,
    ready: async (page) => expect(page.getByRole('link', { name: 'Klinikum Dolomiten' })).toBeVisible(),
  },
  {
    name: 'branding',
    path: ({ home }) => `${home}/organisation/branding`,
    ready: async (page) => expect(page.getByRole('heading', { name: 'Preview' })).toBeVisible(),
  },
  {
    name: 'outbox',
    path: ({ home }) => `${home}/organisation/mail`,
    ready: async (page) => expect(page.getByText(/^Mail goes to localhost/)).toBeVisible(),
  },
  {
    name: 'people',
    path: ({ home }) => `${home}/organisation/people`,
    ready: async (page) => expect(page.locator('[data-person]')).toHaveCount(4),
  },
  {
    name: 'organisation-sign-in',
    path: ({ home }) => `${home}/organisation/sign-in`,
    ready: async (page) => expect(page.getByRole('switch', { name: 'Second factor required' })).toBeVisible(),
  },
  {
    name: 'account-security',
    path: () => '/account/security',
    ready: async (page) => expect(page.getByText('No passkey yet.')).toBeVisible(),
    still: true,
  },
  {
    name: 'account-sessions',
    path: () => '/account/sessions',
    ready: async (page) => expect(page.getByText('This one')).toBeVisible(),
    still: true,
  },
  {
    name: 'roles',
    path: ({ home }) => `${home}/organisation/roles`,
    ready: async (page) => expect(page.getByRole('table', { name: 'Built-in roles' })).toBeVisible(),
  },
];
