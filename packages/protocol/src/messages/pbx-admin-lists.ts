import * as z from 'zod';
import { defineRequest } from './define';
import { anyObject, flag, more, moreToken, none, num, open, opt, text, texts } from './fields';

/*
 * PbxAdminApi: enumerations (innovaphone SDK, PbxAdminApi). The list of a result is required: an answer without it is
 * reported as invalid instead of being taken for "there are none", because plans delete by comparing with these lists.
 */

const api = 'PbxAdminApi';
const page = { more: opt(moreToken), limit: opt(num) };
/** Paging names of these two are inferred from the C++ wrapper; page until an empty answer. */
const inferredPage = { limit: opt(num), last: opt(text) };

/** `title` is the display name, `sip` the Name; `connected` tells whether the App object has its websocket up. */
const app = open({
  title: opt(text),
  app: opt(text),
  url: opt(text),
  connected: opt(flag),
  guid: opt(text),
  sip: opt(text),
  pseudo: opt(z.union([z.string(), anyObject])),
});

export const GetAppObjects = defineRequest({
  api,
  mt: 'GetAppObjects',
  resultMt: 'GetAppObjectsResult',
  effect: 'read',
  /** `uri` is compared with the head of the App URL. */
  fields: z.object({ uri: opt(text), pseudo: opt(text) }),
  result: z.object({ objects: z.array(app) }),
});

/** At most 20 per page. The element is documented as a template; its properties are read as those of an app. */
export const GetApps = defineRequest({
  api,
  mt: 'GetApps',
  resultMt: 'GetAppsResult',
  effect: 'read',
  fields: z.object(page),
  result: z.object({ more: opt(more), objects: z.array(app) }),
});

/** Config templates, at most 50 per page; `config` names up to four parents. */
export const GetConfigObjects = defineRequest({
  api,
  mt: 'GetConfigObjects',
  resultMt: 'GetConfigObjectsResult',
  effect: 'read',
  fields: z.object(page),
  result: z.object({ more: opt(more), objects: z.array(open({ cn: text, guid: opt(text), config: opt(texts) })) }),
});

export const GetConfigs = defineRequest({
  api,
  mt: 'GetConfigs',
  resultMt: 'GetConfigsResult',
  effect: 'read',
  fields: none,
  result: z.object({ configs: z.array(text) }),
});

/**
 * An expensive scan on the PBX. The 14r1 schema names the result GetConfigObjectsResult; that is not read here, because a
 * template without parents would look the same.
 */
export const GetPseudoObjects = defineRequest({
  api,
  mt: 'GetPseudoObjects',
  resultMt: 'GetPseudoObjectsResult',
  effect: 'read',
  fields: z.object({ pseudo: text }),
  result: z.object({ objects: z.array(open({ cn: opt(text), guid: opt(text) })) }),
});

/** At most 64 members. */
export const GetGroup = defineRequest({
  api,
  mt: 'GetGroup',
  resultMt: 'GetGroupResult',
  effect: 'read',
  fields: z.object({ grp: text }),
  result: z.object({
    member: z.array(
      open({
        cn: opt(text),
        dn: opt(text),
        guid: opt(text),
        pseudo: opt(text),
        active: opt(flag),
        dyn: opt(text),
        h323: opt(text),
        e164: opt(text),
      }),
    ),
  }),
});

export const GetGroups = defineRequest({
  api,
  mt: 'GetGroups',
  resultMt: 'GetGroupsResult',
  effect: 'read',
  fields: none,
  result: z.object({ groups: z.array(text) }),
});

/** The 14r1 schema gives the result the name of the request. */
export const GetNodes = defineRequest({
  api,
  mt: 'GetNodes',
  resultMt: 'GetNodesResult',
  effect: 'read',
  fields: z.object(inferredPage),
  result: z.object({ nodes: z.array(open({ name: opt(text), node: opt(text), loc: opt(text) })) }),
  resultAliases: [{ mt: 'GetNodes', recognise: (raw) => Array.isArray(raw.nodes) }],
});

export const GetFilters = defineRequest({
  api,
  mt: 'GetFilters',
  resultMt: 'GetFiltersResult',
  effect: 'read',
  fields: none,
  result: z.object({ filter: z.array(text) }),
});

/** `reason` is `undefined`, `manual` or `automatic`, all three as text. */
export const GetBooleans = defineRequest({
  api,
  mt: 'GetBooleans',
  resultMt: 'GetBooleansResult',
  effect: 'read',
  fields: z.object(inferredPage),
  result: z.object({
    booleans: z.array(open({ guid: opt(text), name: opt(text), on: opt(flag), reason: opt(text) })),
  }),
});

const named = z.array(open({ name: opt(text) }));

export const GetPush = defineRequest({
  api,
  mt: 'GetPush',
  resultMt: 'GetPushResult',
  effect: 'read',
  fields: none,
  result: z.object({ push: named }),
});

export const GetMessages = defineRequest({
  api,
  mt: 'GetMessages',
  resultMt: 'GetMessagesResult',
  effect: 'read',
  fields: none,
  result: z.object({ messages: named }),
});
