import type { Duplex } from 'node:stream';
import { decodeFrame } from '@switchroom/protocol';
import { type RawData, WebSocket } from 'ws';
import type { PbxCore } from '../core';
import { type Json, type JsonObject, text } from '../state/types';
import { sendHalfFrame } from './half-frame';
import { Outbox } from './outbox';

/** In whose name the other side acts. Guids, because Names can change while a connection is up. */
export type Identity =
  | { readonly kind: 'app'; readonly app: string }
  | { readonly kind: 'user'; readonly user: string; readonly app: string | undefined };

/** Which side opened the websocket: `served` = the other one, `dialled` = this PBX. */
export type Direction = 'served' | 'dialled';

/** Reads the messages of one connection; the two directions differ in the login only. */
export interface Receiver {
  receive(message: JsonObject): void;
  closed?(): void;
}

/** State that one API keeps for one connection, e.g. running replications. */
type SessionClass<T> = new (core: PbxCore, connection: Connection) => T;

/** A peer that does not take its frames is cut off, or one slow reader would fill the memory. */
const MAX_BUFFERED_BYTES = 64 * 1024 * 1024;

const FAREWELL_MS = 500;

/** One websocket between this PBX and somebody else, whoever opened it. */
export class Connection {
  readonly id: number;
  identity: Identity | undefined;
  /** Milliseconds since 1970 of the successful login. */
  readyAt: number | undefined;
  /** Key of this login, for Services.GetServiceLogin. */
  sessionKey = '';
  receiver: Receiver | undefined;
  private readonly outbox: Outbox;
  private readonly sessions = new Map<unknown, unknown>();
  private readonly cleanups = new Set<() => void>();
  private deferred: (() => void)[] | undefined;
  private isOpen = true;

  constructor(
    readonly core: PbxCore,
    private readonly socket: WebSocket,
    private readonly raw: Duplex,
    readonly direction: Direction,
  ) {
    this.id = core.nextConnectionId();
    this.outbox = new Outbox(core.faults, {
      transmit: (frame) => this.transmit(frame),
      transmitHalf: (half) => {
        this.record('out', half, undefined);
        sendHalfFrame(this.raw, half, direction === 'dialled');
      },
    });
    core.connections.add(this);
    socket.on('message', (data, isBinary) => this.onFrame(data, isBinary));
    socket.once('close', () => this.onClose());
    // The close that follows every error does the work; without a listener Node would end the process.
    socket.on('error', () => socket.terminate());
  }

  get isReady(): boolean {
    return this.isOpen && this.readyAt !== undefined;
  }

  /** The app the connection belongs to, for logs. */
  get appName(): string | undefined {
    const guid = this.identity?.app;
    return guid === undefined ? undefined : text(this.core.objects.store.get(guid)?.fields['h323']);
  }

  /** The state that an API keeps for this connection, made on first use. */
  session<T>(type: SessionClass<T>): T {
    let session = this.sessions.get(type);
    if (session === undefined) {
      session = new type(this.core, this);
      this.sessions.set(type, session);
    }
    return session as T;
  }

  /** Runs `cleanup` when the connection closes. */
  onceClosed(cleanup: () => void): void {
    if (this.isOpen) this.cleanups.add(cleanup);
    else cleanup();
  }

  /** Sends an indication. During `holding` it waits until the answer is out. */
  event(frame: JsonObject): void {
    if (this.deferred) this.deferred.push(() => this.outbox.event(frame));
    else this.outbox.event(frame);
  }

  /** Sends a message at once, even while others are held back. */
  eventNow(frame: JsonObject): void {
    this.outbox.event(frame);
  }

  /** Sends the answer to a request. */
  answer(frame: JsonObject, requestMt: string): void {
    this.outbox.answer(frame, requestMt);
  }

  /** Holds indications back while `action` runs; the returned function lets them go (or drops them). */
  holding<T>(action: () => T): { readonly result: T; readonly release: () => void } {
    const queue: (() => void)[] = [];
    this.deferred = queue;
    try {
      const result = action();
      return { result, release: () => queue.forEach((send) => send()) };
    } finally {
      this.deferred = undefined;
    }
  }

  /** Sends a text as it is, past faults; for tests that play a bad peer. */
  transmit(frame: string | Uint8Array): void {
    if (!this.isOpen || this.socket.readyState !== WebSocket.OPEN) return;
    if (this.socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.terminate();
      return;
    }
    this.record('out', typeof frame === 'string' ? frame : '<binary>', undefined);
    this.socket.send(frame);
  }

  /** Closes in the orderly way. */
  close(code = 1000, reason = ''): void {
    this.socket.close(code, reason);
  }

  /** Takes leave in the orderly way, and does not wait long for the other side's farewell. */
  shutDown(code: number, reason: string): void {
    this.socket.close(code, reason);
    const timer = setTimeout(() => this.socket.terminate(), FAREWELL_MS);
    this.socket.once('close', () => clearTimeout(timer));
    this.onClose();
  }

  /** Cuts the connection; nothing more goes out. */
  terminate(): void {
    this.socket.terminate();
    this.onClose();
  }

  private onFrame(data: RawData, isBinary: boolean): void {
    if (!this.isOpen || this.core.down) return;
    if (isBinary) {
      this.record('in', '<binary>', undefined);
      return;
    }
    const frame = Array.isArray(data)
      ? Buffer.concat(data).toString('utf8')
      : Buffer.from(data as Buffer).toString('utf8');
    const message = this.read(frame);
    if (!message) return;
    if (this.core.faults.take('dropBefore', text(message['mt']))) {
      this.terminate();
      return;
    }
    this.receiver?.receive(message);
  }

  /** The message of a frame; a frame that is none is journalled and otherwise ignored. */
  private read(frame: string): JsonObject | undefined {
    const decoded = decodeFrame(frame, { maxBytes: this.core.options.maxPayload });
    if (decoded.kind === 'ok' || decoded.kind === 'unknown') {
      const message = (decoded.kind === 'ok' ? decoded.message : decoded.envelope) as Readonly<Record<string, Json>>;
      this.record('in', frame, message);
      return message;
    }
    this.record('in', frame, undefined);
    if (decoded.kind === 'invalid' && decoded.mt !== undefined && !/(Result|Info)$/.test(decoded.mt)) {
      const { mt, api, src, issues } = decoded;
      this.answer({ mt: `${mt}Result`, api, error: `invalid ${issues.join('; ')}`, src }, mt);
    }
    return undefined;
  }

  private record(direction: 'in' | 'out', frame: string, message: JsonObject | undefined): void {
    const { journal } = this.core;
    if (!journal.listening) return;
    const { mt, api, src } = message ?? envelopeOf(frame);
    journal.record({
      at: Date.now(),
      connection: this.id,
      direction,
      text: frame,
      mt: typeof mt === 'string' ? mt : undefined,
      api: typeof api === 'string' ? api : undefined,
      src: typeof src === 'string' ? src : undefined,
    });
  }

  private onClose(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.outbox.close();
    this.core.connections.delete(this);
    for (const cleanup of this.cleanups) cleanup();
    this.cleanups.clear();
    this.receiver?.closed?.();
  }
}

function envelopeOf(frame: string): JsonObject {
  const decoded = decodeFrame(frame, { maxBytes: Number.MAX_SAFE_INTEGER });
  if (decoded.kind === 'ok') return { mt: decoded.message.mt, api: decoded.message.api, src: decoded.message.src };
  if (decoded.kind === 'unknown') {
    const { mt, api, src } = decoded.envelope;
    return { mt, api, src };
  }
  return decoded.kind === 'invalid' ? { mt: decoded.mt, api: decoded.api, src: decoded.src } : {};
}
