import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Clock } from '../link/clock';
import type { Admission, Logger } from '../link/context';
import type { Transport } from '../link/transport';
import { MAX_PAYLOAD_BYTES, WsTransport } from '../link/ws-transport';
import { networkOf } from '../networks';
import type { AttendantDoor } from './attendant-door';
import { type ChallengeLimits, HttpChallenges, newChallenge } from './challenges';
import { Door, type DoorCounter, type DoorLimits } from './door';
import { handleAppRequest } from './http';
import type { InboundLookup, InboundPlace } from './inbound';
import { LoginSession } from './login-session';
import { isAppPath, parseAppPath } from './paths';

export interface AppServiceLimits extends DoorLimits {
  /** Bytes that a socket may send before it has logged in. */
  readonly loginBytes: number;
  readonly httpChallenges: ChallengeLimits;
}

export interface AppServiceTimings {
  readonly handshakeMs: number;
  readonly pbxInfoMs: number;
  /** A path that names no PBX is answered after this time, whatever was wrong with it. */
  readonly unknownPathMs: number;
  readonly httpChallengeMs: number;
}

export const defaultAppServiceLimits: AppServiceLimits = {
  perAddress: 512,
  total: 4096,
  loginBytes: 16 * 1024,
  httpChallenges: { total: 10_000, perNetwork: 100 },
};

export const defaultAppServiceTimings: AppServiceTimings = {
  handshakeMs: 10_000,
  pbxInfoMs: 5_000,
  unknownPathMs: 100,
  httpChallengeMs: 60_000,
};

export interface AppServiceContext {
  readonly lookup: InboundLookup;
  readonly admission: Admission;
  /** Where users go on; without one their logins are refused. */
  readonly attendant?: AttendantDoor | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: { count(counter: DoorCounter): void };
  readonly limits: AppServiceLimits;
  readonly timings: AppServiceTimings;
  /** The client's address, for the limits; behind a proxy not the socket's. */
  readonly addressOf: (request: IncomingMessage) => string;
}

/**
 * The endpoint that PBXes dial: websockets at `/app/<domain>/<instance>` and the HTTP side of the App object's URL. A socket
 * stays here until its login was checked; then the link of that PBX takes it over, or the attendant service when a user has
 * logged in.
 */
export class AppService implements AsyncDisposable {
  readonly #door: Door;
  readonly #challenges: HttpChallenges;
  readonly #waiting = new Map<Transport, LoginSession>();
  /** Sockets that are about to be told that there is nothing here. */
  readonly #unknown = new Map<Duplex, () => void>();
  #phase: 'open' | 'closed' = 'open';
  // The limit of a single message is that of a link; what may come before the login is bounded in bytes instead.
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    maxPayload: MAX_PAYLOAD_BYTES,
  });

  constructor(private readonly context: AppServiceContext) {
    const { limits, timings, clock } = context;
    this.#door = new Door(limits);
    this.#challenges = new HttpChallenges(clock, timings.httpChallengeMs, limits.httpChallenges);
  }

  /** Sockets that have not logged in yet. */
  get atTheDoor(): number {
    return this.#door.total;
  }

  /** Takes an upgrade request if its path begins with `/app/`; false leaves the socket to the caller. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    if (!isAppPath(request.url)) return false;
    const { metrics, addressOf } = this.context;
    socket.on('error', () => socket.destroy());
    const address = addressOf(request);
    const leave = this.#phase === 'open' ? this.#door.enter(networkOf(address)) : undefined;
    if (leave === undefined) {
      metrics.count('door-full');
      refuse(socket, 503);
      return true;
    }
    socket.once('close', leave);
    const place = this.#placeOf(request);
    if (place === undefined) {
      this.#answerUnknown(socket, leave);
      return true;
    }
    const stopCounting = this.#limitBytes(socket, head);
    this.#sockets.handleUpgrade(request, socket, head, (websocket) => {
      metrics.count('door-opened');
      this.#begin(new WsTransport(websocket, address), place, () => {
        stopCounting();
        leave();
      });
    });
    return true;
  }

  /** Answers a plain HTTP request below `/app/`. */
  handleRequest(request: IncomingMessage, response: ServerResponse): void {
    const { lookup, addressOf } = this.context;
    handleAppRequest({ lookup, addressOf, challenges: this.#challenges }, request, response);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#phase = 'closed';
    for (const [socket, cancel] of this.#unknown) {
      cancel();
      socket.destroy();
    }
    this.#unknown.clear();
    const waiting = [...this.#waiting];
    for (const [, session] of waiting) session.close('the gateway is stopping');
    await Promise.all(waiting.map(([transport]) => transport.closed));
    this.#sockets.close();
  }

  #placeOf(request: IncomingMessage): InboundPlace | undefined {
    const path = parseAppPath(request.url);
    const place = path && this.context.lookup(path.domain, path.instance);
    const named = path?.app === undefined || path.app.toLowerCase() === place?.target.appName.toLowerCase();
    return named ? place : undefined;
  }

  #begin(transport: Transport, place: InboundPlace, done: () => void): void {
    const { clock, logger, metrics, admission, attendant, timings } = this.context;
    const session = new LoginSession(transport, place, {
      clock,
      logger,
      metrics,
      admission,
      attendant,
      newChallenge,
      handshakeMs: timings.handshakeMs,
      pbxInfoMs: timings.pbxInfoMs,
      left: (how) => {
        done();
        if (how === 'handed-over') this.#waiting.delete(transport);
      },
    });
    this.#waiting.set(transport, session);
    void transport.closed.then(() => this.#waiting.delete(transport));
  }

  #answerUnknown(socket: Duplex, leave: () => void): void {
    this.context.metrics.count('door-unknown-path');
    const cancel = this.context.clock.after(this.context.timings.unknownPathMs, () => {
      this.#unknown.delete(socket);
      leave();
      refuse(socket, 404);
    });
    this.#unknown.set(socket, cancel);
    socket.once('close', () => {
      cancel();
      this.#unknown.delete(socket);
    });
  }

  /** Cuts a socket that sends more than a login needs; returns the function that lifts the limit. */
  #limitBytes(socket: Duplex, head: Buffer): () => void {
    let bytes = head.length;
    const count = (data: Buffer) => {
      bytes += data.length;
      if (bytes <= this.context.limits.loginBytes) return;
      this.context.metrics.count('door-misbehaved');
      socket.destroy();
    };
    socket.on('data', count);
    return () => socket.off('data', count);
  }
}

function refuse(socket: Duplex, status: 404 | 503): void {
  if (socket.destroyed) return;
  const retry = status === 503 ? 'Retry-After: 5\r\n' : '';
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\n${retry}Content-Length: 0\r\n\r\n`,
  );
}
