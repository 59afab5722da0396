import { settingsFileMaxBytes } from '@switchroom/contracts';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import superjson from 'superjson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppRouter } from '../src/api/router';
import { signIn, startTestApp, type TestApp } from './factories/index';

const administrator = { email: 'anna@example.test', password: 'vier Worte und ein Bus' };
let gateway: TestApp;
let cookie: string;
beforeAll(async () => {
  gateway = await startTestApp({ config: { administrator, metricsToken: 'm3trics' } });
  cookie = await signIn(gateway, administrator);
});
afterAll(() => gateway.stop());

const client = (headers: Record<string, string> = {}) =>
  createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${gateway.url}/trpc`, transformer: superjson, headers })],
  });

describe('the API over HTTP', () => {
  it('answers who is signed in, several calls at once', async () => {
    const api = client({ cookie });
    const [me, hits, state] = await Promise.all([
      api.session.me.query(),
      api.organisations.search.query({}),
      api.setup.state.query(),
    ]);
    expect(me).toMatchObject({
      user: { email: administrator.email },
      home: { kind: 'provider', name: 'Provider' },
      memberships: [{ role: 'provider-administrator', customName: null, organisation: { kind: 'provider' } }],
      secondFactor: { used: false, required: false },
      impersonation: null,
      demo: false,
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    });
    expect(hits).toHaveLength(1);
    expect(state).toEqual({ needsSetup: false });
  });

  it('gives every error as a code with the request id that is in the header too', async () => {
    const answer = await fetch(`${gateway.url}/trpc/session.me`, { headers: { 'x-request-id': 'mine' } });
    expect(answer.status).toBe(401);
    const body = (await answer.json()) as {
      error: { json: { message: string; data: { app: { requestId: string } } } };
    };
    expect(body.error.json).toMatchObject({ message: 'signed-out', data: { app: { code: 'signed-out' } } });
    expect(body.error.json.data.app.requestId).toBe(answer.headers.get('x-request-id'));
    expect(body.error.json.data.app.requestId).not.toBe('mine');
    expect(JSON.stringify(body)).not.toMatch(/stack|\.ts:/);
  });

  it('names wrong fields', async () => {
    const answer = client({ cookie }).auditTrail.list.query({ organisationId: 'x', limit: 5 });
    await expect(answer).rejects.toMatchObject({
      data: { app: { code: 'invalid-input', fields: [{ path: 'organisationId' }] } },
    });
  });

  it('refuses a change from a page of another origin, and any change by GET', async () => {
    const post = (headers: Record<string, string>) =>
      fetch(`${gateway.url}/trpc/setup.createFirstAdministrator`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie, ...headers },
        body: '{"json":{}}',
      });
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await post({ origin: gateway.origin })).status).toBe(400);
    const get = await fetch(`${gateway.url}/trpc/setup.createFirstAdministrator?input=%7B%7D`, { headers: { cookie } });
    expect(get.status).toBe(405);
  });

  it('refuses bodies, batches and paths beyond their bounds', async () => {
    const sized = async (bytes: number) =>
      await fetch(`${gateway.url}/trpc/session.me`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: `"${'x'.repeat(bytes)}"`,
      });
    expect((await sized(2 * settingsFileMaxBytes)).status).toBe(413);
    // The largest file of settings gets through: here only to a procedure that is no mutation.
    expect((await sized(Math.round(1.9 * settingsFileMaxBytes))).status).toBe(405);
    const many = Array.from({ length: 30 }, () => 'setup.state').join(',');
    const batch = await fetch(`${gateway.url}/trpc/${many}?batch=1&input=%7B%7D`);
    expect(batch.status).toBe(400);
    expect((await fetch(`${gateway.url}/nothing`)).status).toBe(404);
  });

  it('is healthy, ready, and measures itself for whoever has the token', async () => {
    expect(await (await fetch(`${gateway.url}/healthz`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${gateway.url}/readyz`)).json()).toEqual({ ready: true });
    expect((await fetch(`${gateway.url}/metrics`)).status).toBe(403);
    const metrics = await fetch(`${gateway.url}/metrics`, { headers: { authorization: 'Bearer m3trics' } });
    const text = await metrics.text();
    expect(text).toMatch(/switchroom_links\{kind="offline"\} 2/);
    expect(text).toMatch(/switchroom_operations_total\{state="verified"\} 3/);
    expect(text).toMatch(/switchroom_trpc_call_seconds_count\{path="session\.me",type="query",outcome="ok"\} \d/);
    expect(text).toMatch(
      /switchroom_trpc_call_seconds_count\{path="session\.me",type="query",outcome="signed-out"\} \d/,
    );
    expect(text).toMatch(/process_cpu_seconds_total/);
  });
});

describe('the first run', () => {
  const input = {
    organisationName: 'Nordlicht',
    name: 'Anna',
    email: 'Anna@Example.test',
    password: 'vier Worte und ein Bus',
  };

  it('makes one administrator when two browsers send the form at once', async () => {
    await using own = await startTestApp();
    const api = createTRPCClient<AppRouter>({
      links: [httpBatchLink({ url: `${own.url}/trpc`, transformer: superjson, maxItems: 1 })],
    });
    expect(await api.setup.state.query()).toEqual({ needsSetup: true });
    const results = await Promise.allSettled([
      api.setup.createFirstAdministrator.mutate(input),
      api.setup.createFirstAdministrator.mutate({ ...input, email: 'berta@example.test' }),
    ]);
    const failures = results.filter((result) => result.status === 'rejected');
    expect(failures).toHaveLength(1);
    expect(failures[0]?.reason).toMatchObject({ data: { app: { code: 'setup-done' } } });
    expect(await api.setup.state.query()).toEqual({ needsSetup: false });
    const members = await own.base.sql<{ email: string }>('SELECT email FROM members');
    expect(members).toHaveLength(1);
    expect(await own.base.sql('SELECT id FROM auth."user"')).toHaveLength(1);
    expect(await own.base.sql('SELECT id FROM organisations')).toHaveLength(1);
    await signIn(own, { email: members[0]?.email ?? '', password: input.password });
    const [entry] = await own.base.sql<{ action: string; after: unknown }>('SELECT action, after FROM audit_entries');
    expect(entry).toMatchObject({ action: 'setup.first-administrator', after: { password: 'changed' } });
  });

  it('refuses a well-known password at its field', async () => {
    await using own = await startTestApp();
    const api = createTRPCClient<AppRouter>({
      links: [httpBatchLink({ url: `${own.url}/trpc`, transformer: superjson })],
    });
    const weak = (password: string) => api.setup.createFirstAdministrator.mutate({ ...input, password });
    await expect(weak('Password1234')).rejects.toMatchObject({
      data: { app: { fields: [{ path: 'password', rule: 'password-common' }] } },
    });
    await expect(weak('short')).rejects.toMatchObject({
      data: { app: { fields: [{ path: 'password', rule: 'password-too-short' }] } },
    });
    expect(await api.setup.state.query()).toEqual({ needsSetup: true });
  });
});
