import { createServer as createHttp, type RequestListener, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { AppError, calendarScope } from '@switchroom/contracts';
import { OidcProvider } from '@switchroom/testkit/oidc';
import { type Certificate, CertificateAuthority, createSelfSigned } from '@switchroom/testkit/tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createTree,
  type GatewayDatabase,
  gatewayDatabase,
  tenantOf,
  type TestTree,
} from '../../../test/factories/index';
import { createAuditLog } from '../../audit/audit-log';
import { createAddressGuard, type ResolveAll } from '../../net/address-policy';
import type { ConnectivityService } from './connectivity.service';
import { createConnectivityService } from './create-connectivity-service';

const secret = 'canary-client-secret-4712';
const tenantId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const clientId = '3f2504e0-4f89-41d3-9a0c-0305e82c3302';
const name = 'mail.example';
const resolve: ResolveAll = (host, done) =>
  done(null, [{ address: host === 'inside.example' ? '10.0.0.9' : '127.0.0.1', family: 4 }]);

let base: GatewayDatabase;
let root: CertificateAuthority;
let good: Certificate;
let tree: TestTree;
let service: ConnectivityService;
beforeAll(async () => {
  base = await gatewayDatabase();
  root = await CertificateAuthority.create();
  good = await root.issue({ hosts: [name, '127.0.0.1'] });
  service = createConnectivityService({
    db: base.db,
    audit: createAuditLog(),
    servers: createAddressGuard('receiver', ['loopback'], resolve),
    issuers: createAddressGuard('issuer', ['loopback'], resolve),
    authorities: [root.cert],
    deadlineMs: 5000,
  });
});
afterAll(() => base.close());
beforeEach(async () => {
  tree = await createTree(base.db);
});

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolved) => server.close(resolved));
  }
});
async function serve(handler: RequestListener, certificate?: Certificate): Promise<number> {
  const server = certificate === undefined ? createHttp(handler) : createHttps({ ...certificate }, handler);
  servers.push(server);
  await new Promise<void>((resolved) => server.listen(0, '127.0.0.1', resolved));
  return (server.address() as AddressInfo).port;
}

async function lastEntry() {
  const [row] = await base.sql(
    'SELECT action, target_kind, target_id, result, after FROM audit_entries ORDER BY at DESC, seq DESC LIMIT 1',
  );
  return row;
}
const codes = ({ findings }: { findings: { code: string }[] }) => findings.map(({ code }) => code);
const input = (host: string, port: number) => ({ organisationId: tree.alphaOne.id, host, port });

describe('a check of a certificate', () => {
  it('is recorded with its result, in the organisation that asked', async () => {
    const port = await serve((_request, response) => response.end(), good);
    const found = await service.checkTls(tenantOf(tree.alphaOne), input(name, port));
    expect(found).toMatchObject({ outcome: 'tls', accepted: { strict: true } });
    expect(await lastEntry()).toMatchObject({
      action: 'connectivity.check-tls',
      target_kind: 'server',
      target_id: `${name}:${port}`,
      result: 'allowed',
      after: { outcome: 'tls', accepted: true, findings: [], fingerprint: good.fingerprint256 },
    });
    const elsewhere = await base.sql(
      "SELECT count(*)::int AS entries FROM audit_entries WHERE action LIKE 'connectivity.%' AND organisation_id <> $1",
      [tree.alphaOne.id],
    );
    expect(elsewhere).toEqual([{ entries: 0 }]);
  });

  it('is recorded where nothing listens, and where it was refused', async () => {
    const port = await serve(() => undefined);
    await new Promise((resolved) => servers.pop()?.close(resolved));
    expect(await service.checkTls(tenantOf(tree.alphaOne), input('127.0.0.1', port))).toMatchObject({
      outcome: 'refused',
    });
    expect(await lastEntry()).toMatchObject({ result: 'failed', after: { outcome: 'refused', fingerprint: null } });
    for (const look of ['checkTls', 'runOpenssl'] as const) {
      const error: unknown = await service[look](tenantOf(tree.alphaOne), input('169.254.169.254', 80)).catch(
        (e: unknown) => e,
      );
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({
        code: 'invalid-input',
        fields: [{ path: 'host', rule: 'address-forbidden', params: { kind: 'metadata' } }],
      });
      expect(await lastEntry()).toMatchObject({ result: 'failed', after: { problem: 'invalid-input' } });
    }
  });
});

describe('openssl', () => {
  it('is recorded without its output', async () => {
    const port = await serve((_request, response) => response.end(), good);
    const found = await service.runOpenssl(tenantOf(tree.alphaOne), input(name, port));
    expect(found.output).toContain('Certificate chain');
    expect(await lastEntry()).toMatchObject({
      action: 'connectivity.run-openssl',
      result: 'allowed',
      after: { outcome: 'ran', exitCode: 0 },
    });
  });
});

describe('a probe of Exchange', () => {
  const probe = (url: string) =>
    service.probeExchange(tenantOf(tree.alphaOne), { organisationId: tree.alphaOne.id, ewsUrl: url });
  const exchange: RequestListener = (request, response) => {
    if (request.url !== '/ews/exchange.asmx') response.writeHead(404).end();
    else response.writeHead(401, { 'www-authenticate': ['Negotiate', 'NTLM', 'Basic realm="mail"'] }).end();
  };

  it('shows what is offered, and sends nothing that would sign in', async () => {
    const asked: (string | undefined)[] = [];
    const port = await serve((request, response) => {
      asked.push(request.method, request.headers.authorization);
      exchange(request, response);
    }, good);
    const found = await probe(`https://${name}:${port}/ews/exchange.asmx`);
    expect(found).toMatchObject({
      works: true,
      status: 401,
      schemes: ['Negotiate', 'NTLM', 'Basic'],
      tls: { outcome: 'tls', accepted: { strict: true } },
    });
    expect(codes(found)).toEqual(['authenticates', 'basic-offered']);
    expect(asked).toEqual(['GET', undefined]);
    expect(await lastEntry()).toMatchObject({
      action: 'connectivity.probe-exchange',
      target_id: `${name}:${port}`,
      result: 'allowed',
      after: { works: true, status: 401, findings: ['authenticates', 'basic-offered'] },
    });
  });

  it('shows the status also where the certificate is not trusted, which is what is wrong', async () => {
    const port = await serve(exchange, await createSelfSigned({ hosts: [name] }));
    const found = await probe(`https://${name}:${port}/ews/exchange.asmx`);
    expect(found).toMatchObject({ works: false, status: 401, tls: { cases: { 'chain-errors': 'seen' } } });
    expect(codes(found)).toEqual(['certificate', 'authenticates', 'basic-offered']);
    const other = await serve(exchange, await root.issueForWrongHost());
    expect((await probe(`https://${name}:${other}/ews/exchange.asmx`)).tls?.cases).toMatchObject({
      'name-mismatch': 'seen',
    });
  });

  it('names a wrong path, a redirect that it does not follow, and an answer without TLS', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/away') response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end();
      else exchange(request, response);
    });
    expect(codes(await probe(`http://${name}:${port}/ews/exchange`))).toEqual(['plain-http', 'wrong-path']);
    expect(codes(await probe(`http://${name}:${port}/away`))).toEqual(['plain-http', 'redirect-elsewhere']);
    expect(codes(await probe(`http://${name}:${port}/ews/exchange.asmx`))).toEqual([
      'plain-http',
      'authenticates',
      'basic-over-http',
    ]);
    expect(await probe(`https://${name}:${port}/ews/exchange.asmx`)).toMatchObject({
      works: false,
      findings: [{ code: 'tls-failed' }],
      tls: { outcome: 'not-tls', spoke: 'http' },
    });
  });

  it('names a server that is not there, and a place that is not allowed', async () => {
    const port = await serve(() => undefined);
    await new Promise((resolved) => servers.pop()?.close(resolved));
    expect(codes(await probe(`https://${name}:${port}/ews/exchange.asmx`))).toEqual(['refused']);
    expect(codes(await probe('http://169.254.169.254/ews/exchange.asmx'))).toEqual(['plain-http', 'address-forbidden']);
    expect(await lastEntry()).toMatchObject({ target_id: '169.254.169.254:80', result: 'failed' });
  });
});

describe('a probe of Office 365', () => {
  const probe = (tokenUrl: string, clientSecret = secret, id = clientId) =>
    service.probeOffice365(tenantOf(tree.alphaOne), {
      organisationId: tree.alphaOne.id,
      tenantId,
      clientId: id,
      clientSecret,
      tokenUrl,
    });

  it('gets a token of a real provider, and none with another secret or client', async () => {
    await using idp = await OidcProvider.start({
      clients: [{ id: clientId, secret, redirectUris: [], machine: true }],
      scopes: [calendarScope],
    });
    const found = await probe(`${idp.issuer}/token`);
    expect(found).toMatchObject({ works: true, status: 200, token: { expiresInSeconds: 600 } });
    expect(codes(found)).toEqual(['token-given']);
    for (const refused of [
      await probe(`${idp.issuer}/token`, 'another secret'),
      await probe(`${idp.issuer}/token`, secret, tenantId),
    ]) {
      expect(refused).toMatchObject({ works: false, errorCode: 'invalid_client', token: undefined });
      expect(codes(refused)).toEqual(['client-refused']);
    }
    expect(codes(await probe(`${idp.issuer}/nowhere`))).toEqual(['token-url-wrong']);
  });

  it.each([
    [90002, 'tenant-unknown'],
    [700016, 'client-unknown'],
    [7000215, 'secret-wrong'],
    [7000222, 'secret-expired'],
    [65001, 'consent-missing'],
    [70011, 'scope-invalid'],
    [500011, 'resource-unknown'],
  ])('names AADSTS%i as %s', async (number, code) => {
    const asked: string[] = [];
    const port = await serve((request, response) => {
      request.on('data', (part: Buffer) => asked.push(part.toString()));
      request.on('end', () => {
        response.writeHead(401, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ error: 'invalid_client', error_description: `AADSTS${number}: prose` }));
      });
    }, good);
    const found = await probe(`https://${name}:${port}/token`);
    expect(found).toMatchObject({ works: false, errorCode: `AADSTS${number}`, status: 401 });
    expect(codes(found)).toEqual([code]);
    expect(Object.fromEntries(new URLSearchParams(asked.join('')))).toEqual({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: secret,
      scope: calendarScope,
    });
  });

  it('sends the secret to nobody whose certificate is not trusted, and not in clear', async () => {
    let asked = 0;
    const count: RequestListener = (_request, response) => {
      asked += 1;
      response.end('{}');
    };
    const port = await serve(count, await createSelfSigned({ hosts: [name] }));
    const found = await probe(`https://${name}:${port}/token`);
    expect(found).toMatchObject({ works: false, tls: { outcome: 'tls', cases: { 'chain-errors': 'seen' } } });
    expect(codes(found)).toEqual(['certificate']);
    const clear = await serve(count);
    expect(codes(await probe(`http://${name}:${clear}/token`))).toEqual(['secret-needs-https']);
    expect(codes(await probe('https://inside.example/token'))).toEqual(['address-forbidden']);
    expect(asked).toBe(0);
  });

  it('leaves no secret and no token in the record', async () => {
    const port = await serve((_request, response) => {
      response.end(JSON.stringify({ access_token: 'canary-token-4713', expires_in: 60, token_type: 'Bearer' }));
    }, good);
    expect(JSON.stringify(await probe(`https://${name}:${port}/token`))).not.toMatch(/canary/);
    expect(await lastEntry()).toMatchObject({
      action: 'connectivity.probe-office365',
      result: 'allowed',
      after: { works: true, tenantId, clientId, findings: ['token-given'] },
    });
    const kept = await base.sql("SELECT count(*)::int AS rows FROM audit_entries a WHERE a::text LIKE '%canary%'");
    expect(kept).toEqual([{ rows: 0 }]);
  });
});
