import { randomUUID } from 'node:crypto';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { type OidcFault, signInAtProvider } from '@switchroom/testkit/oidc';
import superjson from 'superjson';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AppRouter } from '../../src/api/router';
import { tenantOf } from '../factories/index';
import { companyWorld, createSsoWorld } from './world';

const { world, providerId } = companyWorld();
afterEach(() => {
  world.idp.fault = undefined;
});

/** A new person of the provider. */
function person(groups: string | string[] | undefined, changes: object = {}): string {
  const id = `p${randomUUID().slice(0, 8)}`;
  world.idp.setAccount({
    id,
    name: `Person ${id}`,
    email: `${id}@one.test`,
    emailVerified: true,
    ...(groups === undefined ? {} : { groups }),
    ...changes,
  });
  return id;
}

const refusals = async () => (await world.audited('session.sign-in')).filter(({ result }) => result === 'failed');

describe('single sign-on', () => {
  it('lets somebody in for the first time with the role of their group, and records it all', async () => {
    const id = person(['Staff', 'Operators']);
    const arrival = await world.travel(providerId, id, { next: `/o/${world.tree.alphaOne.id}/pbxs?q=1` });
    expect(arrival).toMatchObject({ status: 303, location: `/o/${world.tree.alphaOne.id}/pbxs?q=1` });
    const api = createTRPCClient<AppRouter>({
      links: [
        httpBatchLink({
          url: `${world.gateway.url}/trpc`,
          transformer: superjson,
          headers: { cookie: arrival.cookie },
        }),
      ],
    });
    const me = await api.session.me.query();
    expect(me).toMatchObject({
      user: { email: `${id}@one.test`, name: `Person ${id}` },
      memberships: [{ role: 'operator', organisation: { name: 'Alpha One' } }],
      secondFactor: { used: false },
    });
    expect((await world.audited('member.add')).at(-1)).toMatchObject({
      organisation_id: world.tree.alphaOne.id,
      actor_id: me.user.id,
      target_name: `${id}@one.test`,
      after: { role: 'operator', through: { id: providerId } },
    });
    expect((await world.audited('identity.link')).at(-1)).toMatchObject({ target_name: `${id}@one.test` });
    expect((await world.audited('session.sign-in')).at(-1)).toMatchObject({
      result: 'allowed',
      after: { authMethod: 'oidc', secondFactor: false },
    });
  });

  it('asks with PKCE, state and nonce, and for nothing but who somebody is', async () => {
    const left = await fetch(`${world.gateway.url}/auth/oidc/start?provider=${providerId}`, { redirect: 'manual' });
    const url = new URL(left.headers.get('location') ?? '');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: `client-${providerId}`,
      redirect_uri: `${world.gateway.origin}/api/auth/oidc/callback/${providerId}`,
      response_type: 'code',
      scope: 'openid email profile',
      state: expect.stringMatching(/^[\w-]{40,}$/),
      nonce: expect.stringMatching(/^[\w-]{40,}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      max_age: '604800',
    });
    const [cookie] = left.headers.getSetCookie();
    expect(cookie).toMatch(/; Path=\/api\/auth\/oidc; HttpOnly; SameSite=Lax/);
    expect(cookie).not.toContain(url.searchParams.get('nonce'));
    expect(left.headers.get('cache-control')).toBe('no-store');
  });

  it('signs the same person in again by what the provider calls them, whatever their address is by then', async () => {
    const id = person('Operators');
    await world.travel(providerId, id);
    world.idp.setAccount({ id, email: `married-${id}@one.test`, emailVerified: true, groups: 'Operators' });
    expect((await world.travel(providerId, id)).location).toBe('/');
    expect(await world.rolesOf(`${id}@one.test`)).toHaveLength(1);
    expect(await world.rolesOf(`married-${id}@one.test`)).toEqual([]);
  });

  it('does not begin from a page of another site, which would choose who one is', async () => {
    const from = (site: string, way = `start?provider=${providerId}&next=/o/x`) =>
      fetch(`${world.gateway.url}/auth/oidc/${way}`, { redirect: 'manual', headers: { 'sec-fetch-site': site } });
    for (const site of ['cross-site', 'same-site']) {
      const answer = await from(site);
      expect(answer.headers.get('location')).toBe('/sign-in?next=%2Fo%2Fx');
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect((await from(site, 'step-up?next=/o/x')).headers.get('location')).toBe('/o/x');
    }
    for (const site of ['same-origin', 'none']) {
      expect((await from(site)).headers.get('location')).toMatch(new RegExp(`^${world.idp.issuer}/auth`));
    }
  });

  it('leads only to pages of the portal', async () => {
    const id = person('Operators');
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', '/a\nb']) {
      expect((await world.travel(providerId, id, { next })).location).toBe('/');
    }
  });

  it('counts as a second factor only where the provider is said to, and not when a password was all there was', async () => {
    const strict = await world.provider(world.tree.alphaTwo, {
      countsAsSecondFactor: true,
      emailDomains: ['two.test'],
    });
    const proofOf = async (amr: string[] | undefined) => {
      const id = person('Operators', amr === undefined ? {} : { amr });
      world.idp.setAccount({ ...world.idp.accounts.get(id), id, email: `${id}@two.test` });
      await world.travel(strict, id);
      return (await world.audited('session.sign-in')).at(-1)?.after;
    };
    expect(await proofOf(undefined)).toMatchObject({ secondFactor: true });
    expect(await proofOf(['pwd', 'otp', 'mfa'])).toMatchObject({ secondFactor: true });
    expect(await proofOf(['pwd'])).toMatchObject({ secondFactor: false });
  });
});

describe('what a provider can do wrong', () => {
  it.each<[OidcFault, string, unknown]>([
    ['wrong-key', 'sso-invalid', { detail: 'OAUTH_INVALID_RESPONSE' }],
    ['unsigned', 'sso-invalid', {}],
    ['expired', 'sso-invalid', { detail: 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED' }],
    ['wrong-audience', 'sso-invalid', { detail: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' }],
    ['wrong-nonce', 'sso-invalid', { detail: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' }],
    ['wrong-issuer', 'sso-invalid', { detail: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' }],
    ['token-error', 'sso-unavailable', {}],
    ['token-slow', 'sso-unavailable', {}],
    ['token-large', 'sso-unavailable', { detail: 'too-large' }],
  ])('%s: nobody is let in, the sign-in page says why, and it is recorded', async (fault, problem, after) => {
    const id = person('Operators');
    const before = (await refusals()).length;
    world.idp.fault = fault;
    const arrival = await world.travel(providerId, id, { next: '/o/x' });
    expect(arrival).toMatchObject({ status: 303, cookie: '', location: `/sign-in?error=${problem}&next=%2Fo%2Fx` });
    expect(await world.rolesOf(`${id}@one.test`)).toEqual([]);
    const entries = await refusals();
    expect(entries).toHaveLength(before + 1);
    expect(entries.at(-1)).toMatchObject({
      organisation_id: world.tree.alphaOne.id,
      after: { problem, ...Object(after) },
    });
    // Nothing that the provider wrote is repeated anywhere.
    expect(JSON.stringify(entries)).not.toContain('script');
  });

  it.each<OidcFault>([
    'discovery-slow',
    'discovery-error',
    'discovery-redirect',
    'discovery-issuer',
    'discovery-without-token',
  ])('%s: nobody is sent there', async (fault) => {
    const fresh = await world.provider(world.tree.alphaOne);
    world.idp.fault = fault;
    expect((await world.travel(fresh, 'anybody')).location).toBe('/sign-in?error=sso-unavailable');
    world.idp.fault = undefined;
    // What failed is not remembered.
    expect((await world.travel(fresh, undefined)).location).toBe('/sign-in?error=sso-cancelled');
  });

  it('somebody who changes their mind there comes back to the sign-in page', async () => {
    const arrival = await world.travel(providerId, undefined);
    expect(arrival.location).toBe('/sign-in?error=sso-cancelled');
    expect((await refusals()).at(-1)?.after).toEqual({ problem: 'sso-cancelled', detail: 'access_denied' });
  });

  it('an error that the provider makes up is not repeated', async () => {
    const arrival = await world.travel(providerId, undefined, {
      onTheWay: (back) => {
        back.searchParams.set('error', '"><script>alert(1)</script>');
        back.searchParams.set('error_description', '<script>');
        return back;
      },
    });
    expect(arrival.location).toBe('/sign-in?error=sso-refused');
    expect((await refusals()).at(-1)?.after).toEqual({ problem: 'sso-refused' });
  });
});

describe('a server that answers with what is no answer', () => {
  let server: Server;
  let line: string;
  let issuer: string;
  beforeAll(async () => {
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(`HTTP/1.1 ${line}\r\nContent-Length: 2\r\n\r\n{}`));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it.each([
    ['600 X', { code: 'status', detail: '600' }],
    ['999 X', { code: 'status', detail: '999' }],
    ['101 X\r\nConnection: upgrade\r\nUpgrade: websocket', { code: 'connection', detail: 'ERR_ANSWER_UNUSABLE' }],
    ['200 OK\r\nX-One: a\u0001b', { code: 'connection', detail: 'HPE_INVALID_HEADER_TOKEN' }],
  ])('stops nobody: %j', async (given, problem) => {
    line = given;
    const { identityProviders } = world.gateway.app.services;
    expect(await identityProviders.test(tenantOf(world.tree.alphaOne), issuer)).toEqual({
      problems: [problem],
      found: undefined,
    });
    const provider = await world.provider(world.tree.alphaOne, { issuer });
    expect((await world.travel(provider, 'anybody')).location).toBe('/sign-in?error=sso-unavailable');
    expect((await fetch(`${world.gateway.url}/healthz`)).status).toBe(200);
  });
});

describe('one address', () => {
  it('may leave and come back only so often', async () => {
    await using own = await createSsoWorld([], { burst: 4, perMinute: 1 });
    const provider = await own.provider(own.tree.alphaOne);
    const trips = [];
    for (let index = 0; index < 3; index += 1) trips.push((await own.travel(provider, undefined)).location);
    expect(trips).toEqual([
      '/sign-in?error=sso-cancelled',
      '/sign-in?error=sso-cancelled',
      '/sign-in?error=sso-throttled',
    ]);
  });
});

describe('one IPv6 network', () => {
  it('counts as one address', async () => {
    await using own = await createSsoWorld([], { burst: 2, perMinute: 1 });
    const provider = await own.provider(own.tree.alphaOne);
    const leave = async (address: string) => {
      const answer = await fetch(`${own.gateway.url}/auth/oidc/start?provider=${provider}`, {
        redirect: 'manual',
        headers: { 'x-forwarded-for': address, host: new URL(own.gateway.origin).host },
      });
      return answer.headers.get('location')?.startsWith(own.idp.issuer) === true;
    };
    const left = [];
    for (const host of [1, 2, 3]) left.push(await leave(`2001:db8:7:1::${host}`));
    expect(left).toEqual([true, true, false]);
    expect(await leave('2001:db8:7:2::1')).toBe(true);
  });
});

describe('a return that belongs to no departure', () => {
  it.each<[string, (back: URL) => URL]>([
    ['another state', (back) => (back.searchParams.set('state', 'x'.repeat(43)), back)],
    ['no state', (back) => (back.searchParams.delete('state'), back)],
  ])('is refused: %s', async (_what, onTheWay) => {
    const arrival = await world.travel(providerId, person('Operators'), { onTheWay });
    expect(arrival).toMatchObject({ location: '/sign-in?error=sso-expired', cookie: '' });
  });

  it('is refused in another browser, and for another provider than the one it left for', async () => {
    const id = person('Operators');
    const { back } = await world.travel(providerId, id);
    const stranger = await fetch(
      `${world.gateway.url}${back?.pathname.replace('/api', '') ?? ''}${back?.search ?? ''}`,
      {
        redirect: 'manual',
      },
    );
    expect(stranger.headers.get('location')).toBe('/sign-in?error=sso-expired');
    const other = await world.provider(world.tree.betaOne);
    const crossed = await world.travel(providerId, id, {
      onTheWay: (url) => new URL(url.href.replace(providerId, other)),
    });
    expect(crossed).toMatchObject({ location: '/sign-in?error=sso-expired', cookie: '' });
  });

  it('is begun under the public name of the portal, not under a branded one', async () => {
    const left = await fetch(`${world.gateway.url}/auth/oidc/start?provider=${providerId}&next=/o/1`, {
      redirect: 'manual',
      headers: { 'x-forwarded-host': 'phones.acme.test' },
    });
    expect(left.headers.get('location')).toBe(`${world.gateway.origin}/sign-in?next=%2Fo%2F1`);
    expect(left.headers.getSetCookie()).toEqual([]);
  });

  it('is refused with a code that was used already', async () => {
    const id = person('Operators');
    const left = await fetch(`${world.gateway.url}/auth/oidc/start?provider=${providerId}`, { redirect: 'manual' });
    const cookie = left.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
    const back = await signInAtProvider(left.headers.get('location') ?? '', id);
    const follow = () =>
      fetch(`${world.gateway.url}${back.pathname.replace('/api', '')}${back.search}`, {
        redirect: 'manual',
        headers: { cookie },
      });
    expect((await follow()).headers.get('location')).toBe('/');
    expect((await follow()).headers.get('location')).toBe('/sign-in?error=sso-expired');
  });

  it('is refused for a provider that does not exist, is switched off, or whose organisation is archived', async () => {
    const unknown = '/sign-in?error=sso-unknown';
    expect((await world.travel(randomUUID(), 'x')).location).toBe(unknown);
    expect((await world.travel('not-an-id', 'x')).location).toBe(unknown);
    expect((await world.travel(await world.provider(world.tree.alphaOne, { enabled: false }), 'x')).location).toBe(
      unknown,
    );
    const archived = await world.provider(world.tree.betaOne);
    await world.gateway.base.sql('UPDATE organisations SET archived_at = now() WHERE id = $1', [world.tree.beta.id]);
    expect((await world.travel(archived, 'x')).location).toBe(unknown);
    await world.gateway.base.sql('UPDATE organisations SET archived_at = NULL WHERE id = $1', [world.tree.beta.id]);
  });
});
