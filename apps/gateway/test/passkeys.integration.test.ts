import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestAuthenticator } from './factories/authenticator';
import { refusalOf, TestBrowser } from './factories/browser';
import { createTree, startTestApp, type TestApp, type TestTree } from './factories/index';
import { createPerson, type TestPerson } from './factories/people';

const administrator = { email: 'anna@example.test', password: 'vier Worte und ein Bus' };
const limits = { account: { failures: 4, windowMs: 60_000 }, address: { failures: 200, windowMs: 60_000 } };

let gateway: TestApp;
let tree: TestTree;
beforeAll(async () => {
  gateway = await startTestApp({ signInLimits: limits, config: { administrator } });
  tree = await createTree(gateway.base.db);
});
afterAll(() => gateway.stop());

async function signedIn(person?: TestPerson) {
  const owner = person ?? (await createPerson(gateway.base, tree.alpha, administrator));
  const browser = new TestBrowser(gateway);
  await browser.post('/sign-in/email', { email: owner.email, password: owner.password });
  return { person: owner, browser };
}

async function withPasskey(name = 'Notebook') {
  const { person, browser } = await signedIn();
  const key = new TestAuthenticator(gateway.origin);
  const options = await browser.trpc.account.passkeyOptions.mutate();
  await browser.trpc.account.addPasskey.mutate({ name, response: key.create(options) });
  return { person, browser, key };
}

async function signInWith(key: TestAuthenticator) {
  const browser = new TestBrowser(gateway);
  const { body } = await browser.post('/passkey/options', {});
  const response = key.get(body);
  const answer = await browser.post('/passkey/sign-in', { response });
  return { status: answer.status, browser, response, rule: answer.body.app?.fields?.[0]?.rule };
}

const factsOf = async (person: { id: string }) =>
  await gateway.base.sql<{ authMethod: string; secondFactor: boolean }>(
    `SELECT "authMethod", "secondFactor" FROM auth.session WHERE "userId" = $1 ORDER BY "createdAt"`,
    [person.id],
  );

describe('a passkey', () => {
  it('is added with a check of its person asked for, and then the session counts as opened with a second factor', async () => {
    const { person, browser } = await signedIn();
    const token = browser.token;
    const options = await browser.trpc.account.passkeyOptions.mutate();
    expect(options).toMatchObject({
      rp: { id: 'localhost', name: 'Switchroom' },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
    });
    const response = new TestAuthenticator(gateway.origin).create(options);
    await browser.trpc.account.addPasskey.mutate({ name: 'Notebook', response });
    expect(browser.token).not.toBe(token);
    expect(await factsOf(person)).toEqual([{ authMethod: 'password', secondFactor: true }]);
    const { passkeys } = await browser.trpc.account.security.query();
    expect(passkeys).toEqual([
      { id: expect.any(String), name: 'Notebook', createdAt: expect.any(Date), synced: false },
    ]);
    const mails = await gateway.base.sql('SELECT kind FROM outgoing_mails WHERE recipient = $1', [person.email]);
    expect(mails).toEqual([{ kind: 'security-notice' }]);
  });

  it('is not added without a check of its person, twice from one question, or from another site', async () => {
    const { browser } = await signedIn();
    const careless = new TestAuthenticator(gateway.origin, false);
    const add = async (key: TestAuthenticator) =>
      await refusalOf(
        browser.trpc.account.addPasskey.mutate({
          name: 'x',
          response: key.create(await browser.trpc.account.passkeyOptions.mutate()),
        }),
      );
    expect(await add(careless)).toBe('passkey-refused');
    expect(await add(new TestAuthenticator('https://evil.example'))).toBe('passkey-refused');
    const options = await browser.trpc.account.passkeyOptions.mutate();
    const one = { name: 'one', response: new TestAuthenticator(gateway.origin).create(options) };
    const two = { name: 'two', response: new TestAuthenticator(gateway.origin).create(options) };
    expect(await refusalOf(browser.trpc.account.addPasskey.mutate(one))).toBe('ok');
    expect(await refusalOf(browser.trpc.account.addPasskey.mutate(two))).toBe('passkey-refused');
  });

  it('signs in without a name or password, as two factors', async () => {
    const { person, key } = await withPasskey();
    const { status, browser } = await signInWith(key);
    expect(status).toBe(200);
    expect((await browser.trpc.account.security.query()).email).toBe(person.email);
    expect((await factsOf(person)).at(-1)).toEqual({ authMethod: 'passkey', secondFactor: true });
    // Only ours is left of the session that the library opened.
    expect(await factsOf(person)).toHaveLength(2);
  });

  it('does not sign in without a check of its person, with a used answer, or once it is removed', async () => {
    const { person, browser: owner, key } = await withPasskey();
    key.verifies = false;
    expect(await signInWith(key)).toMatchObject({ status: 400, rule: 'passkey-refused' });
    key.verifies = true;
    const { browser, response } = await signInWith(key);
    expect((await browser.post('/passkey/sign-in', { response })).status).toBe(400);
    expect((await new TestBrowser(gateway).post('/passkey/sign-in', { response })).status).toBe(400);
    const [passkey] = (await owner.trpc.account.security.query()).passkeys;
    await owner.trpc.account.removePasskey.mutate({ id: passkey?.id ?? '' });
    expect((await signInWith(key)).status).toBe(400);
    // The last factor is gone: no session counts as opened with one any more.
    expect((await factsOf(person)).map(({ secondFactor }) => secondFactor)).toEqual([false, false]);
  });

  it('does not let in an account that belongs to no organisation', async () => {
    const { person, key } = await withPasskey();
    await gateway.base.sql('DELETE FROM members WHERE user_id = $1', [person.id]);
    const before = await factsOf(person);
    expect((await signInWith(key)).status).toBe(400);
    expect(await factsOf(person)).toEqual(before);
  });

  it('is renamed and removed by its owner alone', async () => {
    const { browser } = await withPasskey();
    const [passkey] = (await browser.trpc.account.security.query()).passkeys;
    const id = passkey?.id ?? '';
    const stranger = (await signedIn()).browser;
    expect(await refusalOf(stranger.trpc.account.renamePasskey.mutate({ id, name: 'mine' }))).toBe('not-found');
    expect(await refusalOf(stranger.trpc.account.removePasskey.mutate({ id }))).toBe('not-found');
    await browser.trpc.account.renamePasskey.mutate({ id, name: 'Phone' });
    expect((await browser.trpc.account.security.query()).passkeys.map(({ name }) => name)).toEqual(['Phone']);
  });
});

describe('a step-up with a passkey', () => {
  it('asks for those of the account, and renews the session', async () => {
    const { person, browser, key } = await withPasskey();
    await gateway.base.sql(`UPDATE auth.session SET "confirmedAt" = now() - interval '1 hour' WHERE "userId" = $1`, [
      person.id,
    ]);
    expect(await refusalOf(browser.trpc.account.beginTotp.mutate())).toBe('step-up-required');
    expect(await browser.get('/step-up')).toMatchObject({ password: false, totp: false, passkey: true });
    const { body } = await browser.post('/step-up/passkey-options', {});
    expect(body).toMatchObject({
      userVerification: 'required',
      allowCredentials: [{ id: key.id.toString('base64url') }],
    });
    const token = browser.token;
    expect((await browser.post('/step-up', { kind: 'passkey', response: key.get(body) })).status).toBe(200);
    expect(browser.token).not.toBe(token);
    expect(await refusalOf(browser.trpc.account.beginTotp.mutate())).toBe('ok');
    expect(await factsOf(person)).toHaveLength(1);
  });

  it('is what a session of a password alone needs before any factor changes', async () => {
    const { person, browser: owner, key } = await withPasskey();
    const [passkey] = (await owner.trpc.account.security.query()).passkeys;
    const { browser } = await signedIn(person);
    const own = new TestAuthenticator(gateway.origin);
    // A question that the owner's session asked is of no use either.
    const question = await owner.trpc.account.passkeyOptions.mutate();
    const { account } = browser.trpc;
    const changes: (() => Promise<unknown>)[] = [
      () => account.beginTotp.mutate(),
      () => account.confirmTotp.mutate({ code: '123456' }),
      () => account.removeTotp.mutate(),
      () => account.renewRecoveryCodes.mutate(),
      () => account.passkeyOptions.mutate(),
      () => account.addPasskey.mutate({ name: 'mine', response: own.create(question) }),
      () => account.removePasskey.mutate({ id: passkey?.id ?? '' }),
    ];
    for (const change of changes) expect(await refusalOf(change())).toBe('step-up-required');
    // The password that opened it confirms nothing, and raises nothing.
    expect((await browser.post('/step-up', { kind: 'password', password: person.password })).status).toBe(403);
    for (const change of changes) expect(await refusalOf(change())).toBe('step-up-required');
    expect((await factsOf(person)).at(-1)).toEqual({ authMethod: 'password', secondFactor: false });
    const denials = await gateway.base.sql<{ after: object }>(
      `SELECT after FROM audit_entries WHERE action = 'access.denied' AND result = 'denied' AND target_id = $1`,
      [person.id],
    );
    expect(denials).toContainEqual({ after: { attempted: 'account.addPasskey', why: 'step-up-required' } });
    const { body } = await browser.post('/step-up/passkey-options', {});
    expect((await browser.post('/step-up', { kind: 'passkey', response: key.get(body) })).status).toBe(200);
    const response = own.create(await account.passkeyOptions.mutate());
    await account.addPasskey.mutate({ name: 'second', response });
    await account.removePasskey.mutate({ id: passkey?.id ?? '' });
    expect((await account.security.query()).passkeys.map(({ name }) => name)).toEqual(['second']);
  });

  it('does not take that of somebody else', async () => {
    const { browser } = await withPasskey();
    const other = await withPasskey();
    const { body } = await browser.post('/step-up/passkey-options', {});
    const answer = await browser.post('/step-up', { kind: 'passkey', response: other.key.get(body) });
    expect(answer.status).toBe(400);
    expect(await factsOf(other.person)).toHaveLength(1);
  });

  it('is asked for only so often, at sign-in and in a session together', async () => {
    await using own = await startTestApp({
      signInLimits: { questions: { failures: 3, windowMs: 60_000 } },
      config: { administrator },
    });
    const person = await createPerson(own.base, (await createTree(own.base.db)).alpha, administrator);
    const browser = new TestBrowser(own);
    await browser.post('/sign-in/email', { email: person.email, password: person.password });
    const ask = async (path: string) => (await browser.post(path, {})).status;
    expect(await ask('/passkey/options')).toBe(200);
    expect([await ask('/step-up/passkey-options'), await ask('/step-up/passkey-options')]).toEqual([200, 200]);
    expect(await ask('/step-up/passkey-options')).toBe(429);
    expect(await ask('/passkey/options')).toBe(429);
  });
});
