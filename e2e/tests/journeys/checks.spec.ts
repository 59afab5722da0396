import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { calendarScope } from '@switchroom/contracts';
import { OidcProvider } from '@switchroom/testkit/oidc';
import { type Certificate, CertificateAuthority, createSelfSigned } from '@switchroom/testkit/tls';
import { expect, test as common } from '../../fixtures/test';
import { addAccount, addOrganisation, providerPath } from '../../setup/accounts';
import { Api } from '../../setup/api';
import { noteSecret } from '../../setup/secrets-check';
import { World } from '../../setup/world';
import { lookOver } from '../../support/look-over';
import { hydrated, open } from '../../support/open';

/** A world whose gateway knows an authority, so that there are certificates that it trusts. */
const test = common.extend<
  { serve: (server: Server) => Promise<number> },
  { authority: CertificateAuthority; world: World }
>({
  authority: [
    async ({ browserName: _browserName }, use) => use(await CertificateAuthority.create('Nordlicht Root CA')),
    { scope: 'worker' },
  ],
  world: [
    async ({ authority }, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'switchroom-authority-'));
      const file = join(folder, 'authority.pem');
      await writeFile(file, authority.cert);
      const world = await World.start({ environment: { NODE_EXTRA_CA_CERTS: file } });
      await use(world);
      await world[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  serve: async ({ browserName: _browserName }, use) => {
    const servers: Server[] = [];
    await use(async (server) => {
      servers.push(server);
      server.on('tlsClientError', () => undefined);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return (server.address() as AddressInfo).port;
    });
    for (const server of servers) {
      if ('closeAllConnections' in server && typeof server.closeAllConnections === 'function')
        server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  },
});

const tlsServer = (certificate: Certificate) => createTls({ cert: certificate.cert, key: certificate.key });

/** Fills in the form and sends it by keyboard alone; returns the report. */
async function check(page: Page, host: string, port: number, verdict: string): Promise<Locator> {
  await page.getByLabel('Host').fill(host);
  await page.getByLabel('Port').fill(String(port));
  await page.getByLabel('Port').press('Enter');
  await expect(page.getByRole('heading', { name: `${host}, port ${port}` })).toBeVisible({ timeout: 15_000 });
  const report = page.locator('[data-verdict]');
  await expect(report).toHaveAttribute('data-verdict', verdict);
  return report;
}

test('a certificate that clients refuse is shown with what a console would write, and with all that is wrong', async ({
  page,
  home,
  authority,
  serve,
}) => {
  const below = await authority.subordinate('Nordlicht Intermediate CA');
  const lonely = await below.issue({ hosts: ['localhost'] });
  const broken = await createSelfSigned({
    hosts: ['suite.nordlicht.example'],
    notBefore: new Date('2024-01-01'),
    notAfter: new Date('2025-01-01'),
  });
  await open(page, `${home}/settings/compare`);
  await page.getByRole('link', { name: 'Checks' }).click();
  await expect(page.getByRole('heading', { name: 'TLS certificate' })).toBeVisible();
  await expect(page.getByLabel('Port')).toHaveValue('51235');
  await expect(page.getByLabel('Directory (tenant) ID')).toBeVisible();
  await hydrated(page);
  await lookOver(page, 'checks');
  await page.getByRole('button', { name: 'Check certificate' }).click();
  await expect(page.getByText('Enter the host.')).toBeVisible();

  const distrusted = await check(page, 'localhost', await serve(tlsServer(broken)), 'distrusted');
  await expect(distrusted.getByText('Clients that check refuse this certificate')).toBeVisible();
  for (const [failure, state] of [
    ['not-available', 'not-seen'],
    ['name-mismatch', 'seen'],
    ['chain-errors', 'seen'],
  ]) {
    await expect(distrusted.locator(`[data-case="${failure}"]`)).toHaveAttribute('data-state', state ?? '');
  }
  await expect(distrusted.getByText('It is for DNS:suite.nordlicht.example and not for the host')).toBeVisible();
  await expect(distrusted.getByText('The server signed its certificate itself')).toBeVisible();
  await expect(distrusted.getByText('It has expired.')).toBeVisible();
  await expect(distrusted.getByText(broken.fingerprint256)).toBeVisible();
  await lookOver(page, 'checks-distrusted');

  const missing = await check(page, 'localhost', await serve(tlsServer(lonely)), 'distrusted');
  await expect(missing.getByText('Nordlicht Intermediate CA issued it, and the server does not send')).toBeVisible();
});

test('a certificate that clients accept is shown with its chain, and openssl says so too', async ({
  page,
  home,
  authority,
  serve,
}) => {
  const below = await authority.subordinate('Nordlicht Intermediate CA');
  const good = await below.issue({ hosts: ['localhost'] });
  const port = await serve(tlsServer({ ...good, cert: `${good.cert}\n${below.cert}` }));
  await open(page, `${home}/settings/checks?host=localhost&port=${port}`);
  await expect(page.getByLabel('Host')).toHaveValue('localhost');
  const accepted = await check(page, 'localhost', port, 'accepted');
  await expect(accepted.getByRole('list', { name: 'Chain as presented' }).getByRole('listitem')).toHaveCount(2);
  await expect(accepted.getByText('Ends at Nordlicht Root CA, which the gateway trusts.')).toBeVisible();
  await page.getByRole('button', { name: 'Run openssl' }).click();
  const command = `openssl s_client -crlf -connect localhost:${port} -servername localhost`;
  await expect(page.getByRole('region', { name: 'Command to run elsewhere' })).toHaveText(command, { timeout: 20_000 });
  if (spawnSync('openssl', ['version']).error === undefined) {
    await expect(page.getByRole('region', { name: 'Output of openssl' })).toContainText('Certificate chain');
  } else {
    await expect(page.getByText('openssl is not installed')).toBeVisible();
  }
  await lookOver(page, 'checks-accepted');

  await check(page, '127.0.0.1', port, 'address');
  await expect(page.getByText('Consoles accept it, because they connect to an IP address')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`host=127.0.0.1&port=${port}`));
});

test('what is no server with TLS is told apart, and where nobody may look is not looked at', async ({
  page,
  home,
  serve,
  world,
  problems,
}) => {
  await open(page, `${home}/settings/checks`);
  const plain = await serve(createHttp((_request, response) => response.end('x')));
  await check(page, 'localhost', plain, 'not-tls');
  await expect(page.getByText('A web server without encryption is on this port.')).toBeVisible();
  await check(page, '127.0.0.1', 1, 'refused');
  problems.allow(/status of 400 .*connectivity\.checkTls/);
  await page.getByLabel('Host').fill('169.254.169.254');
  await page.getByLabel('Host').press('Enter');
  await expect(page.getByText('another place that this installation allows no connection to')).toBeVisible();
  const recorded = await world.sql<{ target_id: string }>(
    "SELECT target_id FROM audit_entries WHERE action = 'connectivity.check-tls' ORDER BY seq DESC LIMIT 1",
  );
  expect(recorded).toEqual([{ target_id: '169.254.169.254:1' }]);
});

test('a probe of Exchange begins with what is set, and names what is wrong', async ({
  page,
  api,
  authority,
  serve,
}) => {
  const exchange: RequestListener = (request, response) => {
    if (request.url !== '/ews/exchange.asmx') response.writeHead(404).end();
    else response.writeHead(401, { 'www-authenticate': ['Negotiate', 'NTLM', 'Basic realm="mail"'] }).end();
  };
  const { cert, key } = await authority.issue({ hosts: ['localhost'] });
  const port = await serve(createHttps({ cert, key }, exchange));
  const self = await createSelfSigned({ hosts: ['localhost'] });
  const untrusted = await serve(createHttps({ cert: self.cert, key: self.key }, exchange));
  const customer = await api.createOrganisation(`Mail ${randomUUID().slice(0, 8)}`, 'customer');
  const changes = [
    { key: 'attendant.calendar.enabled', value: true, revision: 0 },
    { key: 'attendant.calendar.provider', value: 'exchange', revision: 0 },
    { key: 'attendant.calendar.ewsUrl', value: `https://localhost:${port}/ews/exchange.asmx`, revision: 0 },
  ];
  const target = { organisationId: customer.id, changes };
  const { digest } = await api.mutate<{ digest: string }>('settings.preview', target);
  await api.mutate('settings.save', { ...target, digest });

  await open(page, `/o/${customer.id}/settings/checks`);
  const url = page.getByLabel('EWS URL');
  await expect(url).toHaveValue(`https://localhost:${port}/ews/exchange.asmx`);
  await page.getByRole('button', { name: 'Probe' }).click();
  const report = page.locator('[data-probe]');
  await expect(report).toHaveAttribute('data-probe', 'works', { timeout: 15_000 });
  await expect(report.getByText('asks to sign in with Negotiate, NTLM, Basic')).toBeVisible();
  await lookOver(page, 'checks-exchange');

  await url.fill(`https://localhost:${port}/ews`);
  await page.getByRole('button', { name: 'Probe' }).click();
  await expect(report.getByText('There is no EWS at this path.')).toBeVisible({ timeout: 15_000 });
  await url.fill(`https://localhost:${untrusted}/ews/exchange.asmx`);
  await page.getByRole('button', { name: 'Probe' }).click();
  await expect(report.getByText('Its certificate is not trusted.')).toBeVisible({ timeout: 15_000 });
  await expect(report.locator('[data-case="chain-errors"]')).toHaveAttribute('data-state', 'seen');
  await url.fill('mail.example.com');
  await page.getByRole('button', { name: 'Probe' }).click();
  await expect(page.getByText('Enter a full web address')).toBeVisible();
});

test('a probe of Office 365 signs the application in, and keeps its secret nowhere', async ({ page, home, world }) => {
  const secret = `canary ${randomUUID()}`;
  noteSecret(secret);
  const clientId = randomUUID();
  await using idp = await OidcProvider.start({
    clients: [{ id: clientId, secret, redirectUris: [], machine: true }],
    scopes: [calendarScope],
  });
  await open(page, `${home}/settings/checks`);
  await page.getByRole('button', { name: 'Probe' }).click();
  await expect(page.getByText('Enter an ID such as')).toHaveCount(2);
  await page.getByLabel('Directory (tenant) ID').fill(randomUUID());
  await page.getByLabel('Application (client) ID').fill(clientId);
  await page.getByLabel('Client secret').fill('another one');
  await page.getByLabel('Token address').fill(`${idp.issuer}/token`);
  await page.getByRole('button', { name: 'Probe' }).click();
  const report = page.locator('[data-probe]');
  await expect(report).toHaveAttribute('data-probe', 'fails', { timeout: 15_000 });
  await expect(report.getByText('client ID or secret are wrong')).toBeVisible();
  await page.getByLabel('Client secret').fill(secret);
  await page.getByLabel('Client secret').press('Enter');
  await expect(report).toHaveAttribute('data-probe', 'works', { timeout: 15_000 });
  await expect(report.getByText('The application signs in and gets a token.')).toBeVisible();
  await lookOver(page, 'checks-office365');
  expect(page.url()).not.toContain('canary');

  const recorded = await world.sql<{ result: string; after: string }>(
    "SELECT result, after::text FROM audit_entries WHERE action = 'connectivity.probe-office365' ORDER BY seq DESC LIMIT 2",
  );
  expect(recorded.map(({ result }) => result)).toEqual(['allowed', 'failed']);
  expect(JSON.stringify(recorded)).not.toContain('canary');
});

test('who may only read settings looks at no server', async ({ browser, world }) => {
  const customer = await addOrganisation(world, {
    name: `Readers ${randomUUID().slice(0, 8)}`,
    kind: 'customer',
    parent: await providerPath(world),
  });
  const context = await browser.newContext({ baseURL: world.portalUrl, storageState: { cookies: [], origins: [] } });
  const api = await Api.signIn(world, context.request, await addAccount(world, customer, 'auditor'));
  const page = await context.newPage();
  await open(page, `/o/${customer.id}/settings`);
  await expect(page.getByRole('link', { name: 'Compare' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Checks' })).toHaveCount(0);
  await open(page, `/o/${customer.id}/settings/checks`);
  await expect(page.getByLabel('Host')).toHaveCount(0);
  const input = { organisationId: customer.id, host: '127.0.0.1', port: 1 };
  await expect(api.mutate('connectivity.checkTls', input)).rejects.toThrow(/forbidden/);
  await context.close();
});
