import { createServer as createHttp } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createPlain } from 'node:net';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import type { TlsOutcome } from '@switchroom/contracts';
import { type Certificate, CertificateAuthority, createSelfSigned } from '@switchroom/testkit/tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAddressGuard, ForbiddenAddressError, type ResolveAll } from '../../net/address-policy';
import { aroundChain, checkTls } from './check-tls';

/** Every name is this machine. */
const resolve: ResolveAll = (_host, done) => done(null, [{ address: '127.0.0.1', family: 4 }]);
const guard = createAddressGuard('receiver', ['loopback'], resolve);
const name = 'suite.example';
let root: CertificateAuthority;
let below: CertificateAuthority;
let good: Certificate;
beforeAll(async () => {
  root = await CertificateAuthority.create('Root');
  below = await root.subordinate('Intermediate');
  good = await below.issue({ hosts: [name] });
});

const open: { server: Server; sockets: Set<Socket> }[] = [];
async function close({ server, sockets }: (typeof open)[number]): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolved) => server.close(resolved));
}
afterEach(async () => {
  await Promise.all(open.splice(0).map(close));
});

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolved) => server.listen(0, '127.0.0.1', resolved));
  open.push({ server, sockets });
  return (server.address() as AddressInfo).port;
}
const chainOf = (...certificates: { cert: string }[]) => certificates.map(({ cert }) => cert).join('\n');
const serve = (certificate: Certificate, options: TlsOptions = {}) =>
  listening(createTls({ cert: certificate.cert, key: certificate.key, ciphers: 'ALL:@SECLEVEL=0', ...options }));
const check = (port: number, host = name) =>
  checkTls({ host, port }, { guard, authorities: [root.cert], deadlineMs: 4000 });
const nothing = { 'not-available': 'not-seen', 'name-mismatch': 'not-seen', 'chain-errors': 'not-seen' };
const codes = ({ findings }: { findings: { code: string }[] }) => findings.map(({ code }) => code);

describe('a check of a certificate', () => {
  it('accepts a good chain, and shows it as it was sent', async () => {
    const port = await serve({ ...good, cert: chainOf(good, below) });
    const found = await check(port);
    expect(found).toMatchObject({
      outcome: 'tls',
      isAddress: false,
      protocol: 'TLSv1.3',
      anchor: 'Root',
      cases: nothing,
      findings: [],
      accepted: { strict: true, console: true },
    });
    expect(found.chain).toMatchObject([
      {
        subject: name,
        issuer: 'Intermediate',
        subjectName: `CN=${name}`,
        names: [`DNS:${name}`],
        key: 'EC prime256v1',
        signedWith: 'SHA-256',
        fingerprint: good.fingerprint256,
        selfSigned: false,
        authority: false,
      },
      { subject: 'Intermediate', issuer: 'Root', authority: true },
    ]);
  });

  it('tells a chain whose intermediate is missing', async () => {
    const found = await check(await serve(good));
    expect(found).toMatchObject({
      cases: { ...nothing, 'chain-errors': 'seen' },
      findings: [{ code: 'issuer-missing', at: 0, params: { name: 'Intermediate' } }],
      accepted: { strict: false, console: false },
      anchor: undefined,
    });
  });

  it('tells several at once: self-signed, expired and for another name', async () => {
    const self = await createSelfSigned({
      hosts: ['elsewhere.example'],
      notBefore: new Date('2020-01-01'),
      notAfter: new Date('2021-01-01'),
    });
    const found = await check(await serve(self));
    expect(found.cases).toEqual({ 'not-available': 'not-seen', 'name-mismatch': 'seen', 'chain-errors': 'seen' });
    expect(codes(found)).toEqual(['expired', 'self-signed', 'name-differs']);
    expect(found.findings.at(-1)?.params).toEqual({ names: 'DNS:elsewhere.example' });
  });

  it('tells a name that differs from a chain that holds', async () => {
    const found = await check(await serve(await root.issue({ hosts: ['elsewhere.example'] })));
    expect(found.cases).toEqual({ ...nothing, 'name-mismatch': 'seen' });
    expect(codes(found)).toEqual(['name-differs']);
    expect(found.accepted).toEqual({ strict: false, console: false });
  });

  it.each([
    ['expired', { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') }],
    [
      'not-yet-valid',
      { notBefore: new Date(Date.now() + 86_400_000), notAfter: new Date(Date.now() + 9 * 86_400_000) },
    ],
    ['sha1', { digest: 'sha1' as const }],
  ])('tells a certificate that is %s', async (code, request) => {
    const found = await check(await serve(await root.issue({ hosts: [name], ...request })));
    expect(codes(found)).toEqual([code]);
    expect(found.cases).toEqual({ ...nothing, 'chain-errors': 'seen' });
    expect(found.accepted.strict).toBe(false);
  });

  it('warns of one that expires soon, which is still accepted', async () => {
    const soon = await root.issue({ hosts: [name], notAfter: new Date(Date.now() + 5 * 86_400_000) });
    const found = await check(await serve(soon));
    expect([codes(found), found.accepted.strict]).toEqual([['expires-soon'], true]);
  });

  it('tells an authority that was sent along and is not known, and a short key', async () => {
    const stranger = await CertificateAuthority.create('Stranger');
    const foreign = await stranger.issue({ hosts: [name] });
    const found = await check(await serve({ ...foreign, cert: chainOf(foreign, stranger) }));
    expect(found.findings).toEqual([{ code: 'unknown-authority', at: 1, params: { name: 'Stranger' } }]);
    const short = await createSelfSigned({ hosts: [name], rsaBits: 1024 });
    expect(codes(await check(await serve(short)))).toEqual(['weak-key', 'self-signed']);
  });

  it('tells what is sent twice, for nothing, or in another order', async () => {
    const stranger = await CertificateAuthority.create('Stranger');
    const twice = await check(await serve({ ...good, cert: chainOf(good, good, below, stranger) }));
    expect(twice.findings).toMatchObject([
      { code: 'repeated', at: 1 },
      { code: 'not-needed', at: 3, params: { name: 'Stranger' } },
    ]);
    expect(twice.accepted.strict).toBe(true);
    const deeper = await below.subordinate('Deeper');
    const leaf = await deeper.issue({ hosts: [name] });
    const mixed = await check(await serve({ ...leaf, cert: chainOf(leaf, below, deeper) }));
    expect(mixed.findings).toMatchObject([{ code: 'out-of-order' }]);
    expect(mixed.chain.map(({ subject }) => subject)).toEqual([name, 'Intermediate', 'Deeper']);
  });

  it('lets the console accept anything at an IP address, and says what others would do', async () => {
    const port = await serve(await createSelfSigned({ hosts: ['elsewhere.example'] }));
    const found = await check(port, '127.0.0.1');
    expect(found).toMatchObject({
      isAddress: true,
      cases: { 'not-available': 'not-seen', 'name-mismatch': 'unchecked', 'chain-errors': 'unchecked' },
      accepted: { strict: false, console: true },
    });
    expect(codes(found)).toEqual(['self-signed', 'address-any', 'address-not-named']);
    const named = await root.issue({ hosts: ['127.0.0.1'] });
    expect(await check(await serve(named), '127.0.0.1')).toMatchObject({ accepted: { strict: true, console: true } });
  });

  it('tells a server that speaks only what no client accepts any more', async () => {
    const leaf = await root.issue({ hosts: [name] });
    const found = await check(await serve(leaf, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }));
    expect(found).toMatchObject({
      outcome: 'tls',
      detail: 'alert 70',
      protocol: 'TLSv1.1',
      accepted: { strict: false, console: false },
    });
    expect(codes(found)).toContain('old-protocol');
  });

  it('tells a server that has no certificate, and one that asks for the client to have one', async () => {
    expect(await check(await listening(createTls({})))).toMatchObject({
      outcome: 'no-certificate',
      cases: { 'not-available': 'seen', 'name-mismatch': 'unknown', 'chain-errors': 'unknown' },
      accepted: { strict: false, console: false },
    });
    const leaf = await root.issue({ hosts: [name] });
    const asking = await check(await serve(leaf, { requestCert: true, maxVersion: 'TLSv1.2', ca: [root.cert] }));
    expect(codes(asking)).toEqual(['asks-for-certificate']);
  });
});

describe('a check where there is nothing to see', () => {
  const unknown = { 'not-available': 'unknown', 'name-mismatch': 'unknown', 'chain-errors': 'unknown' };

  it('tells what answers instead', async () => {
    const http = await listening(createHttp((_request, response) => response.end('x')));
    expect(await check(http)).toMatchObject({ outcome: 'not-tls', spoke: 'http', cases: unknown, chain: [] });
    for (const [greeting, spoke] of [
      ['SSH-2.0-OpenSSH_9\r\n', 'ssh'],
      ['220 mail.example ESMTP\r\n', 'mail'],
      ['hello\r\n', 'other'],
    ] as const) {
      const port = await listening(createPlain((socket) => socket.write(greeting)));
      expect(await check(port)).toMatchObject({ outcome: 'not-tls', spoke });
    }
  });

  it('tells a port that is closed, hangs up or says nothing, and a name without an address', async () => {
    const hangs = await listening(createPlain((socket) => socket.once('data', () => socket.end())));
    expect(await check(hangs)).toMatchObject({ outcome: 'hung-up', cases: unknown });
    const silent = await listening(createPlain((socket) => socket.resume()));
    const at = { host: name, port: silent };
    expect(await checkTls(at, { guard, deadlineMs: 150 })).toMatchObject({ outcome: 'silent' });
    const last = open.pop();
    if (last !== undefined) await close(last);
    expect(await check(silent)).toMatchObject({ outcome: 'refused', cases: unknown });
    const lost = createAddressGuard('receiver', [], (_host, done) =>
      done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []),
    );
    expect(await checkTls(at, { guard: lost })).toMatchObject({ outcome: 'dns' });
  });

  it('explains the port of consoles that has no encryption, where something is on it', async () => {
    const error = new Error('ended');
    const look = {
      done: false as const,
      stage: 'handshake' as const,
      error,
      code: 'ECONNRESET',
      firstBytes: Buffer.alloc(0),
      certificates: undefined,
      asksForCertificate: false,
      alert: undefined,
    };
    const plain = (port: number, outcome: TlsOutcome) => aroundChain(look, look, port, outcome).map(({ code }) => code);
    for (const outcome of ['not-tls', 'silent', 'hung-up'] as const)
      expect(plain(51_234, outcome)).toEqual(['plain-port']);
    for (const outcome of ['refused', 'timeout', 'dns', 'tls'] as const) expect(plain(51_234, outcome)).toEqual([]);
    expect(plain(51_235, 'not-tls')).toEqual([]);
  });

  it('refuses places that the installation does not connect to', async () => {
    const strict = createAddressGuard('receiver', [], resolve);
    for (const host of ['127.0.0.1', '::1', '169.254.169.254', name]) {
      await expect(checkTls({ host, port: 443 }, { guard: strict })).rejects.toThrow(ForbiddenAddressError);
    }
  });
});
