import type { PbxCore } from '../core';
import { appSettings, displayName, htmlName } from '../session/app-login';
import { templateChain } from '../state/templates';
import { isJsonObject, type Json, type JsonObject, type PbxObject, pseudoType, text } from '../state/types';
import type { Handler } from './call';

const MAX_APPS = 20;
const MAX_CONFIGS = 50;
const MAX_MEMBERS = 64;
const MAX_NODES = 200;

/** PbxAdminApi: enumerations with their paging limits (innovaphone SDK, PbxAdminApi). */
export const adminLists = {
  GetAppObjects: ({ core, request }) => {
    const uri = text(request['uri']);
    const pseudo = text(request['pseudo']) || 'app';
    const objects = ofType(core, pseudo).filter((object) => text(appSettings(object)['url']).startsWith(uri));
    return { objects: objects.map((object) => appElement(core, object)) };
  },

  GetApps: ({ core, request }) => page(request, MAX_APPS, ofType(core, 'app'), (object) => appElement(core, object)),

  GetConfigObjects: ({ core, request }) =>
    page(request, MAX_CONFIGS, ofType(core, 'config'), (object) => ({
      cn: text(object.fields['cn']),
      config: templateChain(object.fields, core.objects.template).map((parent) => text(parent.fields['cn'])),
    })),

  GetConfigs: ({ core }) => ({ configs: ofType(core, 'config').map((object) => text(object.fields['cn'])) }),

  GetPseudoObjects: ({ core, request }) => {
    const type = text(request['pseudo']);
    const objects = ofType(core, type === 'user' ? '' : type);
    return { objects: objects.map((object) => ({ cn: text(object.fields['cn']), guid: object.guid })) };
  },

  GetGroup: ({ core, request }) => {
    const group = text(request['grp']);
    const member: JsonObject[] = [];
    for (const object of core.objects.store.all()) {
      const entry = groupEntries(object).find((each) => text(each['name']) === group);
      if (!entry) continue;
      const { cn, dn, h323, e164 } = object.fields;
      const active = entry['mode'] === 'active';
      member.push({ cn, dn, guid: object.guid, pseudo: pseudoType(object), active, dyn: entry['dyn'], h323, e164 });
      if (member.length >= MAX_MEMBERS) break;
    }
    return { member };
  },

  GetGroups: ({ core }) => {
    const groups = new Set<string>();
    for (const object of core.objects.store.all()) {
      for (const entry of groupEntries(object)) groups.add(text(entry['name']));
    }
    return { groups: [...groups].filter((name) => name !== '').sort() };
  },

  GetNodes: ({ core, request }) => {
    const nodes = core.options.nodes.map(({ name, node, loc }) => ({ name, node, loc: loc ?? core.config.pbx }));
    return { nodes: after(nodes, (node) => node.name, request) };
  },

  GetBooleans: ({ core, request }) => {
    const booleans = ofType(core, 'bool').map((object) => {
      const pseudo = object.fields['pseudo'];
      const settings = isJsonObject(pseudo) && isJsonObject(pseudo['bool']) ? pseudo['bool'] : {};
      return {
        guid: object.guid,
        name: text(object.fields['cn']),
        on: settings['on'] === true,
        reason: text(settings['reason']) || 'undefined',
      };
    });
    return { booleans: after(booleans, (each) => each.name, request) };
  },

  GetFilters: ({ core }) => {
    const names = new Set<string>();
    for (const object of core.objects.store.all()) {
      for (const field of ['filter', 'cd-filter']) names.add(text(object.fields[field]));
    }
    return { filter: [...names].filter((name) => name !== '').sort() };
  },

  GetPush: ({ core }) => ({ push: names(core, 'push') }),
  GetMessages: ({ core }) => ({ messages: names(core, 'messages') }),
} satisfies Record<string, Handler>;

/** Objects of one type in the order of their Long Names; `""` = users. */
export function ofType(core: PbxCore, type: string): PbxObject[] {
  const { store } = core.objects;
  const found: PbxObject[] = [];
  for (const { guid } of store.sorted()) {
    const position = store.factory.positionOf(guid);
    // Untouched users need not be built to know that they are users.
    if (type !== '' && position !== undefined && store.factory.isUser(position) && !store.isChanged(guid)) continue;
    const object = store.get(guid);
    if (object && pseudoType(object) === type) found.push(object);
  }
  return found;
}

function names(core: PbxCore, type: string): JsonObject[] {
  return ofType(core, type).map((object) => ({ name: text(object.fields['cn']) }));
}

function appElement(core: PbxCore, object: PbxObject): JsonObject {
  const url = text(appSettings(object)['url']);
  return {
    title: displayName(object),
    app: htmlName(url),
    url,
    connected: core.isConnected(object.guid),
    guid: object.guid,
    sip: text(object.fields['h323']),
    pseudo: pseudoType(object),
  };
}

function groupEntries(object: PbxObject): JsonObject[] {
  const groups: Json | undefined = object.fields['grp'];
  return Array.isArray(groups) ? groups.filter(isJsonObject) : [];
}

/** One page: objects after the Long Name in `more`, at most `limit` and never above the PBX's cap. */
function page(
  request: JsonObject,
  cap: number,
  sorted: readonly PbxObject[],
  element: (object: PbxObject) => JsonObject,
): JsonObject {
  const more = text(request['more']);
  const asked = typeof request['limit'] === 'number' && request['limit'] >= 1 ? Math.floor(request['limit']) : cap;
  const limit = Math.min(cap, asked);
  const rest = sorted.filter((object) => more === '' || text(object.fields['cn']) > more);
  const rows = rest.slice(0, limit);
  const last = rest.length > limit ? text(rows.at(-1)?.fields['cn']) : undefined;
  return { more: last, objects: rows.map(element) };
}

/** Rows after the name in `last`, at most `limit`. */
function after<T>(rows: readonly T[], name: (row: T) => string, request: JsonObject): T[] {
  const last = text(request['last']);
  const asked = typeof request['limit'] === 'number' && request['limit'] >= 1 ? request['limit'] : MAX_NODES;
  const start = last === '' ? 0 : rows.findIndex((row) => name(row) === last) + 1;
  return last !== '' && start === 0 ? [] : rows.slice(start, start + Math.min(MAX_NODES, asked));
}
