import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { expect, test } from '../../fixtures/test';
import { addAccount, addOrganisation, providerPath } from '../../setup/accounts';
import { Api } from '../../setup/api';
import { noteSecret } from '../../setup/secrets-check';
import type { World } from '../../setup/world';
import { EverythingReceived, spellings } from '../../support/everything-received';
import { lookOver } from '../../support/look-over';
import { open } from '../../support/open';

const run = promisify(execFile);

/** What a program does: no browser, no cookie, only the token. */
class Program {
  constructor(
    private readonly world: World,
    private readonly token: string,
  ) {}

  async query(path: string, input: object = {}): Promise<{ status: number; body: string }> {
    return this.#read(
      await fetch(`${this.#url(path)}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`, {
        headers: { authorization: `Bearer ${this.token}` },
      }),
    );
  }

  async mutate(path: string, input: object): Promise<{ status: number; body: string }> {
    return this.#read(
      await fetch(this.#url(path), {
        method: 'POST',
        headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ json: input }),
      }),
    );
  }

  #url(path: string): string {
    return `${this.world.portalUrl}/api/trpc/${path}`;
  }

  async #read(answer: Response): Promise<{ status: number; body: string }> {
    expect(answer.headers.getSetCookie()).toEqual([]);
    return { status: answer.status, body: await answer.text() };
  }
}

test('a token made in the page lets a program in, as far as it was given, until it is revoked', async ({
  browser,
  world,
  playwright,
}) => {
  const customer = await addOrganisation(world, {
    name: `Kellerei ${randomUUID().slice(0, 6)}`,
    kind: 'customer',
    parent: await providerPath(world),
  });
  const account = await addAccount(world, customer, 'customer-administrator');
  const context = await browser.newContext({ baseURL: world.portalUrl, storageState: { cookies: [], origins: [] } });
  const api = await Api.signIn(world, context.request, account);
  await context.addCookies((await api.storageState()).cookies);
  const page = await context.newPage();
  const home = `/o/${customer.id}`;

  await open(page, `${home}/organisation/tokens`);
  await expect(page.getByText('No token yet')).toBeVisible();
  await lookOver(page, 'tokens-empty');
  await page.getByRole('button', { name: 'Create a token' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(dialog.getByText('Enter a name.')).toBeVisible();
  await expect(dialog.getByText('Choose at least one permission.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Nightly report');
  await dialog.getByRole('checkbox', { name: 'See PBXes' }).check();
  await dialog.getByRole('checkbox', { name: 'See organisations' }).check();
  // What nobody can give to a token is not offered.
  await expect(dialog.getByRole('checkbox', { name: 'Make and revoke API tokens' })).toHaveCount(0);
  await expect(dialog.getByRole('checkbox', { name: 'Invite, change and remove people' })).toHaveCount(0);
  await lookOver(page, 'token-create');
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();

  await expect(dialog.getByText('Copy it now.', { exact: false })).toBeVisible();
  const token = await dialog.getByRole('textbox', { name: 'Token', exact: true }).inputValue();
  noteSecret(token);
  expect(token).toMatch(/^swt_[\w-]{49}$/);
  await lookOver(page, 'token-made');
  const received = new EverythingReceived(context);
  await dialog.getByRole('button', { name: 'Done' }).click();

  const program = new Program(world, token);
  const input = { organisationId: customer.id };
  expect(await program.query('pbxs.list', input)).toMatchObject({ status: 200 });
  const who = await run('curl', [
    '--silent',
    '--header',
    `Authorization: Bearer ${token}`,
    `${world.portalUrl}/api/trpc/session.me`,
  ]);
  expect(who.stdout).toContain('Nightly report');
  const refused = await program.mutate('pbxs.create', {
    ...input,
    direction: 'inbound',
    targetOrganisationId: customer.id,
    name: 'From a program',
    appObjectName: 'switchroom',
    domain: 'from-a-program.test',
  });
  expect(refused.status).toBe(403);
  expect(refused.body).toContain('"permission":"pbxs:create"');
  expect(await world.sql(`SELECT id FROM pbxs WHERE name = 'From a program'`)).toEqual([]);
  const provider = await playwright.request.newContext({ storageState: { cookies: [], origins: [] } });
  const above = await (await Api.signIn(world, provider)).home();
  expect((await program.query('pbxs.list', { organisationId: above.id })).status).toBe(404);
  await provider.dispose();

  await open(page, `${home}/organisation/tokens`);
  const row = page.getByRole('row').filter({ hasText: 'Nightly report' });
  await expect(row).toContainText(token.slice(0, 12));
  await expect(row).toContainText('2 permissions');
  await expect(row).toContainText('from ');
  await lookOver(page, 'tokens');
  await row.getByRole('button', { name: 'Revoke Nightly report' }).click();
  await expect(page.getByText('Every program that uses it is refused from this moment.')).toBeVisible();
  await lookOver(page, 'token-revoke');
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(row).toContainText('Revoked');
  expect(await program.query('pbxs.list', input)).toMatchObject({ status: 401 });

  await open(page, `${home}/audit`);
  await expect(page.getByRole('row').filter({ hasText: 'API token revoked' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'API token created' })).toBeVisible();
  const denied = page.getByRole('row').filter({ hasText: 'Access denied' });
  await expect(denied.first()).toContainText('Nightly report');

  // It was sent once; nothing has it since, and the log never had.
  expect(received.count).toBeGreaterThan(10);
  expect(await received.sendersOf(token)).toEqual([]);
  for (const spelling of spellings(token)) expect(world.gatewayLog()).not.toContain(spelling);
  const stored = await world.sql<{ hit: boolean }>(
    `SELECT EXISTS (SELECT FROM api_tokens t WHERE position($1 IN t::text) > 0)
       OR EXISTS (SELECT FROM audit_entries a WHERE position($1 IN a::text) > 0) AS hit`,
    [token],
  );
  expect(stored).toEqual([{ hit: false }]);
  await context.close();
});
