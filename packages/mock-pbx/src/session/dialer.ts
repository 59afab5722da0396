import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import type { PbxCore } from '../core';
import { text } from '../state/types';
import { appChanged, appSettings } from './app-login';
import { Connection } from './connection';
import { DialledLogin, type DialLogin } from './dialled-login';
import { redialPause } from './redial-pause';

/** Options of `MockPbx.dial`. */
export interface DialOptions {
  /** Name of the App object in whose name the PBX dials. */
  readonly appObject: string;
  /** URL of the app with the app as last component, http(s) or ws(s); default: the App object's. */
  readonly url?: string;
  /** HTML name told in the login; default: the last component of the URL. */
  readonly app?: string;
  /** Certificate authority for wss. */
  readonly ca?: string | Buffer;
  /** Pauses between attempts; growing, jittered. Default 500 ms to 32 s. */
  readonly reconnect?: { readonly minMs?: number; readonly maxMs?: number };
  /** Logs in as this user (Name) through the App object instead of as the App object itself. */
  readonly user?: string;
  /** Leaves `pbxObj` out of a user login, as an attacker would. */
  readonly omitPbxObj?: boolean;
}

export type DialerState = 'dialling' | 'connected' | 'waiting' | 'stopped';

const LOGIN_DEADLINE_MS = 10_000;

/** The websocket address and the app's HTML name of an App URL. Throws a TypeError that names what is wrong with it. */
export function splitAppUrl(url: string): { readonly address: string; readonly app: string } {
  if (!URL.canParse(url)) throw new TypeError(`"${url}" is no URL: give http(s)://host:port/path/app`);
  const parsed = new URL(url);
  const scheme = { 'http:': 'ws', 'https:': 'wss', 'ws:': 'ws', 'wss:': 'wss' }[parsed.protocol];
  const parts = parsed.pathname.split('/');
  const app = parts.pop() ?? '';
  if (!scheme)
    throw new TypeError(`"${url}" has scheme ${parsed.protocol} but only http, https, ws and wss can be dialled`);
  if (app === '') throw new TypeError(`"${url}" ends in "/": the last path component must be the app's name`);
  return { address: `${scheme}://${parsed.host}${parts.join('/')}`, app: app.replace(/\.htm$/, '') };
}

/** One App object that keeps its websocket to an app service open, as a PBX does: dials until it is told to stop. */
export class Dialer {
  private current: DialerState = 'stopped';
  private socket: WebSocket | undefined;
  private live: Connection | undefined;
  private timer: NodeJS.Timeout | undefined;
  private attempt = 0;
  private waiters = new Set<() => void>();
  private readonly stopWatching: () => void;

  constructor(
    private readonly core: PbxCore,
    private readonly options: DialOptions,
  ) {
    this.target();
    this.stopWatching = core.objects.onChange(({ before, after }) => {
      if (text(before?.fields['h323'] ?? after?.fields['h323']) !== options.appObject) return;
      // A PBX drops and redials when the settings of the connection change.
      if (!before || !after || appChanged(before, after)) this.redial();
    });
    this.start();
  }

  get state(): DialerState {
    return this.current;
  }

  /** The connection, once it is up. */
  get connection(): Connection | undefined {
    return this.live?.isReady === true ? this.live : undefined;
  }

  /** Resolves when the login has succeeded; rejects after `timeoutMs` (default 10 s). */
  ready(timeoutMs = 10_000): Promise<void> {
    if (this.current === 'connected') return Promise.resolve();
    return new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiters.delete(done);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiters.delete(done);
        reject(
          new Error(`App object "${this.options.appObject}" is not connected after ${timeoutMs} ms (${this.current})`),
        );
      }, timeoutMs);
      this.waiters.add(done);
    });
  }

  /** Sends a text as it is; for tests that play a bad peer. */
  sendRaw(frame: string | Uint8Array): void {
    this.live?.transmit(frame);
  }

  /** Drops the connection and dials again at once. */
  redial(): void {
    if (this.current === 'stopped') return;
    this.attempt = 0;
    this.cut();
    this.schedule(0);
  }

  /** For a PBX that goes down: cuts the connection without a word and waits for `start`. */
  suspend(): void {
    this.cut();
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.current !== 'stopped') this.current = 'waiting';
  }

  /** Dials now. */
  start(): void {
    this.attempt = 0;
    this.schedule(0);
  }

  /** Stops for good. */
  close(): void {
    this.current = 'stopped';
    this.stopWatching();
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.live) this.live.close();
    else this.socket?.terminate();
    this.live = undefined;
    this.socket = undefined;
  }

  private target(): { address: string; login: DialLogin } {
    const { appObject, user, omitPbxObj } = this.options;
    const object = this.core.objects.app(appObject);
    const url = this.options.url ?? (object ? text(appSettings(object)['url']) : '');
    if (url === '') throw new TypeError(`App object "${appObject}" has no URL on this PBX: create it, or give url`);
    const { address, app } = splitAppUrl(url);
    return { address, login: { appObject, htmlName: this.options.app ?? app, url, user, omitPbxObj } };
  }

  private schedule(ms: number): void {
    clearTimeout(this.timer);
    this.current = 'waiting';
    if (!this.core.down) this.timer = setTimeout(() => this.connect(), ms);
  }

  private connect(): void {
    if (this.core.down) return;
    if (!this.core.objects.app(this.options.appObject)) return;
    this.current = 'dialling';
    let login: DialLogin;
    let socket: WebSocket;
    try {
      const target = this.target();
      login = target.login;
      socket = this.websocket(target.address);
    } catch (error) {
      // Somebody gave the App object a URL that cannot be dialled; it may be put right later.
      this.again(error instanceof Error ? error.message : 'the URL cannot be dialled');
      return;
    }
    this.socket = socket;
    let raw: Duplex | undefined;
    let failure = 'closed before the login';
    socket.once('upgrade', (response) => {
      raw = response.socket;
    });
    socket.once('open', () => {
      if (raw) this.opened(socket, raw, login);
    });
    socket.on('error', (error) => {
      failure = error.message;
    });
    socket.once('close', () => {
      if (this.socket === socket && !this.live) this.again(failure);
    });
  }

  private websocket(address: string): WebSocket {
    return new WebSocket(address, {
      perMessageDeflate: false,
      maxPayload: this.core.options.maxPayload,
      handshakeTimeout: LOGIN_DEADLINE_MS,
      ca: this.options.ca,
    });
  }

  private opened(socket: WebSocket, raw: Duplex, login: DialLogin): void {
    const connection = new Connection(this.core, socket, raw, 'dialled');
    this.live = connection;
    const deadline = setTimeout(() => connection.terminate(), LOGIN_DEADLINE_MS);
    const receiver = new DialledLogin(
      this.core,
      connection,
      login,
      (outcome, detail) => {
        clearTimeout(deadline);
        this.core.tell({ direction: 'dialled', state: outcome, detail });
        if (outcome !== 'connected') return;
        this.attempt = 0;
        this.current = 'connected';
        for (const waiter of this.waiters) waiter();
      },
      () => {
        clearTimeout(deadline);
        if (this.live === connection) this.again('connection lost');
      },
    );
    connection.receiver = receiver;
    receiver.start();
  }

  private again(reason: string): void {
    this.live = undefined;
    this.socket = undefined;
    if (this.current === 'stopped') return;
    const pause = redialPause(this.attempt, this.options.reconnect);
    this.attempt += 1;
    this.core.tell({ direction: 'dialled', state: 'redialling', detail: `${this.options.appObject}: ${reason}` });
    this.schedule(pause);
  }

  private cut(): void {
    const { live, socket } = this;
    this.live = undefined;
    this.socket = undefined;
    if (live) live.terminate();
    else socket?.terminate();
  }
}
