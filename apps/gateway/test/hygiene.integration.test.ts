import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { CertificateAuthority } from '@switchroom/testkit/tls';
import { waitUntil } from '@switchroom/testkit/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { callLimits } from '../src/api/call-limits';
import { createTree, signIn, startTestApp, type TestApp } from './factories/index';

const administrator = { email: 'anna@example.test', password: 'vier Worte und ein Bus' };

describe('the listener with a certificate of its own', () => {
  let ca: CertificateAuthority;
  let gateway: TestApp;
  let folder: string;
  beforeAll(async () => {
    ca = await CertificateAuthority.create();
    const { cert, key } = await ca.issue();
    folder = await mkdtemp(join(tmpdir(), 'switchroom-tls-'));
    const tls = { certificateFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
    await writeFile(tls.certificateFile, cert);
    await writeFile(tls.keyFile, key);
    gateway = await startTestApp({ config: { administrator, tls, publicUrl: 'https://localhost:3000' } });
  });
  afterAll(async () => {
    await gateway.stop();
    await rm(folder, { recursive: true });
  });

  async function ask(path: string, options: { method?: string; body?: string; headers?: Record<string, string> } = {}) {
    const { body, ...rest } = options;
    const call = request(`${gateway.url}${path}`, { ca: ca.cert, agent: false, ...rest });
    call.end(body);
    const [answer] = (await once(call, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of answer) text += String(chunk);
    return { status: answer.statusCode, headers: answer.headers, text };
  }
  const cookiesOf = ({ headers }: { headers: IncomingMessage['headers'] }) => headers['set-cookie'] ?? [];

  it('serves the API over TLS 1.2 and later, and nothing in the clear', async () => {
    expect(gateway.url).toMatch(/^https:/);
    expect((await ask('/readyz')).status).toBe(200);
    await expect(fetch(`${gateway.url.replace('https', 'http')}/readyz`)).rejects.toThrow();
    const { port } = new URL(gateway.url);
    const old = connect({
      host: '127.0.0.1',
      port: Number(port),
      ca: ca.cert,
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
    });
    const [error] = (await once(old, 'error')) as [Error];
    expect(error.message).toMatch(/protocol|version|no protocols/i);
  });

  it('tells browsers to come back over TLS, and PBXes find their door', async () => {
    expect((await ask('/readyz')).headers['strict-transport-security']).toMatch(/max-age=\d{8}/);
    const socket = new WebSocket(`${gateway.url.replace('https', 'wss')}/nothing`, { ca: ca.cert });
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    expect(response.statusCode).toBe(404);
    response.destroy();
  });

  it('binds its cookies to the host, to TLS, to the site, and hides them from scripts', async () => {
    const signedIn = await ask('/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://localhost:3000' },
      body: JSON.stringify(administrator),
    });
    expect(signedIn.status).toBe(200);
    const cookies = cookiesOf(signedIn);
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-switchroom\./);
      expect(cookie).toMatch(/; HttpOnly/i);
      expect(cookie).toMatch(/; Secure/i);
      expect(cookie).toMatch(/; SameSite=(Lax|Strict)/i);
      expect(cookie).toMatch(/; Path=\/(;|$)/i);
      expect(cookie).not.toMatch(/; Domain/i);
    }
    const cookie = cookies.map((one) => one.split(';', 1)[0]).join('; ');
    expect((await ask('/trpc/session.me', { headers: { cookie } })).status).toBe(200);
    expect((await ask('/trpc/session.me', { headers: { cookie: cookie.replace('__Host-', '') } })).status).toBe(401);
  });
});

describe('every answer', () => {
  let gateway: TestApp;
  let cookie: string;
  beforeAll(async () => {
    gateway = await startTestApp({ config: { administrator } });
    cookie = await signIn(gateway, administrator);
  });
  afterAll(() => gateway.stop());

  it.each([
    '/trpc/session.me',
    '/trpc/nothing',
    '/auth/get-session',
    '/auth/nothing',
    '/healthz',
    '/nothing',
    '/metrics',
  ])('of %s may load nothing, be framed by nobody and be read by no other site', async (path) => {
    const { headers } = await fetch(`${gateway.url}${path}`, { headers: { cookie } });
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('server') ?? headers.get('x-powered-by')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it.each(['/trpc/session.me', '/trpc/organisations.search?input=%7B%22json%22%3A%7B%7D%7D', '/auth/get-session'])(
    'of %s that depends on who asks is kept nowhere',
    async (path) => {
      for (const headers of [{ cookie }, { cookie: '' }]) {
        const answer = await fetch(`${gateway.url}${path}`, { headers });
        expect(answer.headers.get('cache-control')).toBe('no-store');
      }
    },
  );

  it.each([
    ['/trpc/session.me?input=%7B', { method: 'GET' }],
    ['/trpc/session.me', { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }],
    ['/trpc/session.me', { method: 'POST', body: 'x', headers: { 'content-type': 'text/x' } }],
    ['/trpc/__proto__', { method: 'GET' }],
    ['/auth/sign-in/email', { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }],
    ['/%ff', { method: 'GET' }],
    ['/nothing', { method: 'DELETE' }],
  ])('to something broken says nothing of the inside (%s %j)', async (path, init) => {
    const answer = await fetch(`${gateway.url}${path}`, init);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await answer.text()).not.toMatch(/stack|\.ts\b|\.js\b|node_modules|SELECT|Unexpected|at \w+ \(/);
  });

  it('to TRACE, which would repeat a request with its cookies, is a refusal', async () => {
    const call = requestPlain(`${gateway.url}/trpc/session.me`, { method: 'TRACE', headers: { cookie }, agent: false });
    call.end();
    const [answer] = (await once(call, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of answer) text += String(chunk);
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(text).not.toContain('session_token');
  });
});

describe('too many', () => {
  it('calls of a person are refused with the seconds to wait, others are not', async () => {
    const limits = { ...callLimits, person: { burst: 5, perMinute: 1 } };
    await using gateway = await startTestApp({ config: { administrator }, callLimits: limits });
    const cookie = await signIn(gateway, administrator);
    const me = () => fetch(`${gateway.url}/trpc/session.me`, { headers: { cookie } });
    const statuses = [];
    for (let at = 0; at < 5; at += 1) statuses.push((await me()).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    const refused = await me();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(await refused.text()).toContain('"code":"too-many-requests"');
    expect((await fetch(`${gateway.url}/trpc/setup.state`)).status).toBe(200);
  });

  it('calls of a visitor are refused by network, and each call of a batch counts', async () => {
    const limits = { ...callLimits, visitor: { burst: 6, perMinute: 1 } };
    await using gateway = await startTestApp({ config: { administrator }, callLimits: limits });
    const batch = (calls: number, from: string) =>
      fetch(`${gateway.url}/trpc/${Array(calls).fill('setup.state').join(',')}?batch=1&input=%7B%7D`, {
        headers: { 'x-forwarded-for': from },
      });
    expect((await batch(6, '2001:db8::1')).status).toBe(200);
    const refused = await batch(2, '2001:db8::ffff');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).not.toBeNull();
    expect((await batch(6, '2001:db8:0:1::1')).status).toBe(200);
  });

  it('websockets without a session are refused before a session is looked up', async () => {
    await using gateway = await startTestApp({ config: { administrator } });
    const open = async () => {
      const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/trpc-ws`, {
        headers: { origin: gateway.origin, 'x-forwarded-for': '192.0.2.7' },
      });
      const [call, response] = (await once(socket, 'unexpected-response')) as [{ destroy(): void }, IncomingMessage];
      call.destroy();
      return response;
    };
    let refused = await open();
    let before = 0;
    // One more may come in each second: on a slow machine it takes a few more than sixty.
    for (; refused.statusCode === 401 && before < 200; before += 1) refused = await open();
    expect(before).toBeGreaterThanOrEqual(60);
    expect(refused.statusCode).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(1);
  });

  it('denials in a loop are a few entries, and one that says how many more there were', async () => {
    await using gateway = await startTestApp({ config: { administrator } });
    const cookie = await signIn(gateway, administrator);
    const tree = await createTree(gateway.base.db);
    const foreign = encodeURIComponent(JSON.stringify({ json: { organisationId: tree.betaOne.id } }));
    const calls = await Promise.all(
      Array.from({ length: 50 }, () =>
        fetch(`${gateway.url}/trpc/organisations.get?input=${foreign}`, { headers: { cookie } }),
      ),
    );
    expect(new Set(calls.map(({ status }) => status))).toEqual(new Set([404]));
    const denials = () =>
      gateway.base.sql<{ after: unknown }>(
        `SELECT after FROM audit_entries WHERE action = 'access.denied' ORDER BY seq`,
      );
    await waitUntil(async () => (await denials()).length === 10, { message: 'the first ten denials' });
    await gateway.app.stop();
    expect((await denials()).map(({ after }) => after)).toEqual([...Array(10).fill(null), { more: 40 }]);
  });
});
