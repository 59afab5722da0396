import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import {
  checkServerIdentity,
  connect as connectTls,
  type PeerCertificate,
  rootCertificates,
  type TLSSocket,
} from 'node:tls';
import type { AddressGuard } from './address-policy';
import { type HandshakeKey, readServerFlight, type ServerFlight } from './tls-transcript';

/** Where to look, and how. */
export interface TlsLookOptions {
  /** A name or an IP address, without brackets. */
  host: string;
  port: number;
  guard: AddressGuard;
  /** Name resolution, connection and handshake together. */
  deadlineMs: number;
  /** PEM of authorities that are trusted besides those of Node. */
  authorities?: readonly string[] | undefined;
  /** Also with protocols, keys and suites that no client of today accepts, to see what is there. */
  lenient?: boolean;
}

/** What was seen: a finished handshake, or where it ended. */
export type TlsLook = TlsSeen | TlsNotSeen;

export interface TlsSeen extends ServerFlight {
  done: true;
  /** Such as `TLSv1.3`. */
  protocol: string | undefined;
  cipher: string | undefined;
  /** Code of OpenSSL's verdict on the chain alone, such as `CERT_HAS_EXPIRED`; undefined where it holds. */
  chainProblem: string | undefined;
  /** Whether the certificate names the host (or IP address) that was asked for. */
  named: boolean;
}

export interface TlsNotSeen extends ServerFlight {
  done: false;
  /** `connect`: there was no connection at all. */
  stage: 'connect' | 'handshake';
  /** As thrown: a ForbiddenAddressError among others. */
  error: Error;
  /** Node's code, `ETIMEDOUT` at the deadline. */
  code: string;
  /** What the other side sent first, at most 200 bytes. */
  firstBytes: Buffer;
}

/** How long one of several addresses of a name is tried before the next; Node's own 250 ms are too short for far places. */
const ATTEMPT_MS = 2500;
/** More than any handshake needs. */
const MAX_BYTES = 256 * 1024;

/**
 * Looks at what a server shows in a TLS handshake. Nothing is sent over the connection, which is why the look may go on
 * where a client that checks would refuse; the verdicts say so. Fails in no way but through its result.
 */
export function lookAtTls(options: TlsLookOptions): Promise<TlsLook> {
  const { host, port, guard, deadlineMs } = options;
  return new Promise((resolve) => {
    const tap = new Tap();
    let key: Buffer | undefined;
    let stage: TlsNotSeen['stage'] = 'connect';
    let settled = false;
    const settle = (look: TlsLook) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      tap.destroy();
      resolve(look);
    };
    const fail = (error: NodeJS.ErrnoException) => {
      const bytes = tap.received();
      const flight = readServerFlight(bytes);
      const code = error.code ?? error.message;
      settle({ done: false, stage, error, code, firstBytes: bytes.subarray(0, 200), ...flight });
    };
    const timer = setTimeout(
      () => fail(Object.assign(new Error('no TLS answer in time'), { code: 'ETIMEDOUT' })),
      deadlineMs,
    );
    try {
      guard.assertLiteral(host);
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    const plain = connectPlain({ host, port, lookup: guard.lookup, autoSelectFamilyAttemptTimeout: ATTEMPT_MS });
    tap.carry(plain);
    // For as long as they live: an error that nobody listens to ends the process.
    tap.on('error', fail);
    plain.on('error', fail);
    plain.once('connect', () => {
      if (settled) return;
      stage = 'handshake';
      const socket = connectTls({ socket: tap, ...handshakeOptions(options) });
      socket.on('keylog', (line: Buffer) => {
        const found = /^SERVER_HANDSHAKE_TRAFFIC_SECRET \S+ ([\da-f]+)/i.exec(line.toString('latin1'))?.[1];
        if (found !== undefined) key ??= Buffer.from(found, 'hex');
      });
      socket.on('error', fail);
      socket.once('close', () => fail(Object.assign(new Error('the connection was ended'), { code: 'ECONNRESET' })));
      socket.once('secureConnect', () => {
        try {
          settle(seenOn(socket, tap.received(), key, host));
        } catch (error) {
          // Whatever stands in a certificate: an error thrown from here would end the process.
          fail(error instanceof Error ? error : new Error(String(error)));
        }
        socket.destroy();
      });
    });
  });
}

function handshakeOptions({ host, authorities, lenient = false }: TlsLookOptions) {
  return {
    servername: isIP(host) === 0 ? host : '',
    rejectUnauthorized: false,
    // Judged apart from the chain, so that both verdicts are known.
    checkServerIdentity: () => undefined,
    ...(authorities === undefined ? {} : { ca: [...rootCertificates, ...authorities] }),
    ...(lenient ? { minVersion: 'TLSv1' as const, ciphers: 'ALL:@SECLEVEL=0' } : {}),
  };
}

function seenOn(socket: TLSSocket, bytes: Buffer, secret: Buffer | undefined, host: string): TlsSeen {
  const protocol = socket.getProtocol() ?? undefined;
  const cipher = socket.getCipher().name;
  const key: HandshakeKey | undefined = secret === undefined ? undefined : { cipher, secret };
  const problem: Error | string | null | undefined = socket.authorizationError;
  const leaf = socket.getPeerCertificate();
  return {
    done: true,
    protocol,
    cipher,
    chainProblem: problem === null || problem === undefined ? undefined : codeOf(problem),
    named: isNamed(host, leaf),
    ...readServerFlight(bytes, key),
  };
}

function isNamed(host: string, leaf: PeerCertificate): boolean {
  if (Object.keys(leaf).length === 0) return false;
  try {
    return checkServerIdentity(host, leaf) === undefined;
  } catch {
    return false;
  }
}

function codeOf(problem: Error | string): string {
  if (typeof problem === 'string') return problem;
  return (problem as NodeJS.ErrnoException).code ?? problem.message;
}

/** Carries the bytes of a plain socket to TLS and back, and keeps what the other side sent. */
class Tap extends Duplex {
  readonly #parts: Buffer[] = [];
  #size = 0;
  #socket: Socket | undefined;

  carry(socket: Socket): void {
    this.#socket = socket;
    socket.on('data', (part: Buffer) => {
      this.#size += part.length;
      this.#parts.push(part);
      if (this.#size > MAX_BYTES) this.destroy(new Error('the handshake has no end'));
      else if (!this.push(part)) socket.pause();
    });
    socket.once('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.once('close', () => this.destroy());
  }

  received(): Buffer {
    return Buffer.concat(this.#parts);
  }

  override _read(): void {
    this.#socket?.resume();
  }

  override _write(part: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket?.write(part, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket?.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket?.destroy();
    done(error);
  }
}
