import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type RawData, WebSocket, WebSocketServer } from 'ws';

export type Frame = Record<string, unknown> & { mt?: string; src?: string };

/** Digest written out by hand, so that a mistake in the shared formula cannot hide. */
export function digestOf(login: Frame, challenge: string, password: string): string {
  const field = (name: string): string => (typeof login[name] === 'string' ? (login[name] as string) : '');
  const parts = [field('app'), field('domain'), field('sip'), field('guid'), field('dn')];
  if (login['info'] !== undefined) parts.push(JSON.stringify(login['info']));
  return createHash('sha256')
    .update([...parts, challenge, password].join(':'))
    .digest('hex');
}

function textOf(data: RawData): string {
  return Array.isArray(data) ? Buffer.concat(data).toString() : Buffer.from(data as Buffer).toString();
}

/** A minimal peer that knows nothing of our packages: frames in, frames out, event driven. */
export class Peer implements AsyncDisposable {
  readonly received: Frame[] = [];
  readonly rawReceived: string[] = [];
  readonly closed: Promise<number>;
  closeCode: number | undefined;
  private count = 0;
  private readonly waiters = new Set<() => void>();

  constructor(readonly socket: WebSocket) {
    this.closed = new Promise((resolve) => {
      socket.once('close', (code) => {
        this.closeCode = code;
        resolve(code);
        for (const waiter of this.waiters) waiter();
      });
    });
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      const frame = textOf(data);
      this.rawReceived.push(frame);
      try {
        const parsed: unknown = JSON.parse(frame);
        if (typeof parsed === 'object' && parsed !== null) this.received.push(parsed as Frame);
      } catch {
        // Garbage on purpose; rawReceived has it.
      }
      for (const waiter of this.waiters) waiter();
    });
  }

  static async connect(url: string, options: { ca?: string } = {}): Promise<Peer> {
    const socket = new WebSocket(url, { perMessageDeflate: false, ...options });
    const peer = new Peer(socket);
    await Promise.race([once(socket, 'open'), peer.closed.then(() => Promise.reject(new Error('closed before open')))]);
    return peer;
  }

  send(frame: Frame): void {
    this.socket.send(JSON.stringify(frame));
  }

  /** Resolves with the first frame that matches, already received or to come; rejects on close or after `timeoutMs`. */
  waitFor(match: (frame: Frame) => boolean, timeoutMs = 3000): Promise<Frame> {
    return this.until(() => this.received.find(match), timeoutMs);
  }

  /** Resolves when `read` gives something. */
  until<T>(read: () => T | undefined, timeoutMs = 3000): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const value = read();
        if (value !== undefined) finish(() => resolve(value));
        else if (this.closeCode !== undefined) finish(() => reject(new Error(`closed with ${this.closeCode}`)));
      };
      const timer = setTimeout(() => {
        const seen = this.received.map((frame) => frame.mt).join(' ');
        finish(() => reject(new Error(`nothing after ${timeoutMs} ms; seen: ${seen}`)));
      }, timeoutMs);
      const finish = (end: () => void): void => {
        clearTimeout(timer);
        this.waiters.delete(check);
        end();
      };
      this.waiters.add(check);
      check();
    });
  }

  /** Sends a request with a fresh `src` and resolves with the frame that echoes it. */
  request(api: string | undefined, mt: string, fields: Frame = {}): Promise<Frame> {
    this.count += 1;
    const src = `t-${this.count}`;
    this.send({ mt, api, src, ...fields });
    return this.waitFor((frame) => frame.src === src && frame.mt === `${mt}Result`);
  }

  admin(mt: string, fields: Frame = {}): Promise<Frame> {
    return this.request('PbxAdminApi', mt, fields);
  }

  /** Logs in with the given AppLogin fields; resolves with AppLoginResult. */
  async login(fields: Frame, password: string): Promise<Frame> {
    const before = this.received.length;
    this.send({ mt: 'AppChallenge' });
    const challenge = await this.until(() => this.received.slice(before).find((f) => f.mt === 'AppChallengeResult'));
    const digest = digestOf(fields, String(challenge['challenge']), password);
    this.send({ mt: 'AppLogin', ...fields, digest });
    return this.until(() => this.received.slice(before).find((f) => f.mt === 'AppLoginResult'));
  }

  close(): void {
    this.socket.terminate();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }
}

/** A minimal app service that a PBX dials: issues the challenge, checks the digest, then talks. */
export class AppService implements AsyncDisposable {
  readonly logins: Frame[] = [];
  readonly attempts: number[] = [];
  peers: Peer[] = [];
  private readonly waiters = new Set<() => void>();

  private constructor(
    private readonly server: WebSocketServer,
    private readonly options: { password: string; challenge: string | number },
  ) {
    server.on('connection', (socket) => this.accept(new Peer(socket)));
  }

  static async start(options: { password: string; challenge?: string | number }): Promise<AppService> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
    await once(server, 'listening');
    return new AppService(server, { challenge: '0123456789abcdef', ...options });
  }

  get appUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/example.com/inst/switchroom-attendant`;
  }

  /** Resolves with the n-th connection (from 0) once it has logged in successfully. */
  loggedIn(index = 0): Promise<Peer> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const peer = this.ready[index];
        if (!peer) return;
        clearTimeout(timer);
        this.waiters.delete(check);
        resolve(peer);
      };
      const timer = setTimeout(() => {
        this.waiters.delete(check);
        reject(new Error(`only ${this.ready.length} logins, ${this.attempts.length} connections`));
      }, 5000);
      this.waiters.add(check);
      check();
    });
  }

  readonly ready: Peer[] = [];

  private accept(peer: Peer): void {
    this.attempts.push(performance.now());
    this.peers.push(peer);
    peer.socket.on('message', (data) => {
      const frame = JSON.parse(textOf(data)) as Frame;
      if (frame.mt === 'AppChallenge') peer.send({ mt: 'AppChallengeResult', challenge: this.options.challenge });
      if (frame.mt === 'AppLogin') {
        this.logins.push(frame);
        const ok = frame['digest'] === digestOf(frame, String(this.options.challenge), this.options.password);
        peer.send({ mt: 'AppLoginResult', ok });
        if (ok) this.ready.push(peer);
        for (const waiter of this.waiters) waiter();
      }
      if (frame.mt === 'AppInfo')
        peer.send({ mt: 'AppInfoResult', app: frame['app'], info: {}, serviceInfo: { apis: {} } });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const peer of this.peers) peer.close();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
