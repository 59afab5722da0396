import { expect, test } from '../../fixtures/test';
import { addDiallingPbx, addServedPbx } from '../../setup/pbxs';
import { appRow, apply, expectVerified, openApp, openApps, operation, panel, review } from '../../support/apps';
import { settled } from '../../support/settled';

test('an app of the catalogue: created with its template as a diff, applied and verified, and the PBX has it', async ({
  page,
  api,
  home,
  problems,
}) => {
  problems.allow(/status of 409/);
  await using pbx = await addDiallingPbx(api, { users: 40 });
  pbx.mock.admin.unassignApp('Config Fax', 'fax');
  pbx.mock.admin.deleteObject('fax');
  await openApps(page, home, pbx);
  await page.getByRole('button', { name: 'Create an app' }).click();
  await panel(page).getByRole('textbox', { name: 'Search apps' }).fill('faxes in myapps');
  await page.locator('[data-catalogue="fax"]').click();
  const form = panel(page);
  await expect(form.getByLabel('Long Name')).toHaveValue('Fax');
  await expect(form.getByLabel('Name', { exact: true })).toHaveValue('fax');

  // Bad input lands at its field, and nothing becomes a plan.
  await form.getByLabel('URL', { exact: true }).fill('https://apps.example.test/example.test/fax/fax.htm');
  await form.getByLabel('Name', { exact: true }).fill('2 Fax');
  await form.getByRole('button', { name: 'Review the change' }).click();
  await expect(form.getByLabel('URL', { exact: true })).toHaveAccessibleDescription(/Leave out the extension/);
  await expect(form.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/No spaces/);
  await form.getByLabel('URL', { exact: true }).fill('https://apps.example.test/example.test/fax/innovaphone-fax');
  await form.getByLabel('Name', { exact: true }).fill('remotecontrol');
  await form.getByRole('button', { name: 'Review the change' }).click();
  await expect(form.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/This name is taken/);
  await form.getByLabel('Name', { exact: true }).fill('fax');
  await form.getByRole('checkbox', { name: /^Config Fax/ }).setChecked(true);

  await review(page);
  await expect(panel(page).getByText(/^2 objects on 1 PBX, \d+ users? affected$/)).toBeVisible();
  await expect(operation(page, 'fax')).toContainText('https://apps.example.test/example.test/fax/innovaphone-fax');
  await expect(operation(page, 'fax')).toContainText('Password');
  await expect(operation(page, 'Config Fax')).toContainText('added fax');
  expect(pbx.mock.journal.writes()).toEqual([]);

  await apply(page);
  await expectVerified(page);
  await expect(operation(page, 'fax')).toContainText('Verified');
  await expect(operation(page, 'Config Fax')).toContainText('Verified');
  expect(pbx.mock.journal.writes().map(({ mt }) => mt)).toEqual(['UpdateObject', 'UpdateObject']);
  expect(pbx.mock.state.app('fax')).toMatchObject({
    url: 'https://apps.example.test/example.test/fax/innovaphone-fax',
    websocket: true,
  });
  expect(pbx.mock.state.object('Config Fax')?.['apps']).toContain('fax');
  expect(pbx.mock.state.object('fax')).toMatchObject({ pwd: expect.stringMatching(/^.{15}$/) });

  await panel(page).getByRole('button', { name: 'Close' }).click();
  await expect(appRow(page, 'fax')).toContainText('Config Fax');
});

test('a custom app by keyboard alone', async ({ page, api, home }) => {
  await using pbx = await addServedPbx(api);
  await openApps(page, home, pbx);
  await page.getByRole('button', { name: 'Create an app' }).focus();
  await page.keyboard.press('Enter');
  await expect(panel(page)).toBeVisible();
  await page.locator('[data-catalogue="custom"]').focus();
  await page.keyboard.press('Enter');
  await panel(page).getByLabel('Long Name').focus();
  await page.keyboard.type('Hotel Minibar');
  await page.keyboard.press('Tab');
  await page.keyboard.type('minibar');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('https://hotel.example.test/app/minibar');
  await page.keyboard.press('Enter');
  await expect(panel(page).getByText(/^1 object on 1 PBX/)).toBeVisible();
  await page.getByRole('button', { name: 'Apply 1 change' }).focus();
  await page.keyboard.press('Enter');
  await expectVerified(page);
  expect(pbx.mock.state.app('minibar')).toMatchObject({ url: 'https://hotel.example.test/app/minibar' });
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeHidden();
  await expect(appRow(page, 'minibar')).toBeVisible();
});

test('an edit: the diff shows old and new, only changed fields are written, and discarding writes nothing', async ({
  page,
  api,
  home,
}) => {
  await using pbx = await addServedPbx(api);
  const before = pbx.mock.state.object('remotecontrol');
  const url = 'https://neu.example.test/example.test/remotecontrol/innovaphone-remotecontrol';
  await openApps(page, home, pbx);
  const form = await openApp(page, 'remotecontrol');
  await form.getByLabel('URL', { exact: true }).fill(url);
  await form.getByRole('checkbox', { name: /^Hidden/ }).setChecked(true);
  await form.getByRole('checkbox', { name: /^Config User/ }).setChecked(false);
  await form.getByRole('checkbox', { name: /^Config Admin/ }).setChecked(true);
  await review(page);
  const diff = operation(page, 'remotecontrol');
  await expect(diff.locator('del', { hasText: 'https://' })).toHaveText(/innovaphone-remotecontrol$/);
  await expect(diff.locator('ins', { hasText: url })).toBeVisible();
  await expect(operation(page, 'Config User')).toContainText('removed remotecontrol');
  await expect(operation(page, 'Config Admin')).toContainText('added remotecontrol');

  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(panel(page).getByLabel('URL', { exact: true })).toHaveValue(url);
  expect(pbx.mock.journal.writes()).toEqual([]);

  await review(page);
  await apply(page);
  await expectVerified(page);
  const app = pbx.mock.state.app('remotecontrol');
  expect(app).toMatchObject({ url, hidden: true, websocket: true, pbxsignal: true, pbx: true });
  expect(pbx.mock.state.object('Config User')?.['apps']).not.toContain('remotecontrol');
  expect(pbx.mock.state.object('Config Admin')?.['apps']).toContain('remotecontrol');
  // What was not changed was not written either: the password above all.
  const write = pbx.mock.journal.writes('UpdateObject').find(({ guid }) => guid === before?.guid);
  expect(Object.keys(write?.request ?? {})).not.toContain('pwd');
  expect(Object.keys(write?.request ?? {})).not.toContain('cn');
  expect(pbx.mock.state.object('remotecontrol')?.['pwd']).toBe(before?.['pwd']);
});

test('a deletion names what refers to the app, removes the references in the same change, and is verified', async ({
  page,
  api,
  home,
}) => {
  await using pbx = await addServedPbx(api);
  pbx.mock.admin.createUser({ cn: 'Greta Direkt', apps: 'calllist' });
  await openApps(page, home, pbx);
  await openApp(page, 'calllist');
  await panel(page).getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog', { name: 'Delete Call list?' }));
  await expect(dialog.getByText('Config template Config User')).toBeVisible();
  await expect(dialog.getByText('User Greta Direkt')).toBeVisible();
  await dialog.getByRole('button', { name: 'Review the deletion' }).click();
  await expect(panel(page).getByText(/^3 objects on 1 PBX/)).toBeVisible();
  await apply(page);
  await expectVerified(page);
  expect(pbx.mock.state.object('calllist')).toBeUndefined();
  expect(pbx.mock.state.object('Config User')?.['apps']).not.toMatch(/(^|,)calllist(,|$)/);
  expect(pbx.mock.state.object('greta.direkt')?.['apps'] ?? '').not.toContain('calllist');
  expect(pbx.mock.journal.writes('DeleteObject')).toHaveLength(1);
  await panel(page).getByRole('button', { name: 'Close' }).click();
  await expect(appRow(page, 'calllist')).toHaveCount(0);
});

test('the App object that carries the link cannot be deleted or renamed here', async ({ page, api, home }) => {
  await using pbx = await addServedPbx(api);
  await openApps(page, home, pbx);
  await expect(appRow(page, 'switchroom')).toContainText('This link');
  const form = await openApp(page, 'switchroom');
  await expect(form.getByText('This App object carries the link to Switchroom')).toBeVisible();
  await expect(form.getByLabel('Name', { exact: true })).toHaveAttribute('readonly', '');
  await expect(form.getByRole('button', { name: 'Delete' })).toHaveCount(0);
});

test('a change can be left while it runs and is found again in the jobs and in the list of changes', async ({
  page,
  api,
  home,
}) => {
  await using pbx = await addServedPbx(api);
  await openApps(page, home, pbx);
  const form = await openApp(page, 'reporting');
  await form.getByLabel('Display name').fill('Berichte');
  await review(page);
  pbx.mock.faults.answerLate('UpdateObject', 3000, { times: 1 });
  await apply(page);
  await pbx.mock.journal.waitFor((entry) => entry.mt === 'UpdateObject' && entry.direction === 'in');
  await page.goto(home);
  await page.getByRole('button', { name: '1 change is running' }).click();
  await page
    .getByRole('link', { name: /Change App object/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1, name: /^Change App object/ })).toBeVisible();
  await expectVerified(page);
  await page.goto(`${home}/changes`);
  await expect(page.getByRole('row').filter({ hasText: pbx.name })).toContainText('Verified');
});

test('a form with changes asks before it is left', async ({ page, api, home }) => {
  await using pbx = await addServedPbx(api);
  await openApps(page, home, pbx);
  const form = await openApp(page, 'profile');
  await form.getByLabel('Display name').fill('Mein Profil');
  await page.keyboard.press('Escape');
  const question = page.getByRole('alertdialog').or(page.getByRole('dialog', { name: 'Leave without saving?' }));
  await question.getByRole('button', { name: 'Keep editing' }).click();
  await expect(form.getByLabel('Display name')).toHaveValue('Mein Profil');
  await page.keyboard.press('Escape');
  await question.getByRole('button', { name: 'Leave' }).click();
  await expect(panel(page)).toHaveCount(0);
  expect(pbx.mock.journal.writes()).toEqual([]);
});

test('a panel over the list moves nothing behind it, and the list does not scroll under it', async ({
  page,
  api,
  home,
}) => {
  await using pbx = await addServedPbx(api);
  await page.setViewportSize({ width: 1280, height: 480 });
  await openApps(page, home, pbx);
  const add = page.getByRole('button', { name: 'Create an app', includeHidden: true });
  // The letters of the page's own font are a little wider than those that stand in for it.
  await settled(page);
  const before = await add.boundingBox();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(panel(page).getByLabel('Long Name')).toBeVisible();
  expect(await add.boundingBox()).toEqual(before);
  await page.mouse.move(300, 300);
  await page.mouse.wheel(0, 400);
  await panel(page).getByLabel('Long Name').focus();
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
});
