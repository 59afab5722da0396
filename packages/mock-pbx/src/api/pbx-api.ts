import type { PbxCore } from '../core';
import type { Connection } from '../session/connection';
import { diversionsOf, type DiversionType, withDiversion } from '../state/diversions';
import { isJsonObject, type JsonObject, type PbxObject, text } from '../state/types';
import type { ApiRoute, Call } from './call';
import { profileHandlers } from './profiles';

/** Error numbers of this API are not documented; 1 stands for "no such object". */
const NOT_FOUND = { error: 1, errorText: 'not found' };
const NOT_YOURS = { error: 2, errorText: 'a user login may change the own user only' };

/** Subscriptions and own calls of one connection. */
class PbxApiSession {
  readonly presence = new Map<string, string>();
  readonly alienCalls = new Set<number>();
  alienCount = 0;

  constructor(core: PbxCore, connection: Connection) {
    connection.onceClosed(core.presence.onChange((guid) => this.changed(core, connection, guid)));
  }

  private changed(core: PbxCore, connection: Connection, guid: string): void {
    for (const [key, subscribed] of this.presence) {
      if (subscribed !== guid) continue;
      const src = key === '' ? undefined : key;
      connection.event({ mt: 'PresenceUpdate', api: 'PbxApi', presence: [...core.presence.of(guid)], src });
    }
  }
}

function target({ core, request }: Call): PbxObject | undefined {
  const { store } = core.objects;
  const guid = text(request['guid']);
  if (guid !== '') return store.get(guid);
  return store.find('h323', text(request['sip'])) ?? store.find('e164', text(request['num']));
}

/** The object a user login may change: only its own. */
function isForeign({ connection }: Call, object: PbxObject): boolean {
  return connection.identity?.kind === 'user' && connection.identity.user !== object.guid;
}

function subscribePresence(call: Call): JsonObject {
  const object = target(call);
  if (!object) return { ...NOT_FOUND };
  call.connection.session(PbxApiSession).presence.set(call.src ?? '', object.guid);
  const { h323, e164, dn, emails } = object.fields;
  const first = Array.isArray(emails) ? emails[0] : undefined;
  const email = isJsonObject(first) ? text(first['email']) : '';
  call.indicate('PresenceState', { up: true, sip: h323, num: e164, dn, email });
  call.indicate('PresenceUpdate', { presence: [...call.core.presence.of(object.guid)] });
  return {};
}

function setPresence(call: Call): JsonObject {
  const { core, request } = call;
  const object = target(call);
  if (!object) return { ...NOT_FOUND };
  if (isForeign(call, object)) return { ...NOT_YOURS };
  const activity = text(request['activity']);
  const entry = { contact: text(request['contact']), status: 'open', activity, note: text(request['note']) };
  if (activity === 'on-the-phone') return { error: 3, errorText: 'activity on-the-phone is read only' };
  core.presence.set(object.guid, entry);
  return {};
}

const DIVERSION_TYPES: readonly string[] = ['cfu', 'cfb', 'cfnr'] satisfies DiversionType[];

function isDiversionType(type: string): type is DiversionType {
  return DIVERSION_TYPES.includes(type);
}

function changeDiversion(call: Call, add: boolean): JsonObject {
  const { core, connection, request } = call;
  const object = target(call);
  if (!object || isForeign(call, object)) return { ok: false };
  const type = text(request['type']);
  if (!isDiversionType(type)) return { ok: false };
  const to = { e164: text(request['ep-num']), h323: text(request['ep-sip']) };
  const cds = withDiversion(object, type, add ? to : undefined);
  const origin = { kind: 'connection', id: connection.id } as const;
  return { ok: core.objects.update({ guid: object.guid, cds }, origin).error === undefined };
}

function getDiversion(call: Call): JsonObject {
  const object = target(call);
  const found = object && diversionsOf(object).find((each) => each['type'] === text(call.request['type']));
  const ep = found?.['ep'];
  const first = Array.isArray(ep) && isJsonObject(ep[0]) ? ep[0] : undefined;
  return first ? { num: text(first['e164']), sip: text(first['h323']) } : {};
}

/** PbxApi: presence, favourites, diversions (innovaphone SDK, PbxApi). */
export const pbxApi: ApiRoute = {
  flag: 'pbx',
  forUsers: true,
  errorNumbers: true,
  handlers: {
    ...profileHandlers,
    SubscribePresence: subscribePresence,
    UnsubscribePresence: ({ connection, src }) => {
      connection.session(PbxApiSession).presence.delete(src ?? '');
      return {};
    },
    SetPresence: setPresence,
    GetNodeInfo: ({ core }) => ({
      name: core.options.nodes[0]?.name ?? 'root',
      prefix_intl: '000',
      prefix_ntl: '00',
      prefix_subs: '0',
      country_code: '49',
    }),
    AddAlienCall: ({ connection }) => {
      const session = connection.session(PbxApiSession);
      session.alienCount += 1;
      session.alienCalls.add(session.alienCount);
      return { id: session.alienCount };
    },
    DelAlienCall: ({ connection, request }) =>
      connection.session(PbxApiSession).alienCalls.delete(Number(request['id'])) ? {} : { ...NOT_FOUND },
    AddDiversion: (call) => changeDiversion(call, true),
    DelDiversion: (call) => changeDiversion(call, false),
    GetDiversion: getDiversion,
    AppNotify: ({ core, request }) =>
      core.objects.store.find('h323', text(request['sip'])) ? {} : { error: 'not found' },
  },
  writes: new Set(['SetPresence', 'AddDiversion', 'DelDiversion']),
};
