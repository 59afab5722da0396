import { once } from 'node:events';
import { type AddressInfo, createServer as createPlain, type Server, type Socket } from 'node:net';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import { type Certificate, CertificateAuthority, createSelfSigned } from '@switchroom/testkit/tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAddressGuard } from './address-policy';
import { lookAtTls, type TlsLookOptions } from './tls-look';
import { readServerFlight } from './tls-transcript';

const guard = createAddressGuard('receiver', ['loopback']);
let root: CertificateAuthority;
let below: CertificateAuthority;
let leaf: Certificate;
beforeAll(async () => {
  root = await CertificateAuthority.create('Root');
  below = await root.subordinate('Intermediate');
  leaf = await below.issue();
});

const open: { server: Server; sockets: Set<Socket> }[] = [];
afterEach(async () => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  }
});

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push({ server, sockets });
  return (server.address() as AddressInfo).port;
}
const tlsServer = (options: TlsOptions) => listening(createTls(options));
const plainServer = (onSocket: (socket: Socket) => void) => listening(createPlain(onSocket));
const look = (port: number, more: Partial<TlsLookOptions> = {}) =>
  lookAtTls({ host: 'localhost', port, guard, deadlineMs: 5000, authorities: [root.cert], ...more });
const names = (certificates: Buffer[] | undefined) =>
  certificates?.map((der) => new X509Certificate(der).toLegacyObject().subject.CN);

const suites = [
  ['TLSv1.2', 'ECDHE-ECDSA-AES128-GCM-SHA256'],
  ['TLSv1.3', 'TLS_AES_128_GCM_SHA256'],
  ['TLSv1.3', 'TLS_AES_256_GCM_SHA384'],
  ['TLSv1.3', 'TLS_CHACHA20_POLY1305_SHA256'],
] as const;

describe('a look at a server that speaks TLS', () => {
  it.each(suites)('shows over %s with %s exactly what it sends', async (version, ciphers) => {
    // As in the guide's own example: the first certificate twice, and one that is not needed.
    const port = await tlsServer({
      cert: [leaf.cert, leaf.cert, below.cert, root.cert].join('\n'),
      key: leaf.key,
      minVersion: version,
      maxVersion: version,
      ciphers,
    });
    const seen = await look(port);
    expect(seen).toMatchObject({
      done: true,
      protocol: version,
      cipher: ciphers,
      named: true,
      chainProblem: undefined,
    });
    expect(names(seen.certificates)).toEqual(['localhost', 'localhost', 'Intermediate', 'Root']);
    expect(seen.asksForCertificate).toBe(false);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'tells over %s that a certificate of the client is asked for',
    async (version) => {
      const port = await tlsServer({
        cert: leaf.cert,
        key: leaf.key,
        requestCert: true,
        rejectUnauthorized: false,
        maxVersion: version,
      });
      expect(await look(port)).toMatchObject({ done: true, asksForCertificate: true });
    },
  );

  it('judges the chain and the name apart', async () => {
    const self = await createSelfSigned({ hosts: ['elsewhere.example'] });
    const port = await tlsServer({ cert: self.cert, key: self.key });
    expect(await look(port)).toMatchObject({ chainProblem: 'DEPTH_ZERO_SELF_SIGNED_CERT', named: false });
    const foreign = await root.issueForWrongHost();
    expect(await look(await tlsServer({ cert: foreign.cert, key: foreign.key }))).toMatchObject({
      chainProblem: undefined,
      named: false,
    });
  });

  it('judges by the authorities of Node alone where no others are given', async () => {
    const port = await tlsServer({ cert: `${leaf.cert}\n${below.cert}`, key: leaf.key });
    expect(await look(port, { authorities: undefined })).toMatchObject({
      chainProblem: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    });
  });

  it('sees an old protocol only where it is asked to', async () => {
    const port = await tlsServer({
      cert: leaf.cert,
      key: leaf.key,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'ALL:@SECLEVEL=0',
    });
    expect(await look(port)).toMatchObject({ done: false, stage: 'handshake', alert: 70 });
    const seen = await look(port, { lenient: true });
    expect(seen).toMatchObject({ done: true, protocol: 'TLSv1.1' });
    expect(names(seen.certificates)).toEqual(['localhost']);
  });

  it('sees that a server has no certificate', async () => {
    const port = await tlsServer({});
    expect(await look(port)).toMatchObject({ done: false, stage: 'handshake', alert: 40, certificates: undefined });
  });
});

describe('a look at something else', () => {
  it('keeps what another protocol says', async () => {
    const port = await plainServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const seen = await look(port);
    expect(seen).toMatchObject({ done: false, stage: 'handshake', alert: undefined });
    expect(seen.done ? '' : seen.firstBytes.toString()).toContain('HTTP/1.1 400');
  });

  it.each([
    ['ends at once when the connection is ended', (socket: Socket) => socket.end(), 'ECONNRESET'],
    ['ends at once when the connection is cut', (socket: Socket) => socket.resetAndDestroy(), 'ECONNRESET'],
  ])('%s', async (_what, onSocket, code) => {
    const port = await plainServer((socket) => {
      socket.once('data', () => onSocket(socket));
    });
    expect(await look(port)).toMatchObject({ done: false, stage: 'handshake', code });
  });

  it('ends at the deadline where nothing is said', async () => {
    const port = await plainServer((socket) => socket.resume());
    const started = Date.now();
    expect(await look(port, { deadlineMs: 150 })).toMatchObject({ stage: 'handshake', code: 'ETIMEDOUT' });
    expect(Date.now() - started).toBeLessThan(2000);
  });

  it('stops at a handshake that has no end', async () => {
    const port = await plainServer((socket) => {
      const record = Buffer.concat([Buffer.from([22, 3, 3, 0x3f, 0xff]), Buffer.alloc(0x3fff, 1)]);
      socket.once('data', () => {
        for (let sent = 0; sent < 40; sent += 1) socket.write(record);
      });
    });
    expect(await look(port)).toMatchObject({ done: false, stage: 'handshake' });
  });

  it('tells a closed port, a name without an address, and an address that is not allowed', async () => {
    const port = await plainServer(() => undefined);
    const [last] = open.splice(0);
    last?.server.close();
    expect(await look(port, { host: '127.0.0.1' })).toMatchObject({ stage: 'connect', code: 'ECONNREFUSED' });
    const nowhere = createAddressGuard('receiver', [], (_host, done) =>
      done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []),
    );
    expect(await look(port, { guard: nowhere })).toMatchObject({ stage: 'connect', code: 'ENOTFOUND' });
    const strict = createAddressGuard('receiver', []);
    for (const host of ['127.0.0.1', 'localhost', '169.254.169.254']) {
      expect(await look(port, { host, guard: strict })).toMatchObject({ code: 'ERR_ADDRESS_FORBIDDEN' });
    }
  });
});

describe('what a server sent', () => {
  it('is read from any bytes without failing', () => {
    const record = (type: number, body: number[]) => [type, 3, 3, body.length >> 8, body.length & 255, ...body];
    const key = { cipher: 'TLS_AES_128_GCM_SHA256', secret: Buffer.alloc(32) };
    for (const bytes of [
      [],
      [22],
      record(22, [11, 0, 0, 3, 0, 0, 9]), // a list longer than its message
      record(22, [11, 0, 0, 9, 0, 0, 6, 0, 0, 9, 1, 2, 3]), // a certificate longer than its list
      record(22, [11, 0, 0, 0]),
      record(23, [1, 2, 3]),
      record(
        23,
        Array.from({ length: 40 }, () => 7),
      ), // not under this key
      record(21, [2]),
    ]) {
      for (const each of [undefined, key]) {
        expect(readServerFlight(Buffer.from(bytes), each).certificates ?? []).toEqual([]);
      }
    }
  });
});
