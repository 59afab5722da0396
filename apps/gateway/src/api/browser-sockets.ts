import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { socketClosed } from '@switchroom/contracts';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ActiveSession } from '../auth/port';
import { Throttle } from '../auth/throttle';
import type { GatewayEventMap } from '../events';
import { networkOf } from '../networks';
import type { Logger } from '../observability/logger-port';
import { type ContextSources, socketContext } from './context';
import { toAppError } from './error-map';
import type { Origins } from './origins';
import { appRouter } from './router';
import { refuseUpgrade } from './upgrade';

/** A frame from a browser: a subscription's input, never more than a form. */
const MAX_PAYLOAD = 256 * 1024;
/** A browser that takes nothing while this much waits for it is cut off; it reconnects and reads anew. */
const MAX_BUFFERED = 8 * 1024 * 1024;
/** Sockets of one session: tabs, and then some. */
const MAX_PER_SESSION = 60;
const SERVICE_RESTART = 1012;
/** Refusals of one network in a minute, before its sessions are looked up no more. */
const refusals = { failures: 60, windowMs: 60_000 };

type People = GatewayEventMap['access.changed']['userIds'];

export interface BrowserSocketsOptions extends ContextSources {
  origins: Pick<Origins, 'isForeign'>;
  logger: Logger;
  /** How often open sockets' sessions are looked at again; default 30 s. */
  recheckMs?: number;
}

/** Subscriptions of browsers over websocket, each bound to the session it was opened with. */
export class BrowserSockets implements AsyncDisposable {
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_PAYLOAD });
  readonly #sessions = new Map<WebSocket, ActiveSession>();
  readonly #opening = new WeakMap<IncomingMessage, ActiveSession>();
  readonly #handler: ReturnType<typeof applyWSSHandler>;
  readonly #refused = new Throttle(refusals);
  readonly #recheck: NodeJS.Timeout;
  /** What `reopen` was told while a socket was still opening: it may have been let in by what held before. */
  readonly #missed = new Set<People[]>();

  constructor(private readonly options: BrowserSocketsOptions) {
    this.#handler = applyWSSHandler({
      wss: this.#server,
      router: appRouter,
      keepAlive: { enabled: true, pingMs: 30_000, pongWaitMs: 10_000 },
      createContext: ({ req }) => {
        const session = this.#opening.get(req);
        if (session === undefined) throw new Error('a websocket was accepted without a session');
        return socketContext(options, req, session);
      },
      onError: ({ error, path }) => {
        const app = toAppError(error);
        if (app.code === 'internal') options.logger.error({ err: error.cause ?? error, path }, 'a subscription failed');
      },
    });
    this.#recheck = setInterval(() => {
      this.recheck().catch((error: unknown) => {
        // Unknown is not ended: the next round asks again.
        options.logger.warn({ err: error }, 'sessions of open websockets could not be checked');
      });
    }, options.recheckMs ?? 30_000);
    this.#recheck.unref();
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Accepts or refuses an upgrade to `/trpc-ws`; the peer was checked before. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    if (await this.options.origins.isForeign(request.headers)) return refuseUpgrade(socket, 403);
    const network = networkOf(this.options.peers.addressOf(request));
    const wait = this.#refused.retryAfterSeconds(network);
    if (wait > 0) return refuseUpgrade(socket, 429, wait);
    const found = await this.options.sessions.of(request.headers.cookie, false);
    if (found === undefined) {
      this.#refused.start(network);
      return refuseUpgrade(socket, 401);
    }
    const missed: People[] = [];
    this.#missed.add(missed);
    try {
      const user = await this.options.impersonations.callerOf(found.session, {
        requestId: randomUUID(),
        address: this.options.peers.addressOf(request),
      });
      const session: ActiveSession = { ...found.session, user };
      const open = [...this.#sessions.values()].filter(({ id }) => id === session.id).length;
      if (open >= MAX_PER_SESSION) return refuseUpgrade(socket, 429);
      if (socket.destroyed) return undefined;
      // At once, with nothing to wait for: what is told from here on finds the socket among the open ones.
      this.#server.handleUpgrade(request, socket, head, (client) => {
        this.#opening.set(request, session);
        this.#sessions.set(client, session);
        client.once('close', () => this.#sessions.delete(client));
        this.#server.emit('connection', client, request);
        if (missed.some((people) => isAmong(people, session))) {
          client.close(socketClosed.accessChanged, 'access changed');
        } else this.#closeWithImpersonation(client, session);
      });
      return undefined;
    } finally {
      this.#missed.delete(missed);
    }
  }

  /** Ends what was opened with that session, at once. */
  endSession(sessionId: string): void {
    for (const [client, session] of this.#sessions)
      if (session.id === sessionId) client.close(socketClosed.signedOut, 'signed out');
  }

  /** Looking in ends to the second; the browser comes back as the person at the keyboard. */
  #closeWithImpersonation(client: WebSocket, { user }: ActiveSession): void {
    if (user.impersonation === undefined) return;
    const left = Math.max(0, user.impersonation.expiresAt.getTime() - Date.now());
    const timer = setTimeout(() => client.close(socketClosed.accessChanged, 'access changed'), left);
    client.once('close', () => clearTimeout(timer));
  }

  /** Ends the sockets of these people (as themselves or looked in as), or of everybody; they connect again. */
  reopen(people: People): void {
    for (const missed of this.#missed) missed.push(people);
    for (const [client, session] of this.#sessions) {
      if (isAmong(people, session)) client.close(socketClosed.accessChanged, 'access changed');
    }
  }

  /** Ends sockets whose session has ended meanwhile, and those that take nothing any more. */
  async recheck(): Promise<void> {
    for (const client of this.#sessions.keys()) if (client.bufferedAmount > MAX_BUFFERED) client.terminate();
    const valid = await this.options.sessions.stillValid([
      ...new Set([...this.#sessions.values()].map(({ id }) => id)),
    ]);
    for (const session of this.#sessions.values()) if (!valid.has(session.id)) this.endSession(session.id);
  }

  /** Asks every browser to connect again: to the next process, which listens where this one did. */
  askToReconnect(): void {
    this.#handler.broadcastReconnectNotification();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#recheck);
    const clients = [...this.#sessions.keys()];
    for (const client of clients) client.close(SERVICE_RESTART, 'the gateway stops');
    const late = setTimeout(() => {
      for (const client of this.#sessions.keys()) client.terminate();
    }, 1000);
    await Promise.all(
      clients.map((client) =>
        client.readyState === client.CLOSED
          ? Promise.resolve()
          : new Promise<void>((resolve) => client.once('close', () => resolve())),
      ),
    );
    clearTimeout(late);
    this.#server.close();
  }
}

/** As themselves, or as the one who looks in as them. */
function isAmong(people: People, { user }: ActiveSession): boolean {
  return (
    people === 'everybody' || [user.id, user.impersonation?.actor.id].some((id) => people.some((one) => one === id))
  );
}
