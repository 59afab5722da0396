import * as z from 'zod';
import { defineEvent, defineRequest } from './define';
import { anyObject, flag, none, open, opt, text } from './fields';

/* Base protocol of AppWebsocket (innovaphone SDK, AppWebsocket): login, what an app is, keep-alive. No `api`. */

export const AppChallenge = defineRequest({
  api: undefined,
  mt: 'AppChallenge',
  resultMt: 'AppChallengeResult',
  effect: 'session',
  fields: none,
  /** A challenge that arrives as a JSON number is read as its decimal text. `sysClient` means: log in with password "". */
  result: z.object({ challenge: text, sysClient: opt(flag), nonce: opt(text), dn: opt(text) }),
});

export const AppLogin = defineRequest({
  api: undefined,
  mt: 'AppLogin',
  resultMt: 'AppLoginResult',
  effect: 'session',
  /** `pbxObj` is outside the digest and proves nothing; see `classifyLogin`. */
  fields: z.object({
    app: opt(text),
    domain: opt(text),
    sip: opt(text),
    guid: opt(text),
    dn: opt(text),
    info: opt(anyObject),
    digest: text,
    pbxObj: opt(text),
  }),
  /** Success is `ok: true` and nothing else; `ok` missing is a refusal. */
  result: z.object({ ok: opt(flag), domain: opt(text), app: opt(text) }),
});

const appInfo = open({
  hidden: opt(flag),
  presence: opt(z.union([z.boolean(), z.string()])),
  apis: opt(anyObject),
  wake: opt(z.array(text)),
});
const appServiceInfo = open({ apis: opt(anyObject) });

export const AppInfo = defineRequest({
  api: undefined,
  mt: 'AppInfo',
  resultMt: 'AppInfoResult',
  effect: 'read',
  fields: z.object({ app: text }),
  /** Peers spell `serviceInfo` in three ways; all are read, see `serviceInfoOf`. Only `serviceInfo` should be written. */
  result: z.object({
    app: opt(text),
    info: opt(appInfo),
    serviceInfo: opt(appServiceInfo),
    seviceInfo: opt(appServiceInfo),
    sericeinfo: opt(appServiceInfo),
    deviceapp: opt(text),
  }),
  /** The 13r1 document shows the answer under the name of the request. */
  resultAliases: [{ mt: 'AppInfo', recognise: (raw) => typeof raw.info === 'object' || 'serviceInfo' in raw }],
});

/** Result name and `ok` are inferred: the documents do not name the answer. */
export const AppCheckLogin = defineRequest({
  api: undefined,
  mt: 'AppCheckLogin',
  resultMt: 'AppCheckLoginResult',
  effect: 'read',
  fields: z.object({ app: text, domain: opt(text), challenge: text, digest: text }),
  result: z.object({ ok: opt(flag) }),
});

export const CheckBuild = defineRequest({
  api: undefined,
  mt: 'CheckBuild',
  resultMt: 'CheckBuildResult',
  effect: 'read',
  fields: z.object({ url: text }),
  result: z.object({ url: opt(text) }),
});

export const PbxInfo = defineEvent({
  api: undefined,
  mt: 'PbxInfo',
  /** Sent by the PBX on connections it made itself, after login; `version` and `build` since 13r2. */
  fields: z.object({
    domain: opt(text),
    pbx: opt(text),
    pbxDns: opt(text),
    apis: z.array(z.string()),
    version: opt(text),
    build: opt(text),
  }),
});

export const KeepAlive = defineEvent({ api: undefined, mt: 'KeepAlive', fields: none });

/** Seen from one public app service as its answer to something it does not understand. */
export const ErrorEvent = defineEvent({ api: undefined, mt: 'Error', fields: z.object({ text: opt(text) }) });
