import { createDecipheriv, createHmac } from 'node:crypto';

/** What a server says in its half of a TLS handshake, as far as it is read here. */
export interface ServerFlight {
  /** The certificates in the order in which they were sent, DER; undefined where no Certificate message was found. */
  certificates: Buffer[] | undefined;
  /** The server asked for a certificate of the client. */
  asksForCertificate: boolean;
  /** Number of the first alert that was sent in clear (RFC 8446, section 6). */
  alert: number | undefined;
}

/** What opens the encrypted part of a TLS 1.3 handshake: the negotiated suite and the line of the key log. */
export interface HandshakeKey {
  cipher: string;
  /** SERVER_HANDSHAKE_TRAFFIC_SECRET of the key log. */
  secret: Buffer;
}

const record = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;
const message = { certificate: 11, certificateRequest: 13, finished: 20 } as const;
/** Certificates are read up to this many; no server needs more than a handful. */
const MAX_CERTIFICATES = 20;

/**
 * Reads what a server sent, from the first byte on. Node's own `getPeerCertificate` shows a chain that it has put in order,
 * without what is not needed and with the authority it knows; what the server really sent is in these bytes alone.
 * Up to TLS 1.2 (RFC 5246, section 7.4.2) they are in clear; for TLS 1.3 (RFC 8446, section 4.4.2) the `key` opens them.
 */
export function readServerFlight(bytes: Buffer, key?: HandshakeKey): ServerFlight {
  const clear: Buffer[] = [];
  const opened: Buffer[] = [];
  let alert: number | undefined;
  let sequence = 0;
  let encrypted = false;
  for (const { type, header, body } of recordsIn(bytes)) {
    if (type === record.alert && !encrypted) alert ??= body[1];
    else if (type === record.changeCipherSpec) encrypted ||= key === undefined;
    else if (type === record.handshake && !encrypted) clear.push(body);
    else if (type === record.applicationData && key !== undefined) {
      const inner = open(key, sequence, header, body);
      if (inner === undefined) break;
      sequence += 1;
      if (inner.type === record.handshake) opened.push(inner.body);
      // What follows is under another key.
      if (messagesIn(Buffer.concat(opened)).some(({ type: each }) => each === message.finished)) break;
    }
  }
  const found = [
    ...messagesIn(Buffer.concat(clear)).map((each) => ({ ...each, modern: false })),
    ...messagesIn(Buffer.concat(opened)).map((each) => ({ ...each, modern: true })),
  ];
  const certificate = found.find(({ type }) => type === message.certificate);
  return {
    certificates: certificate && certificatesIn(certificate.body, certificate.modern),
    asksForCertificate: found.some(({ type }) => type === message.certificateRequest),
    alert,
  };
}

function* recordsIn(bytes: Buffer): Generator<{ type: number; header: Buffer; body: Buffer }> {
  let at = 0;
  while (at + 5 <= bytes.length) {
    const end = at + 5 + bytes.readUInt16BE(at + 3);
    if (end > bytes.length) return;
    yield { type: bytes.readUInt8(at), header: bytes.subarray(at, at + 5), body: bytes.subarray(at + 5, end) };
    at = end;
  }
}

/** Whole handshake messages; one that is cut off at the end is left out. */
function messagesIn(bytes: Buffer): { type: number; body: Buffer }[] {
  const found: { type: number; body: Buffer }[] = [];
  let at = 0;
  while (at + 4 <= bytes.length) {
    const end = at + 4 + bytes.readUIntBE(at + 1, 3);
    if (end > bytes.length) break;
    found.push({ type: bytes.readUInt8(at), body: bytes.subarray(at + 4, end) });
    at = end;
  }
  return found;
}

/** The list of a Certificate message; in TLS 1.3 a context stands before it, and extensions after each certificate. */
function certificatesIn(body: Buffer, modern: boolean): Buffer[] {
  const found: Buffer[] = [];
  let at = modern ? 1 + (body[0] ?? 0) : 0;
  if (at + 3 > body.length) return found;
  const end = Math.min(body.length, at + 3 + body.readUIntBE(at, 3));
  at += 3;
  while (at + 3 <= end && found.length < MAX_CERTIFICATES) {
    const until = at + 3 + body.readUIntBE(at, 3);
    if (until > end) break;
    found.push(Buffer.from(body.subarray(at + 3, until)));
    at = modern && until + 2 <= end ? until + 2 + body.readUInt16BE(until) : until;
  }
  return found;
}

const suites: Readonly<
  Record<string, { name: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305'; hash: string; keyBytes: number }>
> = {
  TLS_AES_128_GCM_SHA256: { name: 'aes-128-gcm', hash: 'sha256', keyBytes: 16 },
  TLS_AES_256_GCM_SHA384: { name: 'aes-256-gcm', hash: 'sha384', keyBytes: 32 },
  TLS_CHACHA20_POLY1305_SHA256: { name: 'chacha20-poly1305', hash: 'sha256', keyBytes: 32 },
};
const TAG_BYTES = 16;

/** Opens one protected record (RFC 8446, section 5.2); undefined where key and bytes do not fit. */
function open(
  { cipher, secret }: HandshakeKey,
  sequence: number,
  header: Buffer,
  body: Buffer,
): { type: number; body: Buffer } | undefined {
  const suite = suites[cipher];
  if (suite === undefined || body.length <= TAG_BYTES) return undefined;
  const nonce = expand(suite.hash, secret, 'iv', 12);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ sequence) >>> 0, 8);
  // The three suites are called in the same way; only ChaCha20 has types of its own.
  const decipher = createDecipheriv(
    suite.name as 'aes-128-gcm',
    expand(suite.hash, secret, 'key', suite.keyBytes),
    nonce,
    { authTagLength: TAG_BYTES },
  );
  decipher.setAAD(header);
  decipher.setAuthTag(body.subarray(-TAG_BYTES));
  try {
    const inner = Buffer.concat([decipher.update(body.subarray(0, -TAG_BYTES)), decipher.final()]);
    const last = inner.findLastIndex((byte) => byte !== 0);
    return last === -1 ? undefined : { type: inner.readUInt8(last), body: inner.subarray(0, last) };
  } catch {
    return undefined;
  }
}

/** HKDF-Expand-Label with an empty context (RFC 8446, section 7.1); one block is enough for keys and nonces. */
function expand(hash: string, secret: Buffer, label: string, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([Buffer.from([0, length, name.length]), name, Buffer.from([0, 1])]);
  return createHmac(hash, secret).update(info).digest().subarray(0, length);
}
