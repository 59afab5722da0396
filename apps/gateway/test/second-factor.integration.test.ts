import { type TOTP, URI } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { refusalOf, TestBrowser } from './factories/browser';
import { createPerson, type TestPerson } from './factories/people';
import { createTree, startTestApp, type TestApp, type TestTree } from './factories/index';

const administrator = { email: 'anna@example.test', password: 'vier Worte und ein Bus' };
const limits = { account: { failures: 4, windowMs: 60_000 }, address: { failures: 200, windowMs: 60_000 } };

let gateway: TestApp;
let tree: TestTree;
beforeAll(async () => {
  gateway = await startTestApp({ signInLimits: limits, config: { administrator } });
  tree = await createTree(gateway.base.db);
});
afterAll(() => gateway.stop());

const newPerson = () => createPerson(gateway.base, tree.alpha, administrator);

async function signedIn(person: { email: string; password: string }): Promise<TestBrowser> {
  const browser = new TestBrowser(gateway);
  const answer = await browser.post('/sign-in/email', { email: person.email, password: person.password });
  expect(answer.status).toBe(200);
  return browser;
}

/** Somebody with an authenticator app, and the app; the clock of gateway and app can be moved. */
async function enrolled(): Promise<{ person: TestPerson; browser: TestBrowser; code: () => string; codes: string[] }> {
  const person = await newPerson();
  const browser = await signedIn(person);
  const { uri } = await browser.trpc.account.beginTotp.mutate();
  const app = URI.parse(uri) as TOTP;
  const code = () => app.generate({ timestamp: Date.now() });
  const { recoveryCodes } = await browser.trpc.account.confirmTotp.mutate({ code: code() });
  return { person, browser, code, codes: recoveryCodes };
}

/** Only the clock: the next code is half a minute away. */
function later(seconds: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 });
  onTestFinished(() => {
    vi.useRealTimers();
  });
}

const factsOf = async (person: { id: string }) =>
  await gateway.base.sql<{ authMethod: string; secondFactor: boolean; fresh: boolean }>(
    `SELECT "authMethod", "secondFactor", "confirmedAt" > now() - interval '1 minute' AS fresh
     FROM auth.session WHERE "userId" = $1 ORDER BY "createdAt"`,
    [person.id],
  );
const mailsTo = async (person: { email: string }) =>
  (
    await gateway.base.sql<{ kind: string }>('SELECT kind FROM outgoing_mails WHERE recipient = $1', [person.email])
  ).map(({ kind }) => kind);
const auditOf = async (person: { id: string }) =>
  (
    await gateway.base.sql<{ line: string }>(
      `SELECT action || ' ' || result AS line FROM audit_entries WHERE target_id = $1 ORDER BY seq`,
      [person.id],
    )
  ).map(({ line }) => line);

describe('an authenticator app', () => {
  it('is set up with a code of it; then the session has a new token and counts as opened with a second factor', async () => {
    const person = await newPerson();
    const browser = await signedIn(person);
    const before = browser.copy();
    expect(await factsOf(person)).toEqual([{ authMethod: 'password', secondFactor: false, fresh: true }]);
    const { uri, secret } = await browser.trpc.account.beginTotp.mutate();
    expect(await refusalOf(browser.trpc.account.confirmTotp.mutate({ code: '000000' }))).toBe('code-wrong');
    expect((await browser.trpc.account.security.query()).totp).toBe(false);
    const code = (URI.parse(uri) as TOTP).generate();
    const { recoveryCodes } = await browser.trpc.account.confirmTotp.mutate({
      code: `${code.slice(0, 3)} ${code.slice(3)}`,
    });
    expect(recoveryCodes).toHaveLength(10);
    expect(await factsOf(person)).toEqual([{ authMethod: 'password+totp', secondFactor: true, fresh: true }]);
    expect(browser.token).not.toBe(before.token);
    expect(await refusalOf(before.trpc.account.security.query())).toBe('signed-out');
    expect(await browser.trpc.account.security.query()).toMatchObject({ totp: true, recoveryCodesLeft: 10 });
    expect(await auditOf(person)).toEqual(['session.sign-in allowed', 'account.second-factor-on allowed']);
    expect(await mailsTo(person)).toEqual(['security-notice']);
    // In a copy of the database neither the secret nor a code can be read.
    const dump = JSON.stringify(await gateway.base.sql('SELECT * FROM auth."twoFactor", auth.verification'));
    for (const canary of [secret, ...recoveryCodes]) expect(dump).not.toContain(canary);
    const log = JSON.stringify(await gateway.base.sql('SELECT * FROM audit_entries'));
    for (const canary of [secret, ...recoveryCodes]) expect(log).not.toContain(canary);
  });

  it('makes the sign-in two steps, with nothing of a session after the first', async () => {
    const { person, code } = await enrolled();
    later(60);
    const browser = new TestBrowser(gateway);
    const first = await browser.post('/sign-in/email', { email: person.email, password: person.password });
    expect(first.status).toBe(200);
    expect(first.body).toEqual({ secondFactor: { passkey: false } });
    expect(first.headers.getSetCookie().join()).toMatch(/^switchroom\.sign_in=[\w-]{43}; .*HttpOnly; SameSite=Strict$/);
    expect(browser.token).toBeUndefined();
    expect(await refusalOf(browser.trpc.account.security.query())).toBe('signed-out');
    expect((await browser.post('/second-factor', { code: '000000' })).body.app?.fields).toEqual([
      { path: 'code', rule: 'code-wrong' },
    ]);
    expect((await browser.post('/second-factor', { code: code() })).status).toBe(200);
    expect((await browser.trpc.account.security.query()).email).toBe(person.email);
    expect((await factsOf(person)).at(-1)).toEqual({ authMethod: 'password+totp', secondFactor: true, fresh: true });
    expect(await auditOf(person)).toContain('session.second-factor failed');
  });

  it('lets a code count once, also for two at the same moment, and an older one never', async () => {
    const { person, code } = await enrolled();
    const steps = async (value: string) => {
      const browser = new TestBrowser(gateway);
      await browser.post('/sign-in/email', { email: person.email, password: person.password });
      return async () => (await browser.post('/second-factor', { code: value })).status;
    };
    // The one that set it up is used, too.
    expect(await (await steps(code()))()).toBe(400);
    later(60);
    const older = code();
    later(30);
    const both = [await steps(code()), await steps(code())];
    expect((await Promise.all(both.map((second) => second()))).toSorted((a, b) => a - b)).toEqual([200, 400]);
    expect(await (await steps(older))()).toBe(400);
  });

  it('lets a first step count once and not for long', async () => {
    const { person, code } = await enrolled();
    later(60);
    const browser = new TestBrowser(gateway);
    await browser.post('/sign-in/email', { email: person.email, password: person.password });
    const copied = browser.copy();
    expect((await browser.post('/second-factor', { code: code() })).status).toBe(200);
    later(60);
    expect((await copied.post('/second-factor', { code: code() })).status).toBe(401);
    await browser.post('/sign-out', {});
    await browser.post('/sign-in/email', { email: person.email, password: person.password });
    await gateway.base.sql(`UPDATE auth.verification SET "expiresAt" = now() - interval '1 second'`);
    expect((await browser.post('/second-factor', { code: code() })).status).toBe(401);
  });

  it('takes only so many guesses, whoever makes them and from wherever, and locks for longer each round', async () => {
    const { person, code } = await enrolled();
    later(60);
    const guess = async (address: string, value: string) => {
      const browser = new TestBrowser(gateway, address);
      await browser.post('/sign-in/email', { email: person.email, password: person.password });
      return await browser.post('/second-factor', { code: value });
    };
    for (let index = 0; index < 4; index += 1) {
      expect((await guess(`198.51.100.${index}`, '000000')).status).toBe(400);
    }
    const refused = await guess('198.51.100.9', code());
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await gateway.base.sql('UPDATE auth."twoFactor" SET "failedVerificationCount" = 19 WHERE "userId" = $1', [
      person.id,
    ]);
    later(120);
    expect((await guess('198.51.100.9', '000000')).status).toBe(400);
    const locked = await guess('198.51.100.9', code());
    expect(locked.status).toBe(429);
    // The second round of ten: half an hour.
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(29 * 60);
    later(31 * 60);
    expect((await guess('198.51.100.9', code())).status).toBe(200);
  });

  it('says nothing about itself to who has not got the password', async () => {
    const { person } = await enrolled();
    const answer = await new TestBrowser(gateway).post('/sign-in/email', {
      email: person.email,
      password: 'wrong one',
    });
    expect(answer.status).toBe(401);
    expect(JSON.stringify(answer.body)).not.toContain('econdFactor');
    expect((await new TestBrowser(gateway).post('/second-factor', { code: '123456' })).status).toBe(401);
  });

  it('does not open with a secret that was moved from another account', async () => {
    const one = await enrolled();
    const other = await enrolled();
    await gateway.base.sql(
      `UPDATE auth."twoFactor" t SET secret = o.secret, "backupCodes" = o."backupCodes"
       FROM auth."twoFactor" o WHERE t."userId" = $1 AND o."userId" = $2`,
      [one.person.id, other.person.id],
    );
    later(60);
    const browser = new TestBrowser(gateway);
    const answer = await browser.post('/sign-in/email', { email: one.person.email, password: one.person.password });
    expect(answer.status).toBe(500);
  });

  it('asks for a fresh proof before it comes, goes or gets new recovery codes', async () => {
    const person = await newPerson();
    const browser = await signedIn(person);
    const age = () =>
      gateway.base.sql(`UPDATE auth.session SET "confirmedAt" = now() - interval '11 minutes' WHERE "userId" = $1`, [
        person.id,
      ]);
    await age();
    expect(await refusalOf(browser.trpc.account.beginTotp.mutate())).toBe('step-up-required');
    expect(await refusalOf(browser.trpc.account.confirmTotp.mutate({ code: '123456' }))).toBe('step-up-required');
    expect(await refusalOf(browser.trpc.account.passkeyOptions.mutate())).toBe('step-up-required');
    const step = await browser.post('/step-up', { kind: 'password', password: person.password });
    expect(step.status).toBe(200);
    const { uri } = await browser.trpc.account.beginTotp.mutate();
    await browser.trpc.account.confirmTotp.mutate({ code: (URI.parse(uri) as TOTP).generate() });
    await age();
    expect(await refusalOf(browser.trpc.account.removeTotp.mutate())).toBe('step-up-required');
    expect(await refusalOf(browser.trpc.account.renewRecoveryCodes.mutate())).toBe('step-up-required');
  });

  it('is gone at once when it is taken away, from all sessions', async () => {
    const { person, browser, code } = await enrolled();
    later(60);
    const other = new TestBrowser(gateway);
    await other.post('/sign-in/email', { email: person.email, password: person.password });
    await other.post('/second-factor', { code: code() });
    await browser.trpc.account.removeTotp.mutate();
    expect((await factsOf(person)).map(({ secondFactor }) => secondFactor)).toEqual([false, false]);
    expect(await browser.trpc.account.security.query()).toMatchObject({ totp: false, secondFactorUsed: false });
    expect((await mailsTo(person)).length).toBe(2);
    expect((await signedIn(person)).token).toBeDefined();
  });

  it('is not set up a second time over the first', async () => {
    const { browser } = await enrolled();
    expect(await refusalOf(browser.trpc.account.beginTotp.mutate())).toBe('already-exists');
    expect(await refusalOf(browser.trpc.account.confirmTotp.mutate({ code: '123456' }))).toBe('plan-outdated');
  });
});

describe('recovery codes', () => {
  it('let somebody in once each, and say so by mail', async () => {
    const { person, codes } = await enrolled();
    const attempt = async (code: string) => {
      const browser = new TestBrowser(gateway);
      await browser.post('/sign-in/email', { email: person.email, password: person.password });
      return { status: (await browser.post('/second-factor', { code, recovery: true })).status, browser };
    };
    const [first = '', second = ''] = codes;
    const { browser, status } = await attempt(first.toUpperCase().replace('-', ' '));
    expect(status).toBe(200);
    expect((await factsOf(person)).at(-1)).toMatchObject({ authMethod: 'recovery-code', secondFactor: true });
    expect(await mailsTo(person)).toHaveLength(2);
    expect(await auditOf(person)).toContain('account.recovery-code-used allowed');
    expect((await attempt(first)).status).toBe(400);
    const both = await Promise.all([attempt(second), attempt(second)]);
    expect(both.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([200, 400]);
    expect((await browser.trpc.account.security.query()).recoveryCodesLeft).toBe(8);
  });

  it('stop working when there are new ones', async () => {
    const { person, browser, codes } = await enrolled();
    const { recoveryCodes } = await browser.trpc.account.renewRecoveryCodes.mutate();
    expect(recoveryCodes).toHaveLength(10);
    expect(recoveryCodes.filter((code) => codes.includes(code))).toEqual([]);
    const attempt = async (code: string | undefined) => {
      const other = new TestBrowser(gateway);
      await other.post('/sign-in/email', { email: person.email, password: person.password });
      return (await other.post('/second-factor', { code, recovery: true })).status;
    };
    expect(await attempt(codes[0])).toBe(400);
    expect(await attempt(recoveryCodes[0])).toBe(200);
  });
});

describe('an account', () => {
  it('is its owner’s alone: none of it can be asked for without a session', async () => {
    const browser = new TestBrowser(gateway);
    expect(await refusalOf(browser.trpc.account.security.query())).toBe('signed-out');
    expect(await refusalOf(browser.trpc.account.beginTotp.mutate())).toBe('signed-out');
    expect(await refusalOf(browser.trpc.account.sessions.query())).toBe('signed-out');
  });
});
