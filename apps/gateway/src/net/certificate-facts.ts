import { X509Certificate } from 'node:crypto';
import type { PeerCertificate } from 'node:tls';
import type { PresentedCertificate } from '@switchroom/contracts';

/** A certificate that was read, with what stands in it. */
export interface ReadCertificate {
  x509: X509Certificate;
  facts: PresentedCertificate;
}

/** Reads a certificate; undefined where the bytes are none. */
export function readCertificate(der: Buffer): ReadCertificate | undefined {
  try {
    const x509 = new X509Certificate(der);
    return { x509, facts: factsOf(x509) };
  } catch {
    return undefined;
  }
}

function factsOf(x509: X509Certificate): PresentedCertificate {
  const legacy = x509.toLegacyObject();
  return {
    subject: shortName(legacy.subject),
    issuer: shortName(legacy.issuer),
    subjectName: wholeName(legacy.subject),
    issuerName: wholeName(legacy.issuer),
    validFrom: new Date(x509.validFrom),
    validTo: new Date(x509.validTo),
    fingerprint: x509.fingerprint256,
    names: (x509.subjectAltName ?? '').split(', ').filter((name) => name !== ''),
    key: keyOf(x509),
    signedWith: signatureAlgorithm(x509.raw),
    selfSigned: isSelfSigned(x509),
    authority: x509.ca,
  };
}

/** Whether `issuer` signed `certificate`: by its name, and by the signature itself. */
export function issued(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    // A key of a kind that is not known here cannot have been checked.
    return false;
  }
}

/** By name and signature alone: one of a server need not be allowed to sign others to have signed itself. */
function isSelfSigned(x509: X509Certificate): boolean {
  try {
    return x509.subject === x509.issuer && x509.verify(x509.publicKey);
  } catch {
    return false;
  }
}

/** The certificate as PEM, for pinning. */
export function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

type Name = PeerCertificate['subject'] | undefined;

function shortName(name: Name): string {
  return inOneLine(name?.CN ?? name?.O ?? '');
}

function wholeName(name: Name): string {
  return Object.entries(name ?? {})
    .map(([key, value]: [string, string | string[] | undefined]) => `${key}=${inOneLine(value ?? '')}`)
    .join(', ');
}

function inOneLine(value: string | string[]): string {
  return Array.isArray(value) ? value.join(', ') : value;
}

/** Such as `RSA 2048` or `EC prime256v1`; the kind alone where there is no more to say. */
function keyOf(x509: X509Certificate): string {
  try {
    const { asymmetricKeyType: kind = '?', asymmetricKeyDetails: details } = x509.publicKey;
    return [kind.toUpperCase(), details?.modulusLength ?? details?.namedCurve]
      .filter((part) => part !== undefined)
      .join(' ');
  } catch {
    return '?';
  }
}

/** Identifiers of signature algorithms, in hex (RFC 8017, RFC 5758, RFC 8410). */
const algorithms: Readonly<Record<string, string>> = {
  '2a864886f70d010104': 'MD5',
  '2a864886f70d010105': 'SHA-1',
  '2a864886f70d01010b': 'SHA-256',
  '2a864886f70d01010c': 'SHA-384',
  '2a864886f70d01010d': 'SHA-512',
  '2a864886f70d01010a': 'RSA-PSS',
  '2a8648ce3d0401': 'SHA-1',
  '2a8648ce3d040302': 'SHA-256',
  '2a8648ce3d040303': 'SHA-384',
  '2a8648ce3d040304': 'SHA-512',
  '2b6570': 'Ed25519',
  '2b6571': 'Ed448',
};

/** The digest that a certificate (RFC 5280, section 4.1) is signed with; Node 20 does not tell. */
function signatureAlgorithm(der: Buffer): string {
  const certificate = elementAt(der, 0);
  const signed = elementAt(der, certificate.start);
  const algorithm = elementAt(der, signed.end);
  const { start, end } = elementAt(der, algorithm.start);
  const identifier = der.subarray(start, end).toString('hex');
  return algorithms[identifier] ?? identifier;
}

/** Where the content of the DER element at `at` begins and ends. OpenSSL has read the whole before. */
function elementAt(der: Buffer, at: number): { start: number; end: number } {
  const length = der.readUInt8(at + 1);
  if (length < 0x80) return { start: at + 2, end: at + 2 + length };
  const bytes = length & 0x7f;
  return { start: at + 2 + bytes, end: at + 2 + bytes + der.readUIntBE(at + 2, bytes) };
}
