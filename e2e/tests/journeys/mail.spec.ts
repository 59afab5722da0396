import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { base } from '../../fixtures/base';
import { expect, test } from '../../fixtures/test';
import { Api } from '../../setup/api';
import { administrator, World } from '../../setup/world';
import { lookOver } from '../../support/look-over';
import { open } from '../../support/open';

test('a test mail is sent, refused and tried again, and the outbox says what became of it', async ({
  page,
  world,
  home,
}) => {
  await open(page, `${home}/organisation/mail`);
  await expect(page.getByText('Mail goes to localhost')).toBeVisible();
  await expect(page.getByText('No mail was written yet')).toBeVisible();
  await page.getByRole('button', { name: 'Send a test mail' }).click();
  await expect(page.getByText(`Written to ${administrator.email}.`)).toBeVisible();
  const arrived = await world.latestMail(administrator.email);
  expect(arrived).toMatchObject({ subject: 'Test mail from Switchroom', secure: true });
  const row = page.getByRole('row').filter({ hasText: 'Test mail from Switchroom' });
  await expect(row.getByText('Sent')).toBeVisible({ timeout: 10_000 });

  if (world.mail === undefined) throw new Error('this world has no mail server');
  world.mail.fault = { kind: 'refuse-recipient', code: 550, text: 'this mailbox was closed' };
  await page.getByRole('button', { name: 'Send a test mail' }).click();
  await expect(row.filter({ hasText: 'Failed' })).toBeVisible({ timeout: 10_000 });
  await lookOver(page, 'mail');
  await row.filter({ hasText: 'Failed' }).getByRole('button').click();
  const panel = page.getByRole('dialog');
  await expect(panel.getByText('The mail server refuses this mail.')).toBeVisible();
  await expect(panel.getByText(/this mailbox was closed/)).toBeVisible();
  await expect(panel.getByText('What a mail says is sealed')).toBeVisible();
  await lookOver(page, 'mail-panel');
  world.mail.fault = undefined;
  await panel.getByRole('button', { name: 'Try again now' }).click();
  await expect(panel.getByText('Sent', { exact: true })).toBeVisible({ timeout: 10_000 });
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Failed' }).click();
  await expect(page.getByText('No mail fits these filters.')).toBeVisible();
});

const demo = base.extend<{ world: World; home: string }>({
  world: async ({ browserName: _browserName }, use) => {
    const data = await mkdtemp(join(tmpdir(), 'switchroom-demo-'));
    await writeFile(join(data, 'demo-fleet.json'), '{}');
    const world = await World.start({ mail: false, environment: { SWITCHROOM_DATA: data } });
    await use(world);
    await world[Symbol.asyncDispose]();
    await rm(data, { recursive: true, force: true });
  },
  baseURL: async ({ world }, use) => use(world.portalUrl),
  home: async ({ world, page }, use) => {
    const api = await Api.signIn(world, page.context().request);
    await use(`/o/${(await api.home()).id}`);
  },
});

demo('without a mail server a demo shows what mail says, and nobody gets it', async ({ page, home }) => {
  await open(page, `${home}/organisation/mail`);
  await expect(page.getByText('No mail server is set; mail stays here')).toBeVisible();
  await page.getByRole('button', { name: 'Send a test mail' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Test mail from Switchroom' });
  await expect(row.getByText('Kept here')).toBeVisible();
  await row.getByRole('button').click();
  const panel = page.getByRole('dialog');
  await expect(panel.getByText(/asked for this mail, to see whether mail of Switchroom arrives/)).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Try again now' })).toHaveCount(0);
  await lookOver(page, 'mail-demo');
});
