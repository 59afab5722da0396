import { createHash } from 'node:crypto';
import { neverInTokens, type Permission } from '@switchroom/contracts';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import superjson from 'superjson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { AppRouter } from '../src/api/router';
import { isToken } from '../src/auth/token-format';
import { composeRooms } from '../src/compose';
import {
  createPerson,
  createTree,
  signIn,
  startTestApp,
  type TestApp,
  type TestPerson,
  type TestTree,
} from './factories/index';

const administrator = { email: 'anna@example.test', password: 'vier Worte und ein Bus' };
let gateway: TestApp;
let tree: TestTree;
let reseller: TestPerson;
let cookie: string;
beforeAll(async () => {
  gateway = await startTestApp({ rooms: composeRooms, config: { administrator } });
  tree = await createTree(gateway.base.db);
  reseller = await createPerson(gateway.base, tree.alpha, administrator, { name: 'Rita of Alpha' });
  cookie = await signIn(gateway, reseller);
});
afterAll(() => gateway.stop());

const api = (headers: Record<string, string>, url = gateway.url) =>
  createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: `${url}/trpc`, transformer: superjson, headers })] });
const bearer = (token: string) => api({ authorization: `Bearer ${token}` });
const make = (
  permissions: Permission[],
  { as = cookie, organisationId = tree.alpha.id, name = 'Nightly report', expiresInDays = 30 } = {},
) => api({ cookie: as }).tokens.create.mutate({ organisationId, name, permissions, expiresInDays });
const code = (value: string) => ({ data: { app: { code: value } } });

describe('making a token', () => {
  it('shows it once; what is kept is its SHA-256 and its beginning, and the audit log has neither', async () => {
    const { id, token, expiresAt } = await make(['pbxs:read', 'organisations:read']);
    expect(isToken(token)).toBe(true);
    expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(29.9 * 86_400_000);
    const [row] = await gateway.base.sql<Record<string, unknown>>('SELECT * FROM api_tokens WHERE id = $1', [id]);
    expect(row).toMatchObject({
      hash: createHash('sha256').update(token).digest('hex'),
      prefix: token.slice(0, 12),
      created_by: reseller.id,
      permissions: ['organisations:read', 'pbxs:read'],
    });
    expect(JSON.stringify(row)).not.toContain(token);
    const listed = await api({ cookie }).tokens.list.query({ organisationId: tree.alpha.id, q: 'nightly' });
    expect(listed.rows[0]).toMatchObject({
      id,
      prefix: token.slice(0, 12),
      state: 'active',
      createdBy: 'Rita of Alpha',
    });
    expect(JSON.stringify(listed)).not.toContain(String(row?.['hash']));
    const entries = await gateway.base.sql<{ action: string; after: unknown }>(
      `SELECT action, after FROM audit_entries WHERE target_kind = 'token' AND target_id = $1`,
      [id],
    );
    expect(entries).toMatchObject([
      { action: 'token.create', after: { permissions: ['organisations:read', 'pbxs:read'] } },
    ]);
    expect(JSON.stringify(entries)).not.toContain(token.slice(12));
  });

  it.each([...neverInTokens])('never gives it %s', async (permission) => {
    await expect(make(['pbxs:read', permission])).rejects.toMatchObject({
      data: { app: { code: 'invalid-input', fields: [{ path: 'permissions', rule: 'token-permission-not-held' }] } },
    });
  });

  it('gives no more than its maker holds there, and nothing without a permission or an expiry', async () => {
    const person = await createPerson(gateway.base, tree.alphaOne, administrator);
    const own = { as: await signIn(gateway, person), organisationId: tree.alphaOne.id };
    await expect(make(['branding:update'], own)).rejects.toMatchObject({
      data: { app: { fields: [{ path: 'permissions', rule: 'token-permission-not-held' }] } },
    });
    await expect(make(['pbxs:read'], own)).resolves.toMatchObject({ token: expect.any(String) });
    await expect(make([], own)).rejects.toMatchObject({
      data: { app: { fields: [{ path: 'permissions', rule: 'token-permissions-required' }] } },
    });
    for (const expiresInDays of [0, 366, 1.5]) {
      await expect(make(['pbxs:read'], { ...own, expiresInDays })).rejects.toMatchObject({
        data: { app: { fields: [{ path: 'expiresInDays', rule: 'token-days' }] } },
      });
    }
  });

  it('asks for a fresh proof of who is at the keyboard', async () => {
    const old = await signIn(gateway, reseller);
    await gateway.base.sql(
      `UPDATE auth.session SET "confirmedAt" = now() - interval '11 minutes' WHERE "userId" = $1`,
      [reseller.id],
    );
    await expect(make(['pbxs:read'], { as: old })).rejects.toMatchObject(code('step-up-required'));
    await gateway.base.sql(`UPDATE auth.session SET "confirmedAt" = now() WHERE "userId" = $1`, [reseller.id]);
  });
});

describe('a program with a token', () => {
  it('reaches its organisation and what is below, and nothing else', async () => {
    const { token } = await make(['organisations:read', 'pbxs:read'], { organisationId: tree.alphaOne.id });
    const program = bearer(token);
    await expect(program.organisations.get.query({ organisationId: tree.alphaOne.id })).resolves.toMatchObject({
      name: 'Alpha One',
      permissions: ['organisations:read', 'pbxs:read'],
      trail: [],
    });
    for (const foreign of [tree.alpha, tree.alphaTwo, tree.beta, tree.betaOne, tree.provider]) {
      await expect(program.pbxs.list.query({ organisationId: foreign.id })).rejects.toMatchObject(code('not-found'));
    }
    const hits = await program.organisations.search.query({});
    expect(hits.map(({ name }) => name)).toEqual(['Alpha One']);
  });

  it('does what it was given and is refused the rest, which is recorded under its name', async () => {
    const { id, token } = await make(['pbxs:read'], { name: 'Only reads' });
    const program = bearer(token);
    const organisationId = tree.alphaOne.id;
    await expect(program.pbxs.list.query({ organisationId })).resolves.toMatchObject({ rows: [] });
    const create = {
      direction: 'inbound' as const,
      targetOrganisationId: organisationId,
      name: 'P',
      appObjectName: 'a',
      domain: 'a.test',
    };
    await expect(program.pbxs.create.mutate({ organisationId, ...create })).rejects.toMatchObject(code('forbidden'));
    await expect(
      program.tokens.create.mutate({ organisationId, name: 'x', permissions: ['pbxs:read'], expiresInDays: 1 }),
    ).rejects.toMatchObject(code('forbidden'));
    const denied = await gateway.base.sql<{ actor_name: string; after: unknown }>(
      `SELECT actor_name, after FROM audit_entries WHERE actor_id = $1 AND result = 'denied' ORDER BY at`,
      [`token:${id}`],
    );
    expect(denied).toEqual([
      { actor_name: 'Only reads', after: { permission: 'pbxs:create' } },
      { actor_name: 'Only reads', after: { permission: 'tokens:manage' } },
    ]);
  });

  it('writes without a step-up, as itself', async () => {
    const { id, token } = await make(['pbxs:read', 'pbxs:create', 'pbxs:delete'], { name: 'Roll-out' });
    const organisationId = tree.alphaOne.id;
    await bearer(token).pbxs.create.mutate({
      organisationId,
      direction: 'inbound',
      targetOrganisationId: organisationId,
      name: 'Rolled out',
      appObjectName: 'switchroom',
      domain: 'rolled-out.test',
    });
    const [entry] = await gateway.base.sql<{ actor_id: string; actor_name: string }>(
      `SELECT actor_id, actor_name FROM audit_entries WHERE action = 'pbx.create'`,
    );
    expect(entry).toEqual({ actor_id: `token:${id}`, actor_name: 'Roll-out' });
  });

  it('is told who it is, and nothing about who made it', async () => {
    const { id, token } = await make(['pbxs:read'], { organisationId: tree.alphaOne.id, name: 'Who am I' });
    const me = await bearer(token).session.me.query();
    expect(me).toMatchObject({
      user: { id: `token:${id}`, name: 'Who am I', email: '' },
      home: { name: 'Alpha One' },
      memberships: [],
    });
    expect(JSON.stringify(me)).not.toContain(reseller.email);
  });

  it('can do less as soon as its maker can', async () => {
    const person = await createPerson(gateway.base, tree.alphaTwo, administrator);
    const organisationId = tree.alphaTwo.id;
    const { token } = await make(['pbxs:read', 'audit:read'], { as: await signIn(gateway, person), organisationId });
    const program = bearer(token);
    const audit = () => program.auditTrail.list.query({ organisationId, limit: 1 });
    await expect(audit()).resolves.toMatchObject({ rows: [{}] });
    await gateway.base.sql(`UPDATE members SET role = 'operator' WHERE user_id = $1`, [person.id]);
    await expect(audit()).rejects.toMatchObject(code('forbidden'));
    await expect(program.pbxs.list.query({ organisationId })).resolves.toMatchObject({ rows: [] });
    await gateway.base.sql('DELETE FROM members WHERE user_id = $1', [person.id]);
    await expect(program.pbxs.list.query({ organisationId })).rejects.toMatchObject(code('not-found'));
    await expect(program.session.me.query()).rejects.toMatchObject(code('signed-out'));
    await expect(program.organisations.search.query({})).resolves.toEqual([]);
  });

  it('is noted at most once a minute, with its address', async () => {
    const { id, token } = await make(['pbxs:read']);
    const used = async () => {
      const [row] = await gateway.base.sql<{ last_used_at: Date | null; last_used_address: string | null }>(
        'SELECT last_used_at, last_used_address FROM api_tokens WHERE id = $1',
        [id],
      );
      return row;
    };
    const from = (address: string) =>
      api({ authorization: `Bearer ${token}`, 'x-forwarded-for': address }).session.me.query();
    expect(await used()).toEqual({ last_used_at: null, last_used_address: null });
    await from('198.51.100.7');
    const first = await used();
    expect(first?.last_used_address).toBe('198.51.100.7');
    await from('198.51.100.8');
    expect(await used()).toEqual(first);
    await gateway.base.sql(`UPDATE api_tokens SET last_used_at = now() - interval '61 seconds' WHERE id = $1`, [id]);
    await from('198.51.100.8');
    expect((await used())?.last_used_address).toBe('198.51.100.8');
  });
});

describe('what is no valid token', () => {
  it('is refused alike: unknown, wrong, empty, expired, revoked; and at once', async () => {
    const live = await make(['pbxs:read']);
    const expired = await make(['pbxs:read']);
    await expect(bearer(live.token).session.me.query()).resolves.toBeDefined();
    await gateway.base.sql('UPDATE api_tokens SET expires_at = now() WHERE id = $1', [expired.id]);
    await api({ cookie }).tokens.revoke.mutate({ organisationId: tree.alpha.id, tokenId: live.id });
    const answers = await Promise.all(
      [live.token, expired.token, `${live.token.slice(0, -1)}!`, 'swt_', '', 'x'.repeat(5000)].map(async (token) => {
        const answer = await fetch(`${gateway.url}/trpc/session.me`, { headers: { authorization: `Bearer ${token}` } });
        return [answer.status, (await answer.text()).replace(/"requestId":"[^"]*"/, '')];
      }),
    );
    expect(answers[0]?.[0]).toBe(401);
    expect(answers[0]?.[1]).toContain('"code":"signed-out"');
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    // Whoever still has one that counts no more is seen by the organisation; guesses belong to none.
    const denials = await gateway.base.sql(
      `SELECT organisation_id, actor_id, after FROM audit_entries WHERE action = 'access.denied' AND target_kind = 'token'`,
    );
    expect(denials).toHaveLength(2);
    for (const [{ id }, why] of [[live, 'token-revoked'] as const, [expired, 'token-expired'] as const]) {
      expect(denials).toContainEqual({ organisation_id: tree.alpha.id, actor_id: `token:${id}`, after: { why } });
    }
  });

  it('does not fall back to a cookie, and no bearer is given one', async () => {
    const { token } = await make(['pbxs:read'], { name: 'With a cookie' });
    const ask = (headers: Record<string, string>) => fetch(`${gateway.url}/trpc/session.me`, { headers });
    // Due for renewal: with the cookie alone it would be renewed.
    await gateway.base.sql(
      `UPDATE auth.session SET "updatedAt" = now() - interval '1 day', "expiresAt" = now() + interval '1 hour'`,
    );
    const bad = await ask({ cookie, authorization: 'Bearer nonsense' });
    expect(bad.status).toBe(401);
    expect(bad.headers.getSetCookie()).toEqual([]);
    const good = await ask({ cookie, authorization: `Bearer ${token}` });
    expect(await good.text()).toContain('With a cookie');
    expect(good.headers.getSetCookie()).toEqual([]);
    const person = await ask({ cookie, authorization: 'Basic dXNlcjpwd2Q=' });
    expect(await person.text()).toContain(reseller.email);
  });

  it('opens no stream: neither a websocket, nor events over HTTP', async () => {
    const { token } = await make(['pbxs:read', 'organisations:read']);
    const headers = { authorization: `Bearer ${token}` };
    const status = await new Promise<number>((resolve, reject) => {
      const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/trpc-ws`, { headers });
      socket.on('unexpected-response', (request, response) => {
        request.destroy();
        resolve(response.statusCode ?? 0);
      });
      socket.on('error', reject);
      socket.on('open', () => resolve(101));
    });
    expect(status).toBe(401);
    const input = encodeURIComponent(JSON.stringify({ json: { organisationId: tree.alpha.id } }));
    const events = await fetch(`${gateway.url}/trpc/pbxs.watch?input=${input}`, {
      headers: { ...headers, accept: 'text/event-stream' },
    });
    expect(await events.text()).not.toContain('counts');
  });

  it('is nothing outside of the procedures', async () => {
    const { token } = await make(['pbxs:read']);
    const headers = { authorization: `Bearer ${token}` };
    expect(await (await fetch(`${gateway.url}/auth/get-session`, { headers })).json()).toBeNull();
  });
});

describe('revoking', () => {
  it('is for who manages tokens there; a foreign token does not exist', async () => {
    const { id } = await make(['pbxs:read'], { organisationId: tree.alphaOne.id });
    const foreign = await createPerson(gateway.base, tree.betaOne, administrator);
    const sibling = await createPerson(gateway.base, tree.alphaTwo, administrator);
    const auditor = await createPerson(gateway.base, tree.alphaOne, administrator, { role: 'auditor' });
    const revoke = async (person: TestPerson, organisationId: string) =>
      await api({ cookie: await signIn(gateway, person) }).tokens.revoke.mutate({ organisationId, tokenId: id });
    await expect(revoke(foreign, tree.betaOne.id)).rejects.toMatchObject(code('not-found'));
    await expect(revoke(sibling, tree.alphaTwo.id)).rejects.toMatchObject(code('not-found'));
    await expect(revoke(sibling, tree.alphaOne.id)).rejects.toMatchObject(code('not-found'));
    await expect(revoke(auditor, tree.alphaOne.id)).rejects.toMatchObject(code('forbidden'));
    const [row] = await gateway.base.sql<{ revoked_at: Date | null }>(
      'SELECT revoked_at FROM api_tokens WHERE id = $1',
      [id],
    );
    expect(row?.revoked_at).toBeNull();
    await api({ cookie }).tokens.revoke.mutate({ organisationId: tree.alpha.id, tokenId: id });
    await api({ cookie }).tokens.revoke.mutate({ organisationId: tree.alpha.id, tokenId: id });
    const entries = await gateway.base.sql<{ organisation_id: string }>(
      `SELECT organisation_id FROM audit_entries WHERE action = 'token.revoke' AND target_id = $1`,
      [id],
    );
    expect(entries).toEqual([{ organisation_id: tree.alphaOne.id }]);
  });
});

describe('limits', () => {
  it('hold per token, say how long to wait, and count each call of a batch', async () => {
    const tokenLimits = { calls: { burst: 3, perMinute: 1 }, failures: { failures: 100, windowMs: 60_000 } };
    await using own = await startTestApp({ config: { administrator }, tokenLimits });
    const session = await signIn(own, administrator);
    const [organisation] = await own.base.sql<{ id: string }>('SELECT id FROM organisations');
    const organisationId = organisation?.id ?? '';
    const create = (name: string) =>
      api({ cookie: session }, own.url).tokens.create.mutate({
        organisationId,
        name,
        permissions: ['pbxs:read'],
        expiresInDays: 1,
      });
    const [one, two] = [await create('one'), await create('two')];
    const ask = (token: string, path: string) =>
      fetch(`${own.url}/trpc/${path}`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask(one.token, 'session.me,session.me,session.me?batch=1&input=%7B%7D')).status).toBe(200);
    const refused = await ask(one.token, 'session.me');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.text()).toContain('"code":"too-many-requests"');
    expect((await ask(two.token, 'session.me')).status).toBe(200);
  });

  it('hold for bad tokens from one address, and not from another', async () => {
    const tokenLimits = { calls: { burst: 100, perMinute: 100 }, failures: { failures: 2, windowMs: 60_000 } };
    await using own = await startTestApp({ config: { administrator }, tokenLimits });
    const from = async (address: string) =>
      await fetch(`${own.url}/trpc/session.me`, {
        headers: { authorization: 'Bearer swt_guess', 'x-forwarded-for': address },
      });
    expect((await from('198.51.100.1')).status).toBe(401);
    expect((await from('198.51.100.1')).status).toBe(401);
    const refused = await from('198.51.100.1');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await from('198.51.100.2')).status).toBe(401);
    for (const [host, status] of [[1, 401] as const, [2, 401] as const, [3, 429] as const]) {
      expect((await from(`2001:db8:7:1::${host}`)).status).toBe(status);
    }
  });
});
