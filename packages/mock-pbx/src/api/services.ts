import { encryptWithSeed } from '@switchroom/protocol';
import { randomBytes } from 'node:crypto';
import type { PbxCore } from '../core';
import { appSettings, displayName, htmlName, loginInfo, makeLogin } from '../session/app-login';
import type { Connection } from '../session/connection';
import { type JsonObject, type PbxObject, splitNames, text } from '../state/types';
import type { ApiRoute, Call } from './call';

/** App objects that are granted to the App object of a connection. */
function grantedServices({ core, connection }: { core: PbxCore; connection: Connection }): PbxObject[] {
  const own = connection.identity?.app === undefined ? undefined : core.objects.store.get(connection.identity.app);
  if (!own) return [];
  const names = splitNames(core.objects.effective(own)['apps']);
  return names.map((name) => core.objects.app(name)).filter((app) => app !== undefined);
}

function describe(app: PbxObject): JsonObject {
  const url = text(appSettings(app)['url']);
  return { name: text(app.fields['h323']), title: displayName(app), url, info: { apis: {} } };
}

/** The subscription of one connection. */
class ServicesSession {
  private call: Call | undefined;
  private last = '';

  constructor(core: PbxCore, connection: Connection) {
    connection.onceClosed(core.objects.onChange(() => this.tell()));
  }

  subscribe(call: Call): void {
    this.call = call;
    this.last = '';
    this.tell();
  }

  unsubscribe(): void {
    this.call = undefined;
  }

  private tell(): void {
    if (!this.call) return;
    const services = grantedServices(this.call).map(describe);
    const state = JSON.stringify(services);
    if (state === this.last) return;
    this.last = state;
    this.call.indicate('ServicesInfo', { services });
  }
}

function serviceLogin(call: Call): JsonObject {
  const { core, connection, request } = call;
  const name = text(request['app']);
  const app = grantedServices(call).find((each) => text(each.fields['h323']) === name);
  const self = connection.identity?.app === undefined ? undefined : core.objects.store.get(connection.identity.app);
  if (!app || !self) return { error: `service "${name}" is not granted to this App object` };
  const info = loginInfo(core, app, self);
  const { login, digest, key } = makeLogin(core, app, {
    htmlName: htmlName(text(appSettings(app)['url'])),
    challenge: text(request['challenge']),
    subject: self,
    info,
    password: text(app.fields['pwd']),
  });
  const salt = randomBytes(8).toString('hex');
  return { ...login, pbxObj: name, digest, salt, key: encryptWithSeed(salt, connection.sessionKey, key) };
}

/** Services: which other app services an App object may use (innovaphone SDK, Services). */
export const servicesApi: ApiRoute = {
  flag: 'services',
  forUsers: false,
  handlers: {
    SubscribeServices: (call) => {
      call.connection.session(ServicesSession).subscribe(call);
      return {};
    },
    UnsubscribeServices: ({ connection }) => {
      connection.session(ServicesSession).unsubscribe();
      return {};
    },
    GetServiceLogin: serviceLogin,
  },
  writes: new Set(),
};
