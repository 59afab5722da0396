import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyPassword } from '../src/auth/passwords';
import { TestBrowser } from './factories/browser';
import { cookieOf, postSignIn, signIn, startTestApp, type TestApp } from './factories/index';

const email = 'anna@example.test';
const password = 'vier Worte und ein Bus';
const limits = { account: { failures: 3, windowMs: 60_000 }, address: { failures: 100, windowMs: 60_000 } };

let gateway: TestApp;
beforeAll(async () => {
  gateway = await startTestApp({ signInLimits: limits, config: { administrator: { email, password } } });
});
afterAll(() => gateway.stop());

const session = async (cookie: string) =>
  (await (await fetch(`${gateway.url}/auth/get-session`, { headers: { cookie } })).json()) as {
    user: { email: string };
  } | null;

const audited = async (action: string) => {
  const rows = await gateway.base.sql<{ result: string; address: string; target_name: string }>(
    'SELECT result, address, target_name FROM audit_entries WHERE action = $1 ORDER BY seq',
    [action],
  );
  return rows;
};

describe('signing in', () => {
  it('gives a cookie that scripts cannot read, and no token in the body', async () => {
    const answer = await postSignIn(gateway, { email: 'Anna@Example.test', password });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ user: { id: expect.any(String), name: 'anna', email } });
    const [cookie, ...others] = answer.headers.getSetCookie();
    expect(others).toEqual([]);
    expect(cookie).toMatch(/^switchroom\.session_token=[^;]+;/);
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=Lax/i);
    expect(cookie).toMatch(/; Path=\//i);
    expect(cookie).not.toMatch(/; Secure/i);
    expect(await session(cookieOf(answer))).toMatchObject({ user: { email } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('is recorded with the address that the proxy named', async () => {
    await postSignIn(gateway, { email, password }, { 'x-forwarded-for': '1.2.3.4, 198.51.100.7' });
    expect((await audited('session.sign-in')).at(-1)).toEqual({
      result: 'allowed',
      address: '198.51.100.7',
      target_name: email,
    });
    const [row] = await gateway.base.sql<{ ipAddress: string }>(
      'SELECT "ipAddress" FROM auth.session ORDER BY "createdAt" DESC LIMIT 1',
    );
    expect(row?.ipAddress).toBe('198.51.100.7');
  });

  it('answers a wrong password and an unknown account alike, after like work', async () => {
    const timed = async (who: string) => {
      const start = performance.now();
      const answer = await postSignIn(gateway, { email: who, password: 'not this one at all' });
      const body = (await answer.json()) as { app: { requestId: string } };
      expect(body.app.requestId).toMatch(/^[0-9a-f-]{36}$/);
      return {
        status: answer.status,
        body: { ...body, app: { ...body.app, requestId: '' } },
        ms: performance.now() - start,
      };
    };
    const known = await timed(email);
    const unknown = await timed('nobody@example.test');
    expect(unknown.status).toBe(401);
    expect({ ...known, ms: 0 }).toEqual({ ...unknown, ms: 0 });
    // Without the same hashing an unknown account would answer some fifty times faster.
    expect(unknown.ms).toBeGreaterThan(known.ms / 3);
    await expect.poll(async () => (await audited('session.sign-in')).at(-1)?.result).toBe('failed');
  });

  it('waits after too many failures of one account, right password included, and says how long', async () => {
    await using own = await startTestApp({ signInLimits: limits, config: { administrator: { email, password } } });
    for (let index = 0; index < 3; index += 1) {
      expect((await postSignIn(own, { email, password: 'not this one at all' })).status).toBe(401);
    }
    const refused = await postSignIn(own, { email: 'ANNA@example.test', password });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ app: { code: 'too-many-requests', retryable: true } });
    const other = await postSignIn(own, { email: 'nobody@example.test', password });
    expect(other.status).toBe(401);
  });

  it('waits after too many failures from one address, whatever the accounts, and not for another', async () => {
    const strict = { account: { failures: 100, windowMs: 60_000 }, address: { failures: 2, windowMs: 60_000 } };
    await using own = await startTestApp({ signInLimits: strict, config: { administrator: { email, password } } });
    const from = (address: string, who: string) =>
      postSignIn(own, { email: who, password }, { 'x-forwarded-for': address });
    expect((await from('198.51.100.1', 'a@example.test')).status).toBe(401);
    expect((await from('198.51.100.1', 'b@example.test')).status).toBe(401);
    expect((await from('198.51.100.1', email)).status).toBe(429);
    expect((await from('198.51.100.2', email)).status).toBe(200);
  });

  it.each([
    ['/sign-in/email', { email: 'nobody@example.test', password: 'x' }],
    ['/passkey/sign-in', {}],
    ['/forgot', { email: 'nobody@example.test' }],
    ['/reset', { token: 'x', password }],
  ])('counts an IPv6 network as one address at %s', async (path, body) => {
    const strict = { failures: 2, windowMs: 60_000 };
    const signInLimits = { account: { failures: 9, windowMs: 60_000 }, mail: limits.account, address: strict };
    await using own = await startTestApp({ signInLimits, config: { administrator: { email, password } } });
    const from = async (address: string) => (await new TestBrowser(own, address).post(path, body)).status;
    for (const host of [1, 2]) expect(await from(`2001:db8:7:1::${host}`)).not.toBe(429);
    expect(await from('2001:db8:7:1:ffff::3')).toBe(429);
    expect(await from('2001:db8:7:2::1')).not.toBe(429);
  });

  it('is told to come back later while too many passwords are being checked', async () => {
    let flooding = true;
    const cheap = `scrypt$${2 ** 13}$8$1$AAAA$AAAA`;
    // As many as run and wait; each comes back at once.
    const flood = Array.from({ length: 52 }, async () => {
      while (flooding) await verifyPassword(cheap, 'x');
    });
    const answer = await postSignIn(gateway, { email: 'somebody@example.test', password });
    flooding = false;
    await Promise.all(flood);
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ app: { code: 'unavailable' } });
    expect((await postSignIn(gateway, { email, password })).status).toBe(200);
  });

  it.each([
    [{}],
    [{ email, password: '' }],
    [{ email, password: 'x'.repeat(129) }],
    [{ email: ['a'], password }],
    ['text'],
  ])('refuses %j as wrong input', async (body) => {
    const answer = await postSignIn(gateway, body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ app: { code: 'invalid-input' } });
  });

  it('refuses a page of another origin, and a form', async () => {
    expect((await postSignIn(gateway, { email, password }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await postSignIn(gateway, { email, password }, { origin: 'null' })).status).toBe(403);
    const form = await fetch(`${gateway.url}/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: gateway.origin },
      body: new URLSearchParams({ email, password }),
    });
    expect(form.status).toBe(415);
  });

  it('works under the host name of a branded portal, and only from its own pages', async () => {
    const [top] = await gateway.base.sql<{ id: string }>('SELECT id FROM organisations WHERE parent_id IS NULL');
    await gateway.base.sql(
      `INSERT INTO branding (organisation_id, product_name, host_name) VALUES ($1, 'Acme Phones', 'phones.acme.test')`,
      [top?.id],
    );
    const origin = 'http://phones.acme.test:3000';
    const there = { origin, 'x-forwarded-host': 'phones.acme.test:3000' };
    expect((await postSignIn(gateway, { email, password }, there)).status).toBe(200);
    // A page of that name that acts on the portal's own: it would be somebody else's page.
    const elsewhere = { origin, 'x-forwarded-host': 'localhost:3000' };
    expect((await postSignIn(gateway, { email, password }, elsewhere)).status).toBe(403);
    const unknown = { origin: 'http://phones.evil.test:3000', 'x-forwarded-host': 'phones.evil.test:3000' };
    expect((await postSignIn(gateway, { email, password }, unknown)).status).toBe(403);
    await gateway.base.sql('DELETE FROM branding');
    expect((await postSignIn(gateway, { email, password }, there)).status).toBe(403);
  });

  it('sets the cookie as secure when the portal is https', async () => {
    await using own = await startTestApp({
      config: { publicUrl: 'https://portal.example', administrator: { email, password } },
    });
    const [cookie] = (await postSignIn(own, { email, password })).headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-switchroom\.session_token=/);
    expect(cookie).toMatch(/; Secure/i);
  });

  it('does not let in an account that belongs to no organisation', async () => {
    await using own = await startTestApp({ config: { administrator: { email, password } } });
    await own.base.sql('DELETE FROM members');
    expect((await postSignIn(own, { email, password })).status).toBe(401);
    expect(await own.base.sql('SELECT id FROM auth.session')).toEqual([]);
  });

  it('lets nobody in when it cannot be recorded', async () => {
    await using own = await startTestApp({ config: { administrator: { email, password } } });
    await own.base.sql('ALTER TABLE audit_entries ADD CONSTRAINT broken CHECK (false) NOT VALID');
    expect((await postSignIn(own, { email, password })).status).toBe(500);
    expect(await own.base.sql('SELECT id FROM auth.session')).toEqual([]);
  });
});

describe('a session', () => {
  it('ends with signing out, which is recorded', async () => {
    const cookie = await signIn(gateway, { email, password });
    const answer = await fetch(`${gateway.url}/auth/sign-out`, {
      method: 'POST',
      headers: { cookie, origin: gateway.origin },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie().join()).toMatch(/switchroom\.session_token=;.*Max-Age=0/i);
    expect(await session(cookie)).toBeNull();
    expect((await audited('session.sign-out')).at(-1)?.result).toBe('allowed');
  });

  it('ends by itself, and is renewed while it is used', async () => {
    const cookie = await signIn(gateway, { email, password });
    await gateway.base.sql(`UPDATE auth.session SET "expiresAt" = now() + interval '11 hours'`);
    const renewed = await fetch(`${gateway.url}/auth/get-session`, { headers: { cookie } });
    expect(renewed.headers.getSetCookie().join()).toMatch(/switchroom\.session_token=/);
    const [row] = await gateway.base.sql<{ later: boolean }>(
      `SELECT "expiresAt" > now() + interval '11.9 hours' AS later FROM auth.session ORDER BY "updatedAt" DESC LIMIT 1`,
    );
    expect(row?.later).toBe(true);
    await gateway.base.sql(`UPDATE auth.session SET "expiresAt" = now() - interval '1 second'`);
    expect(await session(cookie)).toBeNull();
  });

  it('is not accepted with an altered cookie', async () => {
    const cookie = await signIn(gateway, { email, password });
    expect(await session(cookie.replace(/.{5}$/, 'AAAA%3D'))).toBeNull();
  });
});

describe('what the account library offers beside', () => {
  it.each([
    ['POST', '/auth/sign-up/email'],
    ['POST', '/auth/change-password'],
    ['POST', '/auth/update-user'],
    ['POST', '/auth/delete-user'],
    ['POST', '/auth/request-password-reset'],
    ['POST', '/auth/sign-in/social'],
    ['GET', '/auth/list-sessions'],
    ['GET', '/auth/ok'],
  ])('%s %s does not exist', async (method, path) => {
    const answer = await fetch(`${gateway.url}${path}`, {
      method,
      headers: { origin: gateway.origin, ...(method === 'POST' ? { 'content-type': 'application/json' } : {}) },
      ...(method === 'POST' ? { body: '{}' } : {}),
    });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ app: { code: 'not-found' } });
  });
});
