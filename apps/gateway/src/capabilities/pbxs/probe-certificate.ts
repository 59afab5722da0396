import { AppError, type CertificateProbe, invalidField } from '@switchroom/contracts';
import { type AddressGuard, ForbiddenAddressError } from '../../net/address-policy';
import { readCertificate, toPem } from '../../net/certificate-facts';
import { lookAtTls } from '../../net/tls-look';
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
  const look = await lookAtTls({ ...endpoint, guard: addresses, deadlineMs: timeoutMs });
  if (!look.done) {
    if (look.error instanceof ForbiddenAddressError) throw forbidden(look.error);
    throw new AppError('unreachable', { params: { reason: look.code }, cause: look.error });
  }
  const certificates = look.certificates ?? [];
  const problem = look.chainProblem ?? (look.named ? undefined : 'ERR_TLS_CERT_ALTNAME_INVALID');
  const chain = certificates.map((der) => {
    const read = readCertificate(der);
    if (read === undefined) throw new AppError('unreachable', { params: { reason: 'certificate-unreadable' } });
    const { subject, issuer, validFrom, validTo, fingerprint, names } = read.facts;
    return { subject, issuer, validFrom, validTo, fingerprint, names };
  });
  const [leaf] = certificates;
  return { address, tls: true, trusted: problem === undefined, problem, chain, leafPem: leaf && toPem(leaf) };
}

/** Judges the host of a PBX's address now; the dialler judges it again at each connect. Throws `invalid-input`. */
export async function assertAllowed(address: string, addresses: AddressGuard): Promise<void> {
  try {
    await addresses.assertHost(new URL(address).hostname);
  } catch (error) {
    throw error instanceof ForbiddenAddressError ? forbidden(error) : error;
  }
}

function forbidden(error: ForbiddenAddressError): AppError {
  return invalidField('address', 'address-forbidden', { kind: error.kind });
}
