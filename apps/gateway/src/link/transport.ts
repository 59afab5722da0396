import type { AddressGuard } from '../net/address-policy';

/** How a connection ended, as the websocket tells it; 1006 = without a close frame. */
export interface TransportClose {
  readonly code: number;
  readonly text: string;
}

export interface TransportListener {
  message(text: string): void;
  /** A frame that is no text; AppWebsocket has none for us. */
  binary(): void;
  /** Proof of life without content. */
  pong(): void;
  /** Comes exactly once; nothing follows it. */
  close(close: TransportClose): void;
}

/**
 * One open websocket, whoever dialled it. Frames that arrive before the first `listen` are kept (a bounded number), so that
 * nothing is lost while a connection changes hands.
 */
export interface Transport {
  /** The peer's address, for logs. */
  readonly peer: string;
  /** Settles when the socket is gone. */
  readonly closed: Promise<void>;
  /** Never throws; a frame for a closed socket is dropped, its close event tells why. */
  send(text: string): void;
  ping(): void;
  /** Replaces the listener; without one, events are kept for the next. */
  listen(listener: TransportListener | undefined): void;
  /** Closes in order; cuts the connection if the peer does not answer the close within a second. */
  close(code: number, text: string): void;
  /** Cuts the connection. */
  terminate(): void;
}

export interface DialOptions {
  readonly address: string;
  /** PEM of the certificate that a person confirmed, with its SHA-256; else the system's trust store decides. */
  readonly pinnedCertificate: string | undefined;
  readonly pinnedFingerprint: string | undefined;
  /** PEM of the authorities to trust instead of the system's, where nothing is pinned. */
  readonly authorities?: readonly string[];
  /** Which addresses may be connected to; any without one. */
  readonly addresses?: AddressGuard;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Opens a websocket; rejects with ConnectError. */
export type Dial = (options: DialOptions) => Promise<Transport>;
