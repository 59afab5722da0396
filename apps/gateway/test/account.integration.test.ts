import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TOTP, URI } from 'otpauth';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { refusalOf, TestBrowser } from './factories/browser';
import { createTree, startTestApp, type TestApp, type TestOrganisation, type TestTree } from './factories/index';
import { createPerson, type TestPerson } from './factories/people';

const administrator = { email: 'anna@example.test', password: 'vier Worte und ein Bus' };
const limits = {
  account: { failures: 3, windowMs: 60_000 },
  address: { failures: 300, windowMs: 60_000 },
  mail: { failures: 3, windowMs: 60_000 },
};
const newPassword = 'ganz andere Worte als eben';

const dataDirectory = mkdtempSync(join(tmpdir(), 'switchroom-account-'));
let gateway: TestApp;
let tree: TestTree;
let home: TestOrganisation;
beforeAll(async () => {
  // Only a demo shows what its mail says.
  writeFileSync(join(dataDirectory, 'demo-fleet.json'), '{}');
  gateway = await startTestApp({ signInLimits: limits, config: { administrator, demoAllowed: true, dataDirectory } });
  tree = await createTree(gateway.base.db);
  const [provider] = await gateway.base.sql<TestOrganisation>(
    `SELECT o.* FROM organisations o JOIN members m ON m.organisation_id = o.id WHERE m.email = $1`,
    [administrator.email],
  );
  if (provider === undefined) throw new Error('there is no provider');
  home = provider;
});
afterAll(async () => {
  await gateway.stop();
  rmSync(dataDirectory, { recursive: true });
});

const newPerson = () => createPerson(gateway.base, home, administrator);

async function signedIn(
  person: Pick<TestPerson, 'email' | 'password'>,
  password = person.password,
): Promise<TestBrowser> {
  const browser = new TestBrowser(gateway);
  const answer = await browser.post('/sign-in/email', { email: person.email, password });
  expect(answer.status).toBe(200);
  return browser;
}

const age = async (person: { id: string }) =>
  await gateway.base.sql(`UPDATE auth.session SET "confirmedAt" = now() - interval '11 minutes' WHERE "userId" = $1`, [
    person.id,
  ]);
const auditOf = async (person: { id: string }) =>
  (
    await gateway.base.sql<{ line: string }>(
      `SELECT action || ' ' || result AS line FROM audit_entries WHERE target_id = $1 ORDER BY seq`,
      [person.id],
    )
  ).map(({ line }) => line);

/** The tokens of the links in reset mails to a person, oldest first, as the outbox page of a demo shows them. */
async function resetTokens(person: { email: string }): Promise<string[]> {
  const browser = new TestBrowser(gateway);
  await browser.post('/sign-in/email', administrator);
  const rows = await gateway.base.sql<{ id: string }>(
    `SELECT id FROM outgoing_mails WHERE recipient = $1 AND kind = 'password-reset' ORDER BY created_at`,
    [person.email],
  );
  const tokens: string[] = [];
  for (const { id } of rows) {
    const { content } = await browser.trpc.mail.get.query({ organisationId: home.id, mailId: id });
    const token = /\/reset\/([\w-]{43})/.exec(content.shown ? content.text : '')?.[1];
    if (token === undefined) throw new Error('the mail holds no link');
    tokens.push(token);
  }
  return tokens;
}
const forgot = (email: string, address?: string) => new TestBrowser(gateway, address).post('/forgot', { email });
async function resetToken(person: TestPerson): Promise<string> {
  await forgot(person.email);
  await vi.waitFor(async () => expect(await resetTokens(person)).toHaveLength(1), 5000);
  return (await resetTokens(person))[0] ?? '';
}

describe('a new password by mail', () => {
  it('is set with the link once, ends all sessions and asks for the second factor as before', async () => {
    const person = await newPerson();
    const browser = await signedIn(person);
    const { uri } = await browser.trpc.account.beginTotp.mutate();
    await browser.trpc.account.confirmTotp.mutate({ code: (URI.parse(uri) as TOTP).generate() });
    const under = new TestBrowser(gateway);
    await under.post('/sign-in/email', { email: person.email, password: person.password });
    const token = await resetToken(person);
    const dump = JSON.stringify(await gateway.base.sql('SELECT * FROM auth.verification, audit_entries'));
    expect(dump).not.toContain(token);
    const reset = (password: string) => new TestBrowser(gateway).post('/reset', { token, password });
    expect((await reset('passwordpassword')).body.app?.fields).toEqual([{ path: 'password', rule: 'password-common' }]);
    expect((await reset('short')).body.app?.fields).toEqual([{ path: 'password', rule: 'password-too-short' }]);
    expect((await reset(newPassword)).status).toBe(200);
    expect((await reset(newPassword)).body.app?.fields).toEqual([{ path: 'token', rule: 'reset-link-used' }]);
    expect(await refusalOf(browser.trpc.account.security.query())).toBe('signed-out');
    // A sign-in that was begun with the old password does not go on.
    const code = (URI.parse(uri) as TOTP).generate({ timestamp: Date.now() + 30_000 });
    expect((await under.post('/second-factor', { code })).status).toBe(401);
    const old = await new TestBrowser(gateway).post('/sign-in/email', {
      email: person.email,
      password: person.password,
    });
    expect(old.status).toBe(401);
    const now = await new TestBrowser(gateway).post('/sign-in/email', { email: person.email, password: newPassword });
    expect(now.body).toEqual({ secondFactor: { passkey: false } });
    expect(await auditOf(person)).toEqual([
      'session.sign-in allowed',
      'account.second-factor-on allowed',
      'account.password-forgotten allowed',
      'account.password-reset allowed',
      'session.sign-in failed',
    ]);
  });

  it('goes to one of two who use the link at the same moment', async () => {
    const person = await newPerson();
    const token = await resetToken(person);
    const answers = await Promise.all(
      [newPassword, `${newPassword} 2`].map((password) => new TestBrowser(gateway).post('/reset', { token, password })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400]);
  });

  it('works with the last link only, and for half an hour', async () => {
    const person = await newPerson();
    await forgot(person.email);
    await vi.waitFor(async () => expect(await resetTokens(person)).toHaveLength(1), 5000);
    await forgot(person.email);
    await vi.waitFor(async () => expect(await resetTokens(person)).toHaveLength(2), 5000);
    const [first, second] = await resetTokens(person);
    const reset = async (token: string | undefined) =>
      (await new TestBrowser(gateway).post('/reset', { token, password: newPassword })).status;
    expect(await reset(first)).toBe(400);
    const [row] = await gateway.base.sql<{ minutes: number }>(
      `SELECT extract(epoch FROM "expiresAt" - now()) / 60 AS minutes FROM auth.verification
       WHERE identifier LIKE 'password-reset:%' AND value = $1`,
      [person.id],
    );
    expect(Number(row?.minutes)).toBeGreaterThan(29);
    expect(Number(row?.minutes)).toBeLessThanOrEqual(30);
    await gateway.base.sql(`UPDATE auth.verification SET "expiresAt" = now() WHERE value = $1`, [person.id]);
    expect(await reset(second)).toBe(400);
  });

  it('is answered alike whoever it is asked for, and before anything about them is written', async () => {
    const person = await newPerson();
    const provider = await newPerson();
    await gateway.base.sql(`DELETE FROM auth.account WHERE "userId" = $1`, [provider.id]);
    const holder = new pg.Client({ connectionString: gateway.base.url });
    await holder.connect();
    // While this is held nothing can be recorded, so nothing can be mailed; an answer that waited for it would not come.
    await holder.query('BEGIN; LOCK TABLE audit_entries IN ACCESS EXCLUSIVE MODE');
    for (const email of [person.email, provider.email, 'nobody@example.test']) {
      const { status, body, headers } = await forgot(email, '198.51.100.21');
      expect({ status, body, cookies: headers.getSetCookie() }).toEqual({
        status: 202,
        body: { success: true },
        cookies: [],
      });
    }
    await holder.query('COMMIT');
    await holder.end();
    await vi.waitFor(async () => expect(await resetTokens(person)).toHaveLength(1), 5000);
    // Somebody of an identity provider gets no second way in.
    expect(await resetTokens(provider)).toEqual([]);
  });

  it('is not mailed again and again', async () => {
    const email = 'often@example.test';
    const statuses = [];
    for (let index = 0; index < 4; index += 1) statuses.push((await forgot(email, `198.51.100.${30 + index}`)).status);
    expect(statuses).toEqual([202, 202, 202, 429]);
  });

  it('is not mailed again and again by the help desk either, whoever asked before', async () => {
    const person = await newPerson();
    await forgot(person.email);
    const browser = await signedIn(administrator);
    const help = () =>
      refusalOf(
        browser.trpc.members.sendPasswordReset.mutate({
          organisationId: home.id,
          memberId: person.memberId,
          locale: 'en',
        }),
      );
    expect([await help(), await help(), await help()]).toEqual(['ok', 'ok', 'too-many-requests']);
    expect((await forgot(person.email)).status).toBe(429);
    const sent = await gateway.base.sql(
      `SELECT 1 FROM audit_entries WHERE action = 'member.password-reset' AND target_id = $1`,
      [person.id],
    );
    expect(sent).toHaveLength(2);
  });

  it.each(['x', '', 'A'.repeat(43)])('does not come of the link %j', async (token) => {
    const answer = await new TestBrowser(gateway).post('/reset', { token, password: newPassword });
    expect(answer.body.app?.fields).toEqual([{ path: 'token', rule: 'reset-link-used' }]);
  });
});

describe('a new password on the account page', () => {
  it('needs the current one, ends the other sessions and renews this one', async () => {
    const person = await newPerson();
    const browser = await signedIn(person);
    const other = await signedIn(person);
    await age(person);
    const token = browser.token;
    const change = (current: string, password: string) =>
      refusalOf(browser.trpc.account.changePassword.mutate({ current, password }));
    expect(await change('not the current one', newPassword)).toBe('password-wrong');
    expect(await change(person.password, 'passwordpassword')).toBe('password-common');
    expect(await change(person.password, newPassword)).toBe('ok');
    expect(browser.token).not.toBe(token);
    expect((await browser.trpc.account.sessions.query()).length).toBe(1);
    expect(await refusalOf(other.trpc.account.security.query())).toBe('signed-out');
    // Knowing the password is no fresh proof where a second factor could be asked for.
    expect(await refusalOf(browser.trpc.account.beginTotp.mutate())).toBe('step-up-required');
    await signedIn(person, newPassword);
  });

  it('is throttled like a sign-in', async () => {
    const person = await newPerson();
    const browser = await signedIn(person);
    const change = (current: string) =>
      refusalOf(browser.trpc.account.changePassword.mutate({ current, password: newPassword }));
    for (let index = 0; index < 3; index += 1) expect(await change('wrong')).toBe('password-wrong');
    expect(await change(person.password)).toBe('too-many-requests');
  });
});

describe('sessions', () => {
  it('are listed with where they were opened, this one first', async () => {
    const person = await newPerson();
    await signedIn(person);
    const browser = await signedIn(person);
    const list = await browser.trpc.account.sessions.query();
    expect(list.map(({ current }) => current)).toEqual([true, false]);
    expect(list[0]).toMatchObject({
      device: { browser: 'Firefox', system: 'Linux' },
      address: '198.51.100.1',
      method: 'password',
    });
  });

  it('end with everything open in them, at once, and only by their person', async () => {
    const person = await newPerson();
    const browser = await signedIn(person);
    const other = await signedIn(person);
    const socket = await openSocket(other);
    const kept = await openSocket(browser);
    const [, second] = await browser.trpc.account.sessions.query();
    const stranger = await signedIn(await newPerson());
    expect(await refusalOf(stranger.trpc.account.endSession.mutate({ id: second?.id ?? '' }))).toBe('not-found');
    await age(person);
    expect(await refusalOf(browser.trpc.account.endSession.mutate({ id: second?.id ?? '' }))).toBe('step-up-required');
    expect(await refusalOf(browser.trpc.account.endOtherSessions.mutate())).toBe('step-up-required');
    await browser.post('/step-up', { kind: 'password', password: person.password });
    const start = performance.now();
    await browser.trpc.account.endSession.mutate({ id: second?.id ?? '' });
    expect(await socket.closed).toBe(4401);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(await refusalOf(other.trpc.account.security.query())).toBe('signed-out');
    expect(kept.socket.readyState).toBe(WebSocket.OPEN);
    kept.socket.terminate();
  });

  it('all end but this one', async () => {
    const person = await newPerson();
    const browser = await signedIn(person);
    const others = [await signedIn(person), await signedIn(person)];
    const sockets = await Promise.all(others.map(openSocket));
    expect(await browser.trpc.account.endOtherSessions.mutate()).toEqual({ ended: 2 });
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4401, 4401]);
    const current = (await browser.trpc.account.sessions.query())[0]?.id ?? '';
    expect(await refusalOf(browser.trpc.account.endSession.mutate({ id: current }))).toBe('session-current');
  });

  it('end with a new sign-in of the same browser, and after a week however much they are used', async () => {
    const person = await newPerson();
    const browser = await signedIn(person);
    const before = browser.copy();
    await browser.post('/sign-in/email', { email: person.email, password: person.password });
    expect(await refusalOf(before.trpc.account.security.query())).toBe('signed-out');
    await gateway.base.sql(`UPDATE auth.session SET "createdAt" = now() - interval '8 days' WHERE "userId" = $1`, [
      person.id,
    ]);
    expect(await refusalOf(browser.trpc.account.security.query())).toBe('signed-out');
  });
});

describe('a step-up', () => {
  it('with the password renews the session, and is throttled', async () => {
    const person = await newPerson();
    const browser = await signedIn(person);
    await age(person);
    const copied = browser.copy();
    expect(await browser.get('/step-up')).toMatchObject({ password: true, totp: false, passkey: false });
    const step = (password: string) => browser.post('/step-up', { kind: 'password', password });
    expect((await step('wrong')).body.app?.fields).toEqual([{ path: 'password', rule: 'password-wrong' }]);
    expect((await step(person.password)).status).toBe(200);
    expect(await refusalOf(copied.trpc.account.security.query())).toBe('signed-out');
    expect(await refusalOf(browser.trpc.account.beginTotp.mutate())).toBe('ok');
    for (const status of [400, 400, 429]) expect((await step('wrong')).status).toBe(status);
    expect(await auditOf(person)).toContain('session.step-up failed');
    expect((await new TestBrowser(gateway).post('/step-up', { kind: 'password', password: 'x' })).status).toBe(401);
  });

  it('takes no password where an authenticator app is set up', async () => {
    const person = await newPerson();
    const browser = await signedIn(person);
    const { uri } = await browser.trpc.account.beginTotp.mutate();
    const app = URI.parse(uri) as TOTP;
    await browser.trpc.account.confirmTotp.mutate({ code: app.generate() });
    await age(person);
    expect(await browser.get('/step-up')).toMatchObject({ password: false, totp: true });
    expect((await browser.post('/step-up', { kind: 'password', password: person.password })).status).toBe(403);
    expect(await refusalOf(browser.trpc.account.removeTotp.mutate())).toBe('step-up-required');
    // The code that set it up is used; the next one counts.
    const next = app.generate({ timestamp: Date.now() + 30_000 });
    expect((await browser.post('/step-up', { kind: 'code', code: next })).status).toBe(200);
    expect(await refusalOf(browser.trpc.account.removeTotp.mutate())).toBe('ok');
  });
});

describe('the policy that asks for a second factor', () => {
  const require = (organisationId: string, requireSecondFactor: boolean) =>
    gateway.base.sql(
      `INSERT INTO organisation_policies (organisation_id, require_second_factor) VALUES ($1, $2)
       ON CONFLICT (organisation_id) DO UPDATE SET require_second_factor = $2`,
      [organisationId, requireSecondFactor],
    );

  it('closes everything of the organisation but the way to set one up, and opens with it', async () => {
    const person = await createPerson(gateway.base, tree.betaOne, administrator);
    const browser = await signedIn(person);
    const organisationId = tree.betaOne.id;
    await require(tree.beta.id, true);
    expect(await refusalOf(browser.trpc.organisations.get.query({ organisationId }))).toBe('second-factor-required');
    expect(await refusalOf(browser.trpc.pbxs.list.query({ organisationId }))).toBe('second-factor-required');
    expect(await refusalOf(browser.trpc.organisations.search.query({}))).toBe('second-factor-required');
    expect((await browser.trpc.session.me.query()).secondFactor).toEqual({ used: false, required: true });
    expect(await browser.trpc.account.security.query()).toMatchObject({ requiredBy: ['Beta One'] });
    const { uri } = await browser.trpc.account.beginTotp.mutate();
    await browser.trpc.account.confirmTotp.mutate({ code: (URI.parse(uri) as TOTP).generate() });
    expect(await refusalOf(browser.trpc.organisations.get.query({ organisationId }))).toBe('ok');
    await require(tree.beta.id, false);
  });

  it('is not made by somebody who has none', async () => {
    const person = await createPerson(gateway.base, tree.alphaTwo, administrator);
    const browser = await signedIn(person);
    const organisationId = tree.alphaTwo.id;
    const strict = { requireSecondFactor: true, forbidImpersonation: false, settingApprovalPbxs: null };
    const wanted = { organisationId, version: 0, ...strict };
    const update = () => refusalOf(browser.trpc.policies.update.mutate({ ...wanted, auditRetentionDays: 90 }));
    expect(await update()).toBe('second-factor-own-first');
    const { uri } = await browser.trpc.account.beginTotp.mutate();
    await browser.trpc.account.confirmTotp.mutate({ code: (URI.parse(uri) as TOTP).generate() });
    expect(await update()).toBe('ok');
    expect(await update()).toBe('plan-outdated');
    await age(person);
    expect(
      await refusalOf(browser.trpc.policies.update.mutate({ ...wanted, version: 1, auditRetentionDays: null })),
    ).toBe('step-up-required');
  });
});

/** An open websocket of a browser; `closed` is the code it ends with. */
async function openSocket(browser: TestBrowser): Promise<{ socket: WebSocket; closed: Promise<number> }> {
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/trpc-ws`, {
    headers: { cookie: browser.cookie, origin: gateway.origin },
    perMessageDeflate: false,
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return { socket, closed: new Promise((resolve) => socket.once('close', resolve)) };
}
