import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type OidcFault, OidcProvider, signInAtProvider } from './index';
import { claimsOf } from './keys';

const redirectUri = 'http://portal.test/callback';
let provider: OidcProvider;
beforeAll(async () => {
  provider = await OidcProvider.start({
    clients: [{ id: 'switchroom', secret: 'client-secret', redirectUris: [redirectUri] }],
    accounts: [
      {
        id: 'ada',
        name: 'Ada',
        email: 'ada@example.test',
        emailVerified: true,
        groups: ['Admins'],
        amr: ['pwd', 'otp'],
      },
    ],
  });
});
afterAll(async () => {
  await provider[Symbol.asyncDispose]();
});

async function discovery(): Promise<Record<string, unknown>> {
  const answer = await fetch(`${provider.issuer}/.well-known/openid-configuration`);
  return (await answer.json()) as Record<string, unknown>;
}

/** A whole sign-in by hand; returns the claims of the ID token. */
async function signIn(account: string, jar?: Map<string, string>, extra: Record<string, string> = {}) {
  const verifier = randomBytes(32).toString('base64url');
  const { authorization_endpoint } = await discovery();
  const url = new URL(String(authorization_endpoint));
  url.search = new URLSearchParams({
    client_id: 'switchroom',
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid email profile',
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...extra,
  }).toString();
  const back = await signInAtProvider(url, account, jar);
  const answer = await fetch(`${provider.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('switchroom:client-secret').toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  });
  const tokens = (await answer.json()) as { id_token: string };
  return { back, status: answer.status, claims: claimsOf(tokens.id_token), token: tokens.id_token };
}

describe('the test provider', () => {
  it('signs a person in through its pages and says who they are, without a word on the console', async () => {
    const spoken = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'info')];
    const { back, claims } = await signIn('ada');
    expect(back.searchParams.get('state')).toBe('state-1');
    expect(claims).toMatchObject({
      iss: provider.issuer,
      sub: 'ada',
      aud: 'switchroom',
      nonce: 'nonce-1',
      email: 'ada@example.test',
      email_verified: true,
      groups: ['Admins'],
      amr: ['pwd', 'otp'],
    });
    for (const each of spoken) expect(each).not.toHaveBeenCalled();
  });

  it('remembers who is signed in, asks again when told to, and then says when', async () => {
    const jar = new Map<string, string>();
    await signIn('ada', jar);
    const before = provider.requests.length;
    await signIn('ada', jar);
    expect(provider.requests.slice(before).some((request) => request.includes('/interaction/'))).toBe(false);
    const { claims } = await signIn('ada', jar, { prompt: 'login', max_age: '0' });
    expect(provider.requests.at(-3)).toContain('/interaction/');
    expect(claims['auth_time']).toBeGreaterThan(Date.now() / 1000 - 60);
  });

  it('gives the claims that an account has now', async () => {
    provider.setAccount({ id: 'ben', email: 'ben@example.test', emailVerified: false, groups: 'Helpers' });
    expect((await signIn('ben')).claims).toMatchObject({ email_verified: false, groups: 'Helpers' });
  });

  it.each<[OidcFault, Record<string, unknown>]>([
    ['expired', { exp: expect.toSatisfy((exp: number) => exp < Date.now() / 1000) }],
    ['wrong-audience', { aud: 'another-client' }],
    ['wrong-nonce', { nonce: 'another-nonce' }],
    ['wrong-issuer', { iss: 'https://another-provider.example' }],
  ])('does wrong what it is told to: %s', async (fault, claims) => {
    provider.fault = fault;
    const answer = await signIn('ada');
    provider.fault = undefined;
    expect(answer.claims).toMatchObject(claims);
  });

  it('signs with a key that it does not publish', async () => {
    const honest = await signIn('ada');
    provider.fault = 'wrong-key';
    const forged = await signIn('ada');
    provider.fault = undefined;
    expect(forged.token.split('.')[0]).toBe(honest.token.split('.')[0]);
    expect(forged.claims).toMatchObject({ sub: 'ada', iss: provider.issuer });
  });

  it('sends somebody back who changed their mind', async () => {
    const { authorization_endpoint } = await discovery();
    const url = `${String(authorization_endpoint)}?${new URLSearchParams({
      client_id: 'switchroom',
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid',
      code_challenge: createHash('sha256').update('x'.repeat(43)).digest('base64url'),
      code_challenge_method: 'S256',
    }).toString()}`;
    expect((await signInAtProvider(url, undefined)).searchParams.get('error')).toBe('access_denied');
  });
});

it('a program gets a token for its id and secret, and none for another secret', async () => {
  await using own = await OidcProvider.start({
    clients: [{ id: 'program', secret: 'its-secret', redirectUris: [], machine: true }],
    scopes: ['https://api.example/.default'],
  });
  const ask = async (secret: string) => {
    const answer = await fetch(`${own.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'program',
        client_secret: secret,
        scope: 'https://api.example/.default',
      }),
    });
    return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) };
  };
  expect(await ask('its-secret')).toMatchObject({
    status: 200,
    token_type: 'Bearer',
    expires_in: 600,
    scope: 'https://api.example/.default',
  });
  expect(await ask('another')).toMatchObject({ status: 401, error: 'invalid_client' });
});
