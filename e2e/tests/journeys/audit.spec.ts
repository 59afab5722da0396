import { readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import type { Download, Page } from '@playwright/test';
import { expect, test } from '../../fixtures/test';
import { addOrganisation, providerPath } from '../../setup/accounts';
import type { Api } from '../../setup/api';
import type { World } from '../../setup/world';
import { lookOver } from '../../support/look-over';
import { open } from '../../support/open';

interface Customer {
  id: string;
  name: string;
  pbx: { id: string; name: string };
}

/** A customer of its own with a PBX that was added, renamed, and got another password. */
async function addCustomer(world: World, api: Api): Promise<Customer> {
  const name = `Audited ${randomUUID().slice(0, 8)}`;
  const { id } = await addOrganisation(world, { name, kind: 'customer', parent: await providerPath(world) });
  const { pbx } = await api.mutate<{ pbx: { id: string } }>('pbxs.create', {
    organisationId: id,
    targetOrganisationId: id,
    direction: 'inbound',
    name: '=Before',
    appObjectName: 'switchroom',
    domain: 'audit.example',
  });
  await api.mutate('pbxs.update', { organisationId: id, pbxId: pbx.id, version: 1, name: 'After' });
  await api.mutate('pbxs.setPassword', { organisationId: id, pbxId: pbx.id });
  return { id, name, pbx: { id: pbx.id, name: 'After' } };
}

async function download(page: Page, click: () => Promise<void>): Promise<{ file: Download; text: string }> {
  const waiting = page.waitForEvent('download');
  await click();
  const file = await waiting;
  return { file, text: await readFile(await file.path(), 'utf8') };
}

const rows = (page: Page) => page.getByRole('table', { name: 'Audit' }).getByRole('row');
const entryButton = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('the log is narrowed, followed to one thing, and read entry by entry', async ({ page, api, world }) => {
  const customer = await addCustomer(world, api);
  await open(page, `/o/${customer.id}/audit`);
  await expect(rows(page)).toHaveCount(4);
  await lookOver(page, 'audit-customer');

  await page.getByRole('button', { name: 'Filters', exact: true }).click();
  const form = page.getByRole('dialog', { name: 'Filters' });
  await form.getByLabel('Person', { exact: true }).fill('nobody of that name');
  await form.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByText('No entry fits these filters.')).toBeVisible();
  await expect(page).toHaveURL(/actor=nobody/);
  await page.getByRole('button', { name: /By: nobody of that name/ }).click();
  await expect(rows(page)).toHaveCount(4);

  await entryButton(page, 'PBX changed').click();
  const panel = page.getByRole('dialog', { name: 'PBX changed' });
  await expect(panel.locator('del')).toHaveText('=Before');
  await expect(panel.locator('ins')).toHaveText('After');
  await expect(panel.getByLabel('Hash', { exact: true })).toHaveValue(/^[0-9a-f]{64}$/);
  await expect(panel.getByRole('button', { name: 'Link password set' })).toBeVisible();
  await panel.getByRole('button', { name: 'Link password set' }).click();
  const password = page.getByRole('dialog', { name: 'Link password set' });
  await expect(password.locator('ins')).toHaveText(/^secret [0-9a-f]{8}$/);
  await password.getByRole('link', { name: 'All about this' }).click();
  await expect(page.getByRole('button', { name: /About: After/ })).toBeVisible();
});

test('what the filters show is taken along as CSV and as JSON lines, and that is recorded', async ({
  page,
  api,
  world,
}) => {
  const customer = await addCustomer(world, api);
  await open(page, `/o/${customer.id}/audit?kind=pbx&target=${customer.pbx.id}`);
  await page.getByRole('button', { name: 'Export' }).click();
  const csv = await download(page, () => page.getByRole('menuitem', { name: /CSV/ }).click());
  expect(csv.file.suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/);
  expect(csv.text.trimEnd().split('\r\n')).toHaveLength(4);
  expect(csv.text).toContain(",'=Before,");
  expect(csv.text).not.toMatch(/,=Before/);

  await open(page, `/o/${customer.id}/audit?action=pbx.update`);
  await page.getByRole('button', { name: 'Export' }).click();
  const lines = await download(page, () => page.getByRole('menuitem', { name: /JSON lines/ }).click());
  const [entry, ...others] = lines.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(others).toEqual([]);
  expect(entry).toMatchObject({
    action: 'pbx.update',
    seq: 2,
    organisationId: customer.id,
    before: { name: '=Before' },
    after: { name: 'After' },
  });
  await open(page, `/o/${customer.id}/audit?action=audit.export`);
  await expect(rows(page)).toHaveCount(3);
});

test('the chains are checked; a row that was changed with SQL is named, and a checkpoint is kept as a file', async ({
  page,
  api,
  world,
}) => {
  const customer = await addCustomer(world, api);
  await open(page, `/o/${customer.id}/audit/settings`);
  await page.getByRole('button', { name: 'Sign now' }).click();
  await expect(page.getByText('Signed at entry 4.')).toBeVisible();
  const { text } = await download(page, () =>
    page.getByRole('button', { name: new RegExp(`Download the checkpoint of ${customer.name} at entry 4`) }).click(),
  );
  expect(JSON.parse(text)).toMatchObject({
    kind: 'switchroom-audit-checkpoint',
    organisation: { id: customer.id, name: customer.name },
    seq: 4,
    key: { publicKey: expect.stringMatching(/BEGIN PUBLIC KEY/) },
  });
  await lookOver(page, 'audit-settings');

  await open(page, `/o/${customer.id}/audit`);
  await page.getByRole('button', { name: 'Check the chains' }).click();
  const check = page.getByRole('dialog', { name: 'Check of the chains' });
  await expect(check.getByText('The chain holds.')).toBeVisible();
  await expect(check.getByText('4 entries, 1 signature')).toBeVisible();

  // As somebody with the database server's superuser rights could.
  await world.sql('ALTER TABLE audit_entries DISABLE TRIGGER USER');
  const [broken] = await world.sql<{ id: string }>(
    `UPDATE audit_entries SET actor_name = 'Somebody else' WHERE organisation_id = $1 AND seq = 2 RETURNING id`,
    [customer.id],
  );
  await world.sql('ALTER TABLE audit_entries ENABLE TRIGGER USER');
  await check.getByRole('button', { name: 'Check again' }).click();
  await expect(check.getByText('Entry 2 was changed after it was written.')).toBeVisible();
  await expect(check.getByText(broken?.id ?? 'no entry')).toBeVisible();
  await lookOver(page, 'audit-broken');
  await check.getByRole('button', { name: 'Show the entry' }).click();
  await expect(page.getByRole('dialog', { name: 'PBX changed' })).toContainText('Somebody else');
});

test('a receiver that cannot be reached is named, switched off and removed', async ({ page, api, world }) => {
  const customer = await addCustomer(world, api);
  await open(page, `/o/${customer.id}/audit/settings`);
  await page.getByRole('button', { name: 'Add a receiver' }).click();
  const form = page.getByRole('dialog', { name: 'Add a syslog receiver' });
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('Enter the host.')).toBeVisible();
  await form.getByLabel('Host').fill('siem.invalid');
  await form.getByRole('button', { name: 'Save' }).click();
  const receiver = page.getByRole('listitem').filter({ hasText: 'siem.invalid:6514' });
  await expect(receiver.getByText('Not reached')).toBeVisible({ timeout: 15_000 });
  await receiver.getByRole('button', { name: 'Send a test message' }).click();
  await expect(receiver.getByRole('status')).toContainText('The host name is unknown');
  await receiver.getByRole('button', { name: 'Change' }).click();
  await page.getByRole('dialog', { name: 'Change the receiver' }).getByRole('switch', { name: 'Send' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(receiver.getByText('Switched off')).toBeVisible();
  await receiver.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('Nothing is forwarded.')).toBeVisible();
});
