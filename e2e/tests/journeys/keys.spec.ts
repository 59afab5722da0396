import { expect, test } from '../../fixtures/test';
import { addAccount } from '../../setup/accounts';
import { Api } from '../../setup/api';
import { addServedPbx } from '../../setup/pbxs';
import { lookOver } from '../../support/look-over';
import { open } from '../../support/open';

// Signed in as somebody of its own: confirming who one is renews the session, which other tests share.
test.use({ storageState: { cookies: [], origins: [] } });

test('new keys are made while a PBX stays linked and the person signed in', async ({
  page,
  api,
  home,
  world,
  problems,
}) => {
  await using pbx = await addServedPbx(api);
  const [top] = await world.sql<{ id: string; name: string; path: string }>(
    'SELECT id, name, path FROM organisations WHERE parent_id IS NULL ORDER BY created_at LIMIT 1',
  );
  if (top === undefined) throw new Error('there is no organisation');
  const person = await addAccount(world, top);
  const mine = await Api.signIn(world, page.context().request, person);
  await page.context().addCookies((await mine.storageState()).cookies);
  // What is about to happen asks for a fresh proof, and at the end the gateway goes away for a moment.
  problems.allow(/status of (403|50[234])/, /WebSocket connection to/, /ERR_CONNECTION|ERR_EMPTY_RESPONSE|net::ERR/);
  await world.sql(
    `UPDATE auth.session SET "confirmedAt" = now() - interval '11 minutes'
     WHERE "userId" = (SELECT id FROM auth."user" WHERE email = $1)`,
    [person.email],
  );
  await open(page, `${home}/organisation/keys`);
  const keys = page.getByRole('table', { name: 'Data keys' });
  await expect(keys.getByRole('row').filter({ hasText: 'In use' })).toBeVisible();
  await expect(page.getByText('A file in the data directory of the gateway')).toBeVisible();
  await lookOver(page, 'keys');

  await page.getByRole('button', { name: 'New data key' }).click();
  await expect(page.getByText('PBXes stay linked and nobody is signed out.')).toBeVisible();
  await page.getByRole('button', { name: 'Make the new key' }).click();
  const stepUp = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await stepUp.getByLabel('Password', { exact: true }).fill(person.password);
  await stepUp.getByRole('button', { name: 'Confirm', exact: true }).click();
  await expect(page.getByText(/^(\d+) of \1 secrets are under the new key$/)).toBeVisible();
  await expect(page.getByText('Work that began before the change is given time to end.')).toBeVisible();
  await expect(keys.getByRole('row').filter({ hasText: 'Replaced, will be dropped' })).toBeVisible();
  await lookOver(page, 'keys-rotating');

  const fingerprint = page.getByText(/^[0-9a-f]{16}$/);
  const before = await fingerprint.innerText();
  await page.getByRole('button', { name: 'New key file' }).click();
  await page.getByRole('button', { name: 'Make the new file' }).click();
  await expect(fingerprint).not.toHaveText(before);

  // The gateway starts again with what is there now, and opens the password of the link with it.
  await world.stopGateway();
  await world.startGateway();
  await open(page, `${home}/pbxs/${pbx.id}/link`);
  await expect(page.getByText('The PBX is online', { exact: true })).toBeVisible({ timeout: 20_000 });
});

test.afterEach(async ({ world }) => {
  if (world.gatewayPid === 0) await world.startGateway();
});
