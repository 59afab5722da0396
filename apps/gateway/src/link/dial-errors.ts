import type { LinkReason } from '@switchroom/contracts';
import { ConnectError } from './errors';

/** Node's codes (system calls, DNS, OpenSSL, HTTP parser) as reasons that people can act on. */
const reasons: Readonly<Record<string, LinkReason>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_NODATA: 'dns',
  EAI_FAIL: 'dns',
  ECONNREFUSED: 'connection-refused',
  ETIMEDOUT: 'timeout',
  ESOCKETTIMEDOUT: 'timeout',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ECONNRESET: 'unreachable',
  EPIPE: 'unreachable',
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-host',
  ERR_CERTIFICATE_PIN: 'certificate-pin',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-untrusted',
  CERT_UNTRUSTED: 'certificate-untrusted',
  CERT_REVOKED: 'certificate-untrusted',
  CERT_REJECTED: 'certificate-untrusted',
  CERT_SIGNATURE_FAILURE: 'certificate-untrusted',
  CERT_CHAIN_TOO_LONG: 'certificate-untrusted',
  INVALID_CA: 'certificate-untrusted',
  INVALID_PURPOSE: 'certificate-untrusted',
  PATH_LENGTH_EXCEEDED: 'certificate-untrusted',
  HOSTNAME_MISMATCH: 'certificate-host',
  EPROTO: 'not-a-pbx',
  ERR_ADDRESS_FORBIDDEN: 'address-forbidden',
};

/**
 * Why a dial failed. With a pinned certificate every doubt about trust or name means that the PBX shows another one.
 * The detail is Node's own text, which holds addresses and host names but never a secret.
 */
export function reasonOfDialError(error: Error, pinned: boolean): ConnectError {
  const code = codeOf(error);
  const reason = reasonOf(code, error.message);
  const doubt = reason === 'certificate-untrusted' || reason === 'certificate-host';
  return new ConnectError(pinned && doubt ? 'certificate-pin' : reason, error.message || code, error);
}

function reasonOf(code: string | undefined, message: string): LinkReason {
  const known = code === undefined ? undefined : reasons[code];
  if (known !== undefined) return known;
  // `ws` gives these no code of their own.
  if (message.includes('handshake has timed out')) return 'timeout';
  if (message.includes('socket hang up')) return 'unreachable';
  if (code?.startsWith('ERR_SSL_') || code?.startsWith('ERR_TLS_') || code?.startsWith('HPE_')) return 'not-a-pbx';
  // What is left are answers that are no websocket upgrade (wrong accept key, unknown scheme and the like).
  return 'not-a-pbx';
}

/** The code of an error; of several tries (one per address of a host) the first that has one. */
function codeOf(error: Error): string | undefined {
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) {
    for (const each of error.errors as unknown[]) if (each instanceof Error) return codeOf(each);
  }
  return undefined;
}

/** Compares two SHA-256 fingerprints, whatever their notation. */
export function samePin(a: string, b: string): boolean {
  const plain = (fingerprint: string) => fingerprint.replace(/[^0-9a-f]/gi, '').toLowerCase();
  return plain(a).length === 64 && plain(a) === plain(b);
}
