import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, CertificateAuthority, createSelfSigned } from './certificates';

let ca: CertificateAuthority;
beforeAll(async () => {
  ca = await CertificateAuthority.create();
});

/** Connects as a strict client would; returns "ok", or the code of the refusal. */
async function handshake(certificate: Certificate, trusted: string | undefined): Promise<string> {
  // What a server may show is not what is tested.
  const server = createServer({ cert: certificate.cert, key: certificate.key, ciphers: 'DEFAULT:@SECLEVEL=0' });
  // The refusing side closes in the middle of the handshake; the server hears of it as an error.
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.1', port, servername: 'localhost', ca: trusted }, () => {
        resolve(socket.getPeerX509Certificate()?.fingerprint256 === certificate.fingerprint256 ? 'ok' : 'other');
        socket.destroy();
      });
      socket.on('error', (error) => {
        resolve('code' in error ? String(error.code) : error.message);
        socket.destroy();
      });
    });
  } finally {
    server.close();
    await once(server, 'close');
  }
}

describe('certificates', () => {
  it('a certificate of the trusted authority is accepted, and its fingerprint is the one we say', async () => {
    expect(await handshake(await ca.issue(), ca.cert)).toBe('ok');
  });

  it('an expired one is refused as expired', async () => {
    expect(await handshake(await ca.issueExpired(), ca.cert)).toBe('CERT_HAS_EXPIRED');
  });

  it('one for another host is refused for its name', async () => {
    expect(await handshake(await ca.issueForWrongHost(), ca.cert)).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('a self-signed one is refused as such, and accepted when it is itself trusted', async () => {
    const certificate = await createSelfSigned();
    expect(await handshake(certificate, ca.cert)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(await handshake(certificate, certificate.cert)).toBe('ok');
  });

  it('one of an authority that the client does not know is refused', async () => {
    const stranger = await CertificateAuthority.create('Stranger');
    expect(await handshake(await stranger.issue(), ca.cert)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it('one of an authority below the trusted one is accepted with its certificate alone', async () => {
    const below = await ca.subordinate();
    const certificate = await below.issue();
    expect(await handshake(certificate, ca.cert)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    expect(await handshake({ ...certificate, cert: `${certificate.cert}\n${below.cert}` }, ca.cert)).toBe('ok');
  });

  it('one with SHA-1 is refused for it, and one with a short key can be made', async () => {
    expect(await handshake(await ca.issue({ digest: 'sha1' }), ca.cert)).toBe('UNSPECIFIED');
    const short = await createSelfSigned({ rsaBits: 1024 });
    expect(new X509Certificate(short.cert).publicKey.asymmetricKeyDetails?.modulusLength).toBe(1024);
  });

  it('is valid for the hosts asked for', async () => {
    const certificate = await ca.issue({ hosts: ['pbx.example', '::1'] });
    expect(certificate.cert).toContain('BEGIN CERTIFICATE');
    expect(await handshake(certificate, ca.cert)).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });
});
