import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { AppError, type CertificateProbe, invalidField } from '@switchroom/contracts';
import { type AddressGuard, ForbiddenAddressError } from '../../net/address-policy';
import { tlsEndpoint } from './address';

const timeoutMs = 8_000;

/** What the probe saw, plus the leaf as PEM for pinning. */
export interface ProbedCertificate extends CertificateProbe {
  leafPem: string | undefined;
}

/**
 * Looks at the certificate chain of a websocket address so that a person can decide. Nothing is sent over the connection,
 * which is why it may look at a chain that is not trusted; links themselves always check. Throws `unreachable`, and
 * `invalid-input` for an address that no PBX may have.
 */
export async function probeCertificate(address: string, addresses: AddressGuard): Promise<ProbedCertificate> {
  const endpoint = tlsEndpoint(address);
  if (!endpoint) return { address, tls: false, trusted: false, problem: undefined, chain: [], leafPem: undefined };
  refuseForbidden(() => addresses.assertLiteral(endpoint.host));
  return new Promise((resolve, reject) => {
    const servername = isIP(endpoint.host) === 0 ? endpoint.host : '';
    const socket = connect({
      host: endpoint.host,
      port: endpoint.port,
      servername,
      rejectUnauthorized: false,
      lookup: addresses.lookup,
    });
    const timer = setTimeout(
      () => socket.destroy(Object.assign(new Error('no TLS answer'), { code: 'ETIMEDOUT' })),
      timeoutMs,
    );
    socket.once('secureConnect', () => {
      clearTimeout(timer);
      try {
        resolve(seenOn(socket, address));
      } catch (cause) {
        // Whatever stands in a certificate: an error thrown from here would end the process.
        reject(new AppError('unreachable', { params: { reason: 'certificate-unreadable' }, cause }));
      }
      socket.destroy();
    });
    // For as long as it lives: an error that nobody listens to ends the process.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (error instanceof ForbiddenAddressError) reject(forbidden(error));
      else reject(new AppError('unreachable', { params: { reason: error.code ?? error.message }, cause: error }));
    });
  });
}

function seenOn(socket: TLSSocket, address: string): ProbedCertificate {
  const leaf = socket.getPeerCertificate(true);
  const problem = socket.authorizationError;
  return {
    address,
    tls: true,
    trusted: socket.authorized,
    problem: problem === null || problem === undefined ? undefined : codeOf(problem),
    chain: chainOf(leaf),
    leafPem: toPem(leaf.raw),
  };
}

/** Judges the host of a PBX's address now; the dialler judges it again at each connect. Throws `invalid-input`. */
export async function assertAllowed(address: string, addresses: AddressGuard): Promise<void> {
  try {
    await addresses.assertHost(new URL(address).hostname);
  } catch (error) {
    throw error instanceof ForbiddenAddressError ? forbidden(error) : error;
  }
}

function refuseForbidden(judge: () => void): void {
  try {
    judge();
  } catch (error) {
    throw error instanceof ForbiddenAddressError ? forbidden(error) : error;
  }
}

function forbidden(error: ForbiddenAddressError): AppError {
  return invalidField('address', 'address-forbidden', { kind: error.kind });
}

function codeOf(problem: Error | string): string {
  if (typeof problem === 'string') return problem;
  return (problem as NodeJS.ErrnoException).code ?? problem.message;
}

function chainOf(leaf: DetailedPeerCertificate): CertificateProbe['chain'] {
  const chain: CertificateProbe['chain'] = [];
  const seen = new Set<string>();
  for (
    let at: DetailedPeerCertificate | undefined = leaf;
    at?.fingerprint256 && !seen.has(at.fingerprint256);
    at = at.issuerCertificate
  ) {
    seen.add(at.fingerprint256);
    chain.push({
      subject: nameOf(at.subject),
      issuer: nameOf(at.issuer),
      validFrom: new Date(at.valid_from),
      validTo: new Date(at.valid_to),
      fingerprint: at.fingerprint256,
      names: (at.subjectaltname ?? '').split(', ').filter((name) => name !== ''),
    });
  }
  return chain;
}

function nameOf(name: { CN?: string | string[]; O?: string | string[] } | undefined): string {
  const value = name?.CN ?? name?.O ?? '';
  return Array.isArray(value) ? value.join(', ') : value;
}

function toPem(raw: Buffer | undefined): string | undefined {
  if (!raw) return undefined;
  const lines = raw.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
