import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appFlags } from '@switchroom/contracts';
import { MockPbx } from '@switchroom/mock-pbx';
import { freePort } from '@switchroom/testkit/process';
import { writtenForms } from '@switchroom/testkit/secrets';
import { TestSmtpServer } from '@switchroom/testkit/smtp';
import { CertificateAuthority } from '@switchroom/testkit/tls';
import { type TOTP, URI } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeRooms } from '../src/compose';
import { sealedColumns } from '../src/db/sealed-columns';
import { parseMailFrom, parseSmtpUrl } from '../src/mail/smtp-address';
import { createLogger } from '../src/observability/logger';
import { refusalOf, TestBrowser } from './factories/browser';
import { startTestApp, type TestApp } from './factories/index';

/**
 * Everything that takes or makes a secret, once, with values that can be recognised. Afterwards they are looked for in a dump of
 * every column of every table, and in everything the gateway logged at its most talkative.
 */
const canary = (what: string) => `canary-${what}-${randomUUID().slice(0, 8)}`;
const administrator = { email: 'anna@example.test', password: canary('administrator') };
const smtpPassword = canary('smtp');
const flags = appFlags.filter((flag) => flag !== 'hidden' && flag !== 'web');
const folder = mkdtempSync(join(tmpdir(), 'switchroom-canaries-'));

let gateway: TestApp;
let smtp: TestSmtpServer;
let mock: MockPbx;
/** What each secret is, by its value. */
const secrets = new Map<string, string>([
  [administrator.password, 'password of the administrator'],
  [smtpPassword, 'password of the mail server'],
]);
const lines: string[] = [];

beforeAll(async () => {
  const authority = await CertificateAuthority.create();
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, authority.cert);
  smtp = await TestSmtpServer.start({
    tls: await authority.issue(),
    credentials: { user: 'switchroom', password: smtpPassword },
  });
  const port = await freePort();
  gateway = await startTestApp({
    rooms: composeRooms,
    logger: createLogger({ level: 'trace', destination: { write: (line) => void lines.push(line) } }),
    config: {
      administrator,
      port,
      gatewayUrl: `http://127.0.0.1:${port}`,
      mail: { smtp: parseSmtpUrl(smtp.url), from: parseMailFrom('Switchroom <noreply@example.test>'), caFile },
    },
  });
}, 60_000);
afterAll(async () => {
  await gateway.stop();
  await mock.close();
  await smtp[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** Takes note of a secret and gives it back. */
function secret(what: string, value: string | undefined): string {
  if (value === undefined || value.length < 8) throw new Error(`there is no ${what}`);
  secrets.set(value, what);
  return value;
}

/** The token of a link that was mailed to somebody. */
async function mailed(recipient: string, what: string): Promise<string> {
  const mail = await smtp.waitFor(recipient, ({ links }) => links.some((one) => one.includes(`/${what}/`)), 10_000);
  return secret(
    `link of the mail ${what}`,
    /\/([\w-]{20,})(?:[?#]|$)/.exec(mail.links.find((one) => one.includes(`/${what}/`)) ?? '')?.[1],
  );
}

async function signedIn(email: string, password: string): Promise<TestBrowser> {
  const browser = new TestBrowser(gateway);
  expect((await browser.post('/sign-in/email', { email, password })).status).toBe(200);
  return browser;
}

describe('a walk through everything that takes a secret', () => {
  it('signs in, with a wrong password first', async () => {
    const wrong = await new TestBrowser(gateway).post('/sign-in/email', {
      email: administrator.email,
      password: secret('wrong password', canary('wrong')),
    });
    expect(wrong.status).toBe(401);
    expect((await signedIn(administrator.email, administrator.password)).token).toBeDefined();
  });

  it('links PBXes with passwords of both kinds, and gives an app a new one', async () => {
    const { trpc } = await signedIn(administrator.email, administrator.password);
    const { id: organisationId } = (await trpc.session.me.query()).home;
    const given = secret('given password of a link', canary('link').slice(0, 15));
    mock = new MockPbx({
      name: 'out',
      domain: 'b.example',
      users: 2,
      apps: [
        { name: 'switchroom', password: given, flags: [...flags] },
        { name: 'minibar', password: secret('native password of an app', canary('app').slice(0, 15)) },
      ],
    });
    const { url } = await mock.serve({ port: 0 });
    const common = { organisationId, targetOrganisationId: organisationId, appObjectName: 'switchroom' };
    const { pbx } = await trpc.pbxs.create.mutate({
      ...common,
      direction: 'outbound',
      name: 'Out',
      address: url,
      password: given,
    });
    const inbound = await trpc.pbxs.create.mutate({ ...common, direction: 'inbound', name: 'In', domain: 'a.example' });
    secret('made password of a link', inbound.password);
    const changed = await trpc.pbxs.setPassword.mutate({ organisationId, pbxId: inbound.pbx.id });
    secret('second made password of a link', changed.password);
    await trpc.pbxs.setPassword.mutate({
      organisationId,
      pbxId: inbound.pbx.id,
      password: secret('second given password of a link', canary('again').slice(0, 15)),
    });
    const sync = async () => (await trpc.pbxs.get.query({ organisationId, pbxId: pbx.id })).sync.state;
    await expect.poll(sync, { timeout: 15_000 }).toBe('in-sync');
    const { rows } = await trpc.appObjects.list.query({ organisationId, pbxId: pbx.id, q: 'minibar' });
    const guid = rows[0]?.guid ?? '';
    const { form } = await trpc.appObjects.get.query({ organisationId, pbxId: pbx.id, guid });
    const ids = { organisationId, pbxId: pbx.id, guid };
    const planPassword = () => trpc.appObjects.planUpdate.mutate({ ...ids, base: form, form, newPassword: true });
    const plan = await planPassword();
    await trpc.plans.confirm.mutate({ organisationId, planId: plan.id });
    const state = async () => (await trpc.plans.get.query({ organisationId, planId: plan.id })).state;
    await expect.poll(state, { timeout: 15_000 }).toBe('verified');
    const written = mock.state.object('minibar')?.['pwd'];
    secret('written password of an app', typeof written === 'string' ? written : undefined);
    // One that is planned and waits: its password is in the database.
    await planPassword();
    const waiting = await gateway.base.sql('SELECT 1 FROM operations WHERE sealed_secret IS NOT NULL');
    expect(waiting).toHaveLength(1);
  });

  it('makes a token and a provider to sign in with', async () => {
    const { trpc } = await signedIn(administrator.email, administrator.password);
    const { id: organisationId } = (await trpc.session.me.query()).home;
    const made = await trpc.tokens.create.mutate({
      organisationId,
      name: 'Reporting',
      permissions: ['pbxs:read'],
      expiresInDays: 30,
    });
    secret('API token', made.token);
    await trpc.identityProviders.create.mutate({
      organisationId,
      providerId: randomUUID(),
      name: 'Provider',
      issuer: 'https://id.example.test',
      clientId: 'switchroom',
      clientSecret: secret('client secret', canary('client')),
      emailDomains: ['customer.example'],
      emailsVerified: true,
      roleClaim: null,
      roleMapping: [],
      defaultRole: 'auditor',
      countsAsSecondFactor: false,
      enabled: true,
    });
  });

  it('sets a password as a setting now, and another one later', async () => {
    const { trpc } = await signedIn(administrator.email, administrator.password);
    const { id: organisationId } = (await trpc.session.me.query()).home;
    const key = 'pbx.mail.password';
    const save = async (value: string, revision: number, later: { effectiveAt?: Date }) => {
      const changes = [{ key, value, revision }];
      const { digest } = await trpc.settings.preview.mutate({ organisationId, changes });
      return await trpc.settings.save.mutate({ organisationId, changes, digest, ...later });
    };
    expect(await save(secret('secret of a setting', canary('setting')), 0, {})).toMatchObject({ state: 'applied' });
    const effectiveAt = new Date(Date.now() + 3_600_000);
    const next = secret('next secret of a setting', canary('next'));
    expect(await save(next, 1, { effectiveAt })).toMatchObject({ state: 'scheduled' });
    const told = JSON.stringify(await trpc.settings.list.query({ organisationId }));
    expect(found(told)).toEqual([]);
  });

  it('probes a calendar with a secret that is kept nowhere', async () => {
    const { trpc } = await signedIn(administrator.email, administrator.password);
    const { id: organisationId } = (await trpc.session.me.query()).home;
    const found = await trpc.connectivity.probeOffice365.mutate({
      organisationId,
      tenantId: randomUUID(),
      clientId: randomUUID(),
      clientSecret: secret('client secret of a probe', canary('probe')),
      tokenUrl: `http://127.0.0.1:${await freePort()}/token`,
    });
    expect(found).toMatchObject({ works: false, findings: [{ code: 'refused' }] });
  });

  it('invites somebody, who sets up a second factor, forgets the password and uses a recovery code', async () => {
    const { trpc } = await signedIn(administrator.email, administrator.password);
    const { id: organisationId } = (await trpc.session.me.query()).home;
    const email = 'bruno@example.test';
    await trpc.invitations.create.mutate({ organisationId, email, name: 'Bruno', role: 'auditor', locale: 'en' });
    const first = secret('password of an account', canary('account'));
    await new TestBrowser(gateway).trpc.invitations.accept.mutate({
      token: await mailed(email, 'invitation'),
      account: { name: 'Bruno', password: first },
    });
    const browser = await signedIn(email, first);
    const { uri, secret: seed } = await browser.trpc.account.beginTotp.mutate();
    secret('secret of an authenticator app', seed);
    const { recoveryCodes } = await browser.trpc.account.confirmTotp.mutate({
      code: (URI.parse(uri) as TOTP).generate(),
    });
    for (const code of recoveryCodes)
      secret('recovery code without its dash', secret('recovery code', code).replace('-', ''));
    expect((await new TestBrowser(gateway).post('/forgot', { email })).status).toBe(202);
    const second = secret('second password of an account', canary('second'));
    expect(
      (await new TestBrowser(gateway).post('/reset', { token: await mailed(email, 'reset'), password: second })).status,
    ).toBe(200);
    const again = new TestBrowser(gateway);
    expect((await again.post('/sign-in/email', { email, password: second })).body).toMatchObject({ secondFactor: {} });
    expect((await again.post('/second-factor', { code: recoveryCodes[0], recovery: true })).status).toBe(200);
    secret('cookie of a session', again.token);
    expect(
      await refusalOf(again.trpc.account.confirmTotp.mutate({ code: secret('wrong code', '918273645') })),
    ).toBeTruthy();
  });
});

describe('a rotation after it', () => {
  it('opens and seals anew what every room has sealed', async () => {
    const { trpc } = await signedIn(administrator.email, administrator.password);
    const { id: organisationId } = (await trpc.session.me.query()).home;
    // A mail that waits keeps its text.
    await smtp.goAway();
    await trpc.mail.sendTest.mutate({ organisationId, locale: 'en' });
    for (const { name, table, column } of sealedColumns) {
      const rows = await gateway.base.sql(`SELECT 1 FROM ${table} WHERE ${column} IS NOT NULL`);
      expect([name, rows.length > 0]).toEqual([name, true]);
    }
    await trpc.keys.rotate.mutate({ organisationId, kind: 'data-key' });
    const left = async () => (await trpc.keys.state.query({ organisationId })).dataKeys.slice(1);
    await expect.poll(left, { timeout: 10_000 }).toMatchObject([{ values: 0 }]);
    expect((await trpc.keys.state.query({ organisationId })).unreadable).toBe(0);
  });
});

/** Every column of every table, as text and with binary columns in hex. */
async function dump(): Promise<string> {
  const tables = await gateway.base.sql<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await gateway.base.sql<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
    parts.push(name, ...rows.map(({ row }) => row));
  }
  return parts.join('\n');
}

const found = (text: string) =>
  [...secrets].filter(([value]) => writtenForms(value).some((form) => text.includes(form))).map(([, what]) => what);

describe('afterwards', () => {
  it('a stolen dump of the database holds none of them', async () => {
    expect(secrets.size).toBeGreaterThan(25);
    const text = await dump();
    // The looking itself finds what is there, in clear and behind hex.
    expect(text).toContain('bruno@example.test');
    expect(text).toContain('Reporting');
    expect(text.match(/\\x[0-9a-f]{40,}/g)?.length).toBeGreaterThan(5);
    expect(found(text)).toEqual([]);
  });

  it('neither do the logs, at the most talkative', () => {
    const text = lines.join('');
    expect(lines.length).toBeGreaterThan(30);
    expect(text).toContain('/trpc/pbxs.create');
    expect(found(text)).toEqual([]);
  });

  it('and the looking knows every form in which a secret could be written', () => {
    const [value = ''] = [...secrets.keys()];
    const bytes = Buffer.from(value);
    for (const text of [
      JSON.stringify({ value }),
      encodeURIComponent(value),
      `\\x00${bytes.toString('hex')}00`,
      Buffer.concat([Buffer.from('a'), bytes, Buffer.from('zz')]).toString('base64'),
      Buffer.concat([Buffer.from('ab'), bytes, Buffer.from('z')]).toString('base64url'),
    ]) {
      expect(found(text)).toContain('password of the administrator');
    }
  });
});
