import type { IncomingMessage } from 'node:http';
import { Agent } from 'node:https';
import type { PeerCertificate } from 'node:tls';
import { type RawData, WebSocket } from 'ws';
import { reasonOfDialError, samePin } from './dial-errors';
import { ForbiddenAddressError } from '../net/address-policy';
import { ConnectError } from './errors';
import type { DialOptions, Transport, TransportClose, TransportListener } from './transport';

/** Longest message accepted. Frames above the codec's limit are dropped one by one; above this the connection ends. */
export const MAX_PAYLOAD_BYTES = 4 * 1024 * 1024;

/** How long an orderly close may take before the connection is cut. */
const CLOSE_GRACE_MS = 1_000;
const MAX_EARLY_EVENTS = 64;

/** A websocket of `ws` as Transport, dialled or accepted. */
export class WsTransport implements Transport {
  #listener: TransportListener | undefined;
  #early: ((listener: TransportListener) => void)[] = [];
  #error: Error | undefined;
  #closing: NodeJS.Timeout | undefined;
  readonly closed: Promise<void>;

  constructor(
    private readonly socket: WebSocket,
    readonly peer: string,
  ) {
    this.closed = new Promise((resolve) => {
      socket.once('close', () => resolve());
    });
    socket.on('message', (data, isBinary) => this.#pass((to) => (isBinary ? to.binary() : to.message(textOf(data)))));
    socket.on('pong', () => this.#pass((to) => to.pong()));
    // The close event follows every error and is where the end is handled; the error tells more than its code.
    socket.on('error', (error) => {
      this.#error ??= error;
    });
    socket.on('close', (code, reason) => {
      clearTimeout(this.#closing);
      const close = this.#closeOf(code, reason.toString('utf8'));
      this.#pass((to) => to.close(close));
    });
  }

  send(text: string): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(text, noteLost);
  }

  ping(): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.ping(undefined, undefined, noteLost);
  }

  listen(listener: TransportListener | undefined): void {
    this.#listener = listener;
    const early = this.#early;
    this.#early = [];
    for (const event of early) this.#pass(event);
  }

  close(code: number, text: string): void {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    this.socket.close(code, text);
    this.#closing ??= setTimeout(() => this.socket.terminate(), CLOSE_GRACE_MS);
  }

  terminate(): void {
    this.socket.terminate();
  }

  #pass(event: (listener: TransportListener) => void): void {
    if (this.#listener) event(this.#listener);
    else if (this.#early.length < MAX_EARLY_EVENTS) this.#early.push(event);
    else this.socket.terminate();
  }

  #closeOf(code: number, text: string): TransportClose {
    const error: (Error & { code?: unknown }) | undefined = this.#error;
    if (error === undefined) return { code, text };
    // `ws` reports what it could not accept as an error and then as 1006; the code of the error tells it apart.
    const violation = typeof error.code === 'string' && error.code.startsWith('WS_ERR_');
    return { code: violation ? 1002 : code, text: text === '' ? error.message : text };
  }
}

/** A send that fails is followed by the close event, which is where the end of a connection is handled. */
function noteLost(): void {}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}

/**
 * Opens a websocket to a PBX. Certificates are always checked: against the system's trust store, or against the one pinned
 * certificate (which replaces the name check, because a person looked at it). Redirects are not followed.
 */
export function dialWebSocket(options: DialOptions): Promise<Transport> {
  const { address, signal, timeoutMs } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new ConnectError('gateway-restart', 'cancelled'));
    let socket: WebSocket;
    try {
      options.addresses?.assertLiteral(new URL(address).hostname);
      socket = new WebSocket(address, {
        perMessageDeflate: false,
        maxPayload: MAX_PAYLOAD_BYTES,
        handshakeTimeout: timeoutMs,
        followRedirects: false,
        // The socket goes to the address that was judged: a name cannot lead elsewhere in between.
        ...(options.addresses === undefined ? {} : { lookup: options.addresses.lookup }),
        ...(address.startsWith('wss:') ? trustOptions(options) : {}),
      });
    } catch (cause) {
      if (cause instanceof ForbiddenAddressError) return reject(reasonOfDialError(cause, false));
      // An address that is no ws(s) URL.
      return reject(new ConnectError('not-a-pbx', cause instanceof Error ? cause.message : undefined, cause));
    }
    const timer = setTimeout(() => fail(new ConnectError('timeout', `no answer within ${timeoutMs} ms`)), timeoutMs);
    const abort = () => fail(new ConnectError('gateway-restart', 'cancelled'));
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
    const fail = (error: ConnectError) => {
      settle();
      reject(error);
      socket.terminate();
    };
    signal.addEventListener('abort', abort, { once: true });
    socket.on('error', (error) => fail(reasonOfDialError(error, options.pinnedFingerprint !== undefined)));
    socket.on('unexpected-response', (_request, response: IncomingMessage) =>
      fail(new ConnectError('not-a-pbx', `HTTP ${response.statusCode ?? 0}`)),
    );
    socket.once('open', () => {
      settle();
      resolve(new WsTransport(socket, new URL(address).host));
    });
  });
}

/**
 * What certificates are checked against. An agent of its own for each dial, without session cache: a resumed TLS session
 * would skip the check of the pin.
 */
function trustOptions({ pinnedCertificate, pinnedFingerprint, authorities }: DialOptions): { agent?: Agent } {
  if (pinnedCertificate === undefined && pinnedFingerprint === undefined) {
    return authorities === undefined ? {} : { agent: new Agent({ maxCachedSessions: 0, ca: [...authorities] }) };
  }
  const trust = pinnedCertificate === undefined ? {} : { ca: [pinnedCertificate], allowPartialTrustChain: true };
  const checkServerIdentity = (_host: string, certificate: PeerCertificate) =>
    pinnedFingerprint === undefined || samePin(certificate.fingerprint256, pinnedFingerprint)
      ? undefined
      : Object.assign(new Error('the PBX shows another certificate than the confirmed one'), {
          code: 'ERR_CERTIFICATE_PIN',
        });
  return { agent: new Agent({ maxCachedSessions: 0, ...trust, checkServerIdentity }) };
}
