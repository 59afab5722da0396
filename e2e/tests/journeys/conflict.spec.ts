import { expect, test } from '../../fixtures/test';
import { arrives } from '../../setup/news';
import { addDiallingPbx, addServedPbx, type LinkedPbx } from '../../setup/pbxs';
import { apply, APPLY_MS, expectVerified, openApp, openApps, operation, panel, review } from '../../support/apps';

const ours = 'https://unsere.example.test/example.test/fax/innovaphone-fax';
const theirs = 'https://von-hand.example.test/example.test/fax/innovaphone-fax';

function editOutside(pbx: LinkedPbx, app: object): void {
  pbx.mock.admin.updateObject('fax', { pseudo: { type: 'app', app: { ...pbx.mock.state.app('fax'), ...app } } });
}

test('an edit on the PBX between plan and confirmation is a conflict: nothing is overwritten', async ({
  page,
  api,
  home,
}) => {
  await using pbx = await addServedPbx(api);
  await openApps(page, home, pbx);
  const form = await openApp(page, 'fax');
  await form.getByLabel('URL', { exact: true }).fill(ours);
  await review(page);
  editOutside(pbx, { url: theirs });
  await apply(page);
  await expect(operation(page, 'fax')).toContainText('Conflict', { timeout: APPLY_MS });
  await expect(operation(page, 'fax')).toContainText(/Changed on the PBX after the plan was made: .*URL/);
  expect(pbx.mock.journal.writes()).toEqual([]);
  expect(pbx.mock.state.app('fax')).toMatchObject({ url: theirs });
  // Nobody is left guessing in the fleet either.
  await page.goto(`${home}/pbxs?q=${encodeURIComponent(pbx.name)}`);
  await expect(page.locator(`[data-pbx="${pbx.id}"]`)).toContainText('Conflict');
});

test('the rest of a stopped change is planned again against what the PBX has now', async ({ page, api, home }) => {
  await using pbx = await addDiallingPbx(api);
  await openApps(page, home, pbx);
  const form = await openApp(page, 'fax');
  await form.getByLabel('URL', { exact: true }).fill(ours);
  await review(page);
  editOutside(pbx, { hidden: true, url: theirs });
  await apply(page);
  await expect(operation(page, 'fax')).toContainText('Conflict', { timeout: APPLY_MS });
  await page.getByRole('button', { name: 'Plan the rest again' }).click();
  await expect(operation(page, 'fax').locator('del')).toHaveText(theirs);
  await expect(operation(page, 'fax').locator('ins')).toHaveText(ours);
  expect(pbx.mock.journal.writes()).toEqual([]);
  await apply(page);
  await expectVerified(page);
  // Theirs is kept where nobody here wanted something else.
  expect(pbx.mock.state.app('fax')).toMatchObject({ url: ours, hidden: true });
  expect(pbx.mock.journal.writes()).toHaveLength(1);
});

test('an edit on the PBX while the form is open is shown there, and a field of both sides keeps the value of the PBX', async ({
  page,
  api,
  home,
}) => {
  await using pbx = await addServedPbx(api);
  await openApps(page, home, pbx);
  const form = await openApp(page, 'fax');
  await form.getByLabel('URL', { exact: true }).fill(ours);
  await form.getByLabel('Display name').fill('Faxe');
  editOutside(pbx, { url: theirs });
  await arrives('a change outside, in an open form', () =>
    expect(form.getByText('Changed on the PBX while you edit')).toBeVisible(),
  );
  await expect(form.getByLabel('URL', { exact: true })).toHaveValue(ours);
  await review(page);
  const conflict = panel(page).getByRole('table', { name: 'Changed on both sides' });
  await expect(conflict.getByRole('row').filter({ hasText: 'URL' })).toContainText(theirs);
  await expect(conflict.getByRole('row').filter({ hasText: 'URL' })).toContainText(ours);
  await apply(page);
  await expect(operation(page, 'fax')).toContainText(/Verified|Conflict/, { timeout: APPLY_MS });
  expect(pbx.mock.state.app('fax')).toMatchObject({ url: theirs });
  expect(pbx.mock.state.object('fax')).toMatchObject({ dn: 'Faxe' });
});
