import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../../fixtures/test';
import { arrives } from '../../setup/news';
import { addServedPbx, type LinkedPbx } from '../../setup/pbxs';
import { hydrated, open } from '../../support/open';

const rowOf = (page: Page, pbx: Pick<LinkedPbx, 'id'>): Locator => page.locator(`[data-pbx="${pbx.id}"]`);
const names = (page: Page): Locator => page.locator('[data-pbx] a');

test('the overview counts links and sync states, and each count leads to exactly these PBXes', async ({
  page,
  api,
}) => {
  // An organisation of its own: what other journeys left behind could be more pressing.
  const { id: organisationId } = await api.createOrganisation(`Overview ${randomUUID().slice(0, 8)}`, 'customer');
  await using online = await addServedPbx(api, { organisationId });
  await using offline = await addServedPbx(api, { organisationId });
  await offline.unplug();
  await open(page, `/o/${organisationId}`);
  const links = page.getByRole('region').or(page.locator('section')).filter({ hasText: 'Links' }).first();
  const count = (label: string): Locator => links.getByRole('link', { name: new RegExp(`\\b${label}\\b`) });
  await expect(count('Offline')).toContainText(/[1-9]/);
  await expect(page.getByRole('heading', { name: 'Needs attention' })).toBeVisible();
  await expect(page.getByRole('link', { name: offline.name })).toBeVisible();
  await count('Offline').click();
  await expect(page).toHaveURL(/\/pbxs\?link=offline$/);
  await expect(rowOf(page, offline)).toContainText('Offline');
  await expect(rowOf(page, online)).toHaveCount(0);
});

test('search, filter, order and page of the list are in the address and survive reload and back', async ({
  page,
  api,
  home,
}) => {
  const mark = randomUUID().slice(0, 6);
  await using ost = await addServedPbx(api, { name: `Klinikum Ost ${mark}` });
  await using west = await addServedPbx(api, { name: `Klinikum West ${mark}` });
  await open(page, home);
  await page.getByRole('link', { name: 'PBXes', exact: true }).first().click();
  await expect(page).toHaveURL(/\/pbxs$/);

  const search = page.getByRole('textbox', { name: 'Search PBXes' });
  await expect(search).toBeVisible();
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await page.keyboard.type(mark);
  await expect(page).toHaveURL(new RegExp(`q=${mark}`));
  await expect(names(page)).toHaveText([ost.name, west.name]);

  await page.getByRole('button', { name: 'Name', exact: true }).click();
  await expect(page).toHaveURL(/dir=desc/);
  await expect(names(page)).toHaveText([west.name, ost.name]);
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending');

  await page.getByRole('button', { name: /^Online/ }).click();
  await expect(page).toHaveURL(/link=online/);
  await page.reload();
  await hydrated(page);
  await expect(search).toHaveValue(mark);
  await expect(names(page)).toHaveText([west.name, ost.name]);
  await expect(page.getByRole('button', { name: /^Online/ })).toHaveAttribute('aria-pressed', 'true');

  await page.getByRole('link', { name: west.name }).click();
  await expect(page.getByRole('heading', { level: 1, name: west.name })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`q=${mark}.*dir=desc|dir=desc.*q=${mark}`));
  await expect(names(page)).toHaveText([west.name, ost.name]);

  await page.getByRole('button', { name: /^Online/ }).click();
  await page.getByRole('button', { name: /^Refused/ }).click();
  await expect(page.getByText('No PBX matches these filters.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(page).not.toHaveURL(/q=|link=/);
});

test('pages of the list lie behind each other in the history', async ({ page, api, home, world }) => {
  const { id: organisationId } = await api.home();
  await world.sql(
    `WITH made AS (
       INSERT INTO pbxs (organisation_id, name, direction, app_object_name, domain, instance, enabled)
       SELECT $1, 'Filiale ' || lpad(n::text, 3, '0'), 'inbound', 'switchroom', 'filiale.test', 'filiale-' || n, false
       FROM generate_series(1, 120) AS n RETURNING id, organisation_id)
     INSERT INTO pbx_status (pbx_id, organisation_id) SELECT id, organisation_id FROM made`,
    [organisationId],
  );
  await open(page, `${home}/pbxs?q=Filiale`);
  await expect(names(page)).toHaveCount(50);
  await expect(page.getByText('1–50 of 120')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Previous' })).toBeDisabled();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByText('51–100 of 120')).toBeVisible();
  await expect(names(page).first()).toHaveText('Filiale 051');
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByText('101–120 of 120')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Next' })).toBeDisabled();
  await page.reload();
  await expect(names(page).first()).toHaveText('Filiale 101');
  await page.goBack();
  await expect(names(page).first()).toHaveText('Filiale 051');
  await page.goBack();
  await expect(names(page).first()).toHaveText('Filiale 001');
  await world.sql(`DELETE FROM pbxs WHERE name LIKE 'Filiale %'`);
});

test('a PBX that goes away and comes back changes its row and the counts', async ({ page, api, home }) => {
  await using pbx = await addServedPbx(api);
  await open(page, `${home}/pbxs?q=${encodeURIComponent(pbx.name)}`);
  const row = rowOf(page, pbx);
  await expect(row).toContainText('Online');
  await expect(page.locator('[data-connection="live"]')).toBeVisible();
  const offlineChip = page.getByRole('button', { name: /^Offline/ });
  const before = Number(/\d+/.exec((await offlineChip.textContent()) ?? '')?.[0]);

  await pbx.unplug();
  await arrives('a PBX that went away', () => expect(row).toContainText('Offline'));
  await expect(row).not.toContainText('Online');
  await expect(offlineChip).toContainText(String(before + 1));

  const linked = pbx.nextLink();
  await pbx.plug();
  await linked;
  await arrives('a PBX that came back', () => expect(row).toContainText('Online'));
  await expect(offlineChip).toContainText(String(before));
});

test('the list can be used by keyboard alone', async ({ page, api, home }) => {
  const mark = randomUUID().slice(0, 6);
  await using first = await addServedPbx(api, { name: `${mark} A` });
  await using second = await addServedPbx(api, { name: `${mark} B` });
  await open(page, `${home}/pbxs?q=${mark}`);
  await expect(names(page)).toHaveCount(2);
  await page.keyboard.press('j');
  await expect(rowOf(page, first)).toBeFocused();
  await page.keyboard.press('j');
  await expect(rowOf(page, second)).toBeFocused();
  await page.keyboard.press('k');
  await expect(rowOf(page, first)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: first.name })).toBeVisible();
});

test('the command palette finds a PBX, goes to pages and acts', async ({ page, api, home }) => {
  await using pbx = await addServedPbx(api);
  await open(page, home);
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await expect(palette).toBeVisible();
  await page.keyboard.type(pbx.name);
  await expect(palette.getByRole('option', { name: new RegExp(pbx.name) })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: pbx.name })).toBeVisible();
  await expect(palette).toBeHidden();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('audit');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/audit$/);

  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await expect(page).toHaveURL(/\/o\/[0-9a-f-]{36}$/);

  await page.keyboard.press('Control+k');
  await page.keyboard.type('dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('language and theme stand in the very first answer of the server, so nothing flashes', async ({
  page,
  home,
  request,
}) => {
  await open(page, home);
  await page.getByRole('button', { name: 'Account and settings' }).click();
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('combobox', { name: 'Language' }).click();
  await page.getByRole('option', { name: 'Deutsch' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('heading', { level: 1, name: 'Übersicht' })).toBeVisible();

  const cookies = await page.context().cookies();
  const html = await request.get(home, {
    headers: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') },
  });
  const text = await html.text();
  expect(/<html[^>]*>/.exec(text)?.[0]).toMatch(/(?=.*lang="de")(?=.*data-theme="dark")/);
  expect(text).toContain('Übersicht');
});
