import { NativeAdmin } from './admin';
import { PbxCore, type StateEvent } from './core';
import { type AppOption, type MockPbxOptions, resolveOptions } from './options';
import { type FleetServer, type ServeOptions, serveCores } from './server';
import { appSettings } from './session/app-login';
import { Dialer, type DialOptions } from './session/dialer';
import type { Faults } from './session/faults';
import type { Journal } from './session/journal';
import { makeUserLogin, type UserLogin, type UserLoginRequest } from './session/user-login';
import { API_OF_FLAG } from './state/catalogue';
import { StateFile } from './state/state-file';
import { type JsonObject, text } from './state/types';
import { StateView } from './view';

/** A served PBX. */
export interface PbxServer {
  /** Websocket address of its App objects. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** A live connection as `connections()` tells it. */
export interface ConnectionView {
  readonly id: number;
  readonly direction: 'served' | 'dialled';
  /** Name of the App object it belongs to. */
  readonly app: string | undefined;
  /** `app`: in the name of the App object; `user`: in that of a user. */
  readonly kind: 'app' | 'user' | undefined;
  /** Time of the login; undefined before it. */
  readonly loggedInSince: Date | undefined;
}

/**
 * A simulated innovaphone PBX as far as its App websockets show it. It answers and dials, keeps objects in memory and
 * can be told to misbehave.
 *
 * ```ts
 * const pbx = new MockPbx({ name: 'master', domain: 'example.com', users: 20, apps: [{ name: 'attendant', password: 'secret' }] });
 * const { url } = await pbx.serve({ port: 0 });
 * ```
 */
export class MockPbx implements AsyncDisposable {
  readonly faults: Faults;
  readonly journal: Journal;
  readonly admin: NativeAdmin;
  readonly state: StateView;
  /** Not for tests: what the server and the dialers work on. */
  readonly core: PbxCore;
  private readonly dialers = new Set<Dialer>();
  private readonly servers = new Set<FleetServer>();
  private readonly file: StateFile | undefined;
  private upTimer: NodeJS.Timeout | undefined;

  /** Throws a RangeError for an impossible option and an Error for a state file that cannot be used. */
  constructor(options: MockPbxOptions) {
    const resolved = resolveOptions(options);
    this.core = new PbxCore(resolved);
    this.faults = this.core.faults;
    this.journal = this.core.journal;
    this.admin = new NativeAdmin(this.core, () => this.file?.touch());
    this.state = new StateView(this.core);
    for (const template of resolved.templates) this.ensure({ pseudo: { type: 'config' }, ...template });
    for (const app of resolved.apps) this.ensure(appObject(app, resolved.domain));
    if (resolved.stateFile !== undefined) {
      this.file = new StateFile(this.core, resolved.stateFile);
      for (const app of resolved.apps) this.ensureApp(app);
    }
  }

  get name(): string {
    return this.core.config.pbx;
  }

  get domain(): string {
    return this.core.config.domain;
  }

  /** Accepts websockets at `/<module>/APPS/websocket`. */
  async serve(options: ServeOptions): Promise<PbxServer> {
    const server = await serveCores([this.core], options);
    this.servers.add(server);
    return {
      url: server.urls[0] ?? '',
      port: server.port,
      close: () => {
        this.servers.delete(server);
        return server.close();
      },
    };
  }

  /** Keeps the websocket of an App object open until `close()` of the returned dialer. Throws when there is no URL to dial. */
  dial(options: DialOptions): Dialer {
    const dialer = new Dialer(this.core, options);
    this.dialers.add(dialer);
    return dialer;
  }

  /**
   * Makes the login that a client of this PBX (a browser app, a console) sends to an app service: for the service's challenge,
   * in the name of a user, with the App object's password. Throws an Error with the PBX's text when it refuses.
   */
  userLogin(request: UserLoginRequest): UserLogin {
    return makeUserLogin(this.core, request);
  }

  /** Live connections of both directions. */
  connections(): ConnectionView[] {
    return [...this.core.connections].map((connection) => ({
      id: connection.id,
      direction: connection.direction,
      app: connection.appName,
      kind: connection.isReady ? connection.identity?.kind : undefined,
      loggedInSince: connection.readyAt === undefined ? undefined : new Date(connection.readyAt),
    }));
  }

  /** Tells connections that come up, are refused or go; returns the function that stops it. */
  onState(listener: (event: StateEvent) => void): () => void {
    this.core.stateListeners.add(listener);
    return () => this.core.stateListeners.delete(listener);
  }

  /** Restarts the PBX: websockets are closed in the orderly way, it is gone for `downMs` (default 0), then dials again. */
  restart(options: { readonly downMs?: number } = {}): void {
    this.core.down = true;
    for (const connection of this.core.connections) connection.shutDown(1001, 'restart');
    this.goDown(options.downMs ?? 0);
  }

  /** Cuts the power: every connection dies without a word. Comes back after `downMs`, or with `powerOn()`. */
  powerLoss(options: { readonly downMs?: number } = {}): void {
    this.goDown(options.downMs);
  }

  /** Ends a power loss. */
  powerOn(): void {
    clearTimeout(this.upTimer);
    if (!this.core.down) return;
    this.core.down = false;
    this.core.tell({ direction: 'dialled', state: 'up', detail: this.name });
    for (const dialer of this.dialers) if (dialer.state !== 'stopped') dialer.start();
  }

  /** Stops dialling and serving, closes every connection, writes the state file. */
  async close(): Promise<void> {
    clearTimeout(this.upTimer);
    for (const dialer of this.dialers) dialer.close();
    this.dialers.clear();
    const servers = [...this.servers];
    this.servers.clear();
    await Promise.all(servers.map((server) => server.close()));
    for (const connection of this.core.connections) connection.terminate();
    this.core.calls.reset();
    this.file?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private goDown(downMs: number | undefined): void {
    clearTimeout(this.upTimer);
    this.core.down = true;
    this.core.calls.reset();
    this.core.tell({ direction: 'dialled', state: 'down', detail: this.name });
    for (const dialer of this.dialers) dialer.suspend();
    for (const connection of this.core.connections) connection.terminate();
    if (downMs !== undefined) this.upTimer = setTimeout(() => this.powerOn(), downMs);
  }

  private ensure(fields: JsonObject): void {
    const { error } = this.core.objects.update({ template: 'without', ...fields, guid: '?' }, { kind: 'native' });
    if (error !== undefined) throw new RangeError(`options: object "${text(fields['cn'])}": ${error}`);
  }

  /** An App object named in the options has the password and URL of the options, whatever the state file says. */
  private ensureApp(app: AppOption): void {
    const present = this.core.objects.app(app.name);
    if (!present) {
      this.ensure(appObject(app, this.domain));
      return;
    }
    const settings = appSettings(present);
    const url = app.url ?? settings['url'];
    this.admin.updateObject(present.guid, { pwd: app.password, pseudo: { type: 'app', app: { ...settings, url } } });
  }
}

/** Serves several PBXes at one port; their module names become PBX0, PBX1, ... in the order given. */
export async function serveFleet(pbxes: readonly MockPbx[], options: ServeOptions): Promise<FleetServer> {
  pbxes.forEach((pbx, index) => {
    pbx.core.module = `PBX${index}`;
  });
  return serveCores(
    pbxes.map((pbx) => pbx.core),
    options,
  );
}

function appObject(app: AppOption, domain: string): JsonObject {
  const flags = app.flags ?? (['websocket', ...Object.keys(API_OF_FLAG)] as const);
  const url = app.url ?? `https://apps.${domain}/${domain}/${app.name}/${app.name}`;
  const cn = app.cn ?? app.name;
  return {
    cn,
    dn: app.dn ?? cn,
    h323: app.name,
    pwd: app.password,
    hide: true,
    critical: true,
    pseudo: { type: 'app', app: { url, ...Object.fromEntries(flags.map((flag) => [flag, true])) } },
  };
}
