import type { PbxCore } from '../core';
import { type JsonObject, type PbxObject, text } from '../state/types';
import { grantedApis, loginInfo, makeLogin } from './app-login';
import type { Connection, Receiver } from './connection';
import { dispatch } from './dispatcher';

/** In whose name the PBX, or a user of it, logs in at an app service. */
export interface DialLogin {
  /** Name of the App object. */
  readonly appObject: string;
  /** HTML name of the app, the last component of its URL. */
  readonly htmlName: string;
  /** URL told as `info.appurl`. */
  readonly url: string;
  /** Name of a user: log in as that user through the App object, as a browser app does. */
  readonly user?: string;
  /** Leaves `pbxObj` out of a user login, as an attacker would. */
  readonly omitPbxObj?: boolean;
}

/** How a login at an app service ended. */
export type DialOutcome = 'connected' | 'refused';

/** The PBX as the side that opens the websocket: logs in, tells PbxInfo, then answers requests. */
export class DialledLogin implements Receiver {
  constructor(
    private readonly core: PbxCore,
    private readonly connection: Connection,
    private readonly login: DialLogin,
    private readonly told: (outcome: DialOutcome, detail: string) => void,
    private readonly onClosed: () => void,
  ) {}

  /** Starts the login; call it when the websocket is open. */
  start(): void {
    this.connection.event({ mt: 'AppChallenge' });
  }

  receive(message: JsonObject): void {
    const mt = text(message['mt']);
    if (mt === 'AppChallengeResult') this.sendLogin(message);
    else if (mt === 'AppLoginResult') this.finish(message);
    else if (this.connection.isReady || message['api'] === undefined) dispatch(this.core, this.connection, message);
  }

  closed(): void {
    this.onClosed();
  }

  private subject(app: PbxObject): PbxObject | undefined {
    return this.login.user === undefined ? app : this.core.objects.store.find('h323', this.login.user);
  }

  private sendLogin(message: JsonObject): void {
    if (this.connection.isReady) return;
    const { core, connection, login } = this;
    const app = core.objects.app(login.appObject);
    const subject = app && this.subject(app);
    if (!app || !subject) {
      this.told('refused', `"${login.user ?? login.appObject}" does not exist on this PBX`);
      connection.close();
      return;
    }
    const wrong = [core.faults.take('refuseLogin'), core.faults.take('wrongPassword')].some(Boolean);
    const own = message['sysClient'] === true ? '' : text(app.fields['pwd']);
    const password = wrong ? `not ${own}` : own;
    const challenge = text(message['challenge']);
    const info = this.info(app, subject);
    const made = makeLogin(core, app, { htmlName: login.htmlName, challenge, subject, info, password });
    connection.sessionKey = made.key;
    connection.identity =
      login.user === undefined ? { kind: 'app', app: app.guid } : { kind: 'user', user: subject.guid, app: app.guid };
    connection.event(this.frame(made.login, made.digest));
  }

  private info(app: PbxObject, subject: PbxObject): JsonObject | undefined {
    const mode = this.core.faults.take('infoMode')?.value ?? 'full';
    if (mode === 'missing') return undefined;
    return mode === 'empty' ? {} : loginInfo(this.core, app, subject, this.login.url);
  }

  /** The fields in the captured order, which differs between the two kinds of login. */
  private frame({ sip, guid, dn, domain, app, info }: JsonObject, digest: string): JsonObject {
    if (this.login.user === undefined) return { mt: 'AppLogin', sip, guid, dn, digest, domain, app, info };
    const pbxObj = this.login.omitPbxObj === true ? undefined : this.login.appObject;
    return { mt: 'AppLogin', app, domain, sip, guid, dn, info, digest, pbxObj };
  }

  private finish(message: JsonObject): void {
    const { core, connection, login } = this;
    if (connection.isReady) return;
    if (message['ok'] !== true) {
      const reason = text(message['errorText']) || text(message['error']) || 'login refused';
      this.told('refused', `${login.appObject}: ${reason}`);
      connection.close();
      return;
    }
    connection.readyAt = Date.now();
    const app = core.objects.app(login.appObject);
    if (login.user === undefined && app) {
      const { domain, pbx, dns } = core.config;
      const { version, build } = core.options;
      connection.event({ mt: 'PbxInfo', domain, pbx, pbxDns: dns, apis: grantedApis(app), version, build });
    }
    connection.event({ mt: 'AppInfo', app: login.htmlName });
    this.told('connected', login.appObject);
  }
}
