import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { type OidcFault, OidcProvider } from '@switchroom/testkit/oidc';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAddressGuard } from '../../net/address-policy';
import { discover, examine } from './discovery';

const limits = { deadlineMs: 500, maxBytes: 64 * 1024 };
const open = { guard: createAddressGuard('issuer', ['loopback']), limits };
const closed = { guard: createAddressGuard('issuer', []), limits };
let idp: OidcProvider;
beforeAll(async () => {
  idp = await OidcProvider.start();
});
afterAll(() => idp[Symbol.asyncDispose]());
afterEach(() => {
  idp.fault = undefined;
});

describe('looking at a provider', () => {
  it('shows what it says of itself', async () => {
    expect(await examine(idp.issuer, open)).toEqual({
      problems: [],
      found: {
        issuer: idp.issuer,
        authorizationEndpoint: `${idp.issuer}/auth`,
        tokenEndpoint: `${idp.issuer}/token`,
        userinfoEndpoint: `${idp.issuer}/me`,
        keysEndpoint: `${idp.issuer}/jwks`,
        algorithms: expect.arrayContaining(['RS256']),
        scopes: expect.arrayContaining(['openid', 'email']),
        keys: 1,
        pkce: true,
      },
    });
  });

  it.each<[OidcFault, string]>([
    ['discovery-slow', 'timeout'],
    ['discovery-error', 'status'],
    ['discovery-redirect', 'redirect'],
    ['discovery-issuer', 'issuer-differs'],
    ['discovery-without-token', 'endpoint-missing'],
  ])('names what is wrong: %s is %s', async (fault, code) => {
    idp.fault = fault;
    expect((await examine(idp.issuer, open)).problems.map((problem) => problem.code)).toEqual([code]);
    await expect(discover(idp.issuer, open)).rejects.toMatchObject({ code });
  });

  it('is no way into the network of the gateway', async () => {
    const before = idp.requests.length;
    const codes = async (issuer: string) => (await examine(issuer, closed)).problems.map(({ code }) => code);
    expect(await codes(idp.issuer)).toEqual(['issuer-not-https']);
    expect(await codes(idp.issuer.replace('http:', 'https:'))).toEqual(['address-forbidden']);
    expect(await codes('https://169.254.169.254')).toEqual(['address-forbidden']);
    expect(await codes('https://10.0.0.1/realms/a')).toEqual(['address-forbidden']);
    expect(await codes('https://localhost:8443')).toEqual(['address-forbidden']);
    expect(await codes('http://idp.example')).toEqual(['issuer-not-https']);
    expect(idp.requests).toHaveLength(before);
  });

  it('tells an address without a provider from one without a server', async () => {
    const codes = async (issuer: string) => (await examine(issuer, open)).problems.map(({ code }) => code);
    expect(await codes(`${idp.issuer}/nothing/here`)).toEqual(['not-found']);
    expect(await codes('http://127.0.0.1:1')).toEqual(['connection']);
  });
});

it('an answer with a status that there is none of is one more thing that is wrong', async () => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('HTTP/1.1 700 X\r\nContent-Length: 2\r\n\r\n{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect((await examine(issuer, open)).problems).toEqual([{ code: 'status', detail: '700' }]);
  await expect(discover(issuer, open)).rejects.toMatchObject({ code: 'status' });
  await new Promise((resolve) => server.close(resolve));
});

describe('a document that somebody made', () => {
  let server: Server;
  let issuer: string;
  let document: (issuer: string) => unknown;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const body = request.url === '/jwks' ? { keys: [] } : document(issuer);
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const complete = (own: string) => ({
    issuer: own,
    authorization_endpoint: 'https://id.example/auth',
    token_endpoint: 'https://id.example/token',
    jwks_uri: `${own}/jwks`,
  });

  it.each<[string, (own: string) => unknown, string[]]>([
    ['is no JSON', () => '<html>', ['not-json']],
    ['is no document', () => ['a'], ['not-json']],
    ['is endless', () => 'x'.repeat(limits.maxBytes + 1), ['too-large']],
    [
      'fits every tenant',
      (own) => ({ ...complete(own), issuer: 'https://id.example/{tenantid}/v2.0' }),
      ['issuer-template', 'keys-unreadable'],
    ],
    ['has no keys', complete, ['keys-unreadable']],
    [
      'leads to a server without TLS',
      (own) => ({ ...complete(own), token_endpoint: 'http://id.example/token' }),
      ['endpoint-not-https', 'keys-unreadable'],
    ],
    [
      'leads to a script',
      (own) => ({ ...complete(own), authorization_endpoint: 'javascript:alert(1)' }),
      ['endpoint-not-https', 'keys-unreadable'],
    ],
    [
      'offers no code flow',
      (own) => ({ ...complete(own), response_types_supported: ['id_token'] }),
      ['code-flow-missing', 'keys-unreadable'],
    ],
    [
      'signs with a shared secret',
      (own) => ({ ...complete(own), id_token_signing_alg_values_supported: ['HS256'] }),
      ['algorithm-unknown', 'keys-unreadable'],
    ],
  ])('%s', async (_what, made, codes) => {
    document = made;
    expect((await examine(issuer, open)).problems.map(({ code }) => code)).toEqual(codes);
  });
});
