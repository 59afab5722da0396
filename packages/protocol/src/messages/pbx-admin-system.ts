import * as z from 'zod';
import { defineEvent, defineRequest } from './define';
import { flag, none, num, open, opt, text } from './fields';

/* PbxAdminApi: the PBX itself, its licences and what can be monitored (innovaphone SDK, PbxAdminApi). */

const api = 'PbxAdminApi';

export const MonitorAdminObject = defineRequest({
  api,
  mt: 'MonitorAdminObject',
  resultMt: 'MonitorAdminObjectResult',
  effect: 'subscribe',
  fields: none,
  result: none,
});

/** Both values are ciphertext of an unpublished cipher: opaque, and secret. */
export const MonitorAdminObjectInfo = defineEvent({
  api,
  mt: 'MonitorAdminObjectInfo',
  fields: z.object({ pwd: opt(text), key: opt(text) }),
});

/** `stop: true` ends the subscription. */
export const MonitorConfig = defineRequest({
  api,
  mt: 'MonitorConfig',
  resultMt: 'MonitorConfigResult',
  effect: 'subscribe',
  fields: z.object({ stop: opt(flag) }),
  result: none,
});

export const MonitorConfigInfo = defineEvent({
  api,
  mt: 'MonitorConfigInfo',
  fields: z.object({ domain: opt(text), pbx: opt(text), dns: opt(text), ip4: opt(text) }),
  /** The 14r1 schema gives the indication the name of the request. */
  aliases: [
    { mt: 'MonitorConfig', recognise: (raw) => 'domain' in raw || 'pbx' in raw || 'dns' in raw || 'ip4' in raw },
  ],
});

export const MonitorUnallowed = defineRequest({
  api,
  mt: 'MonitorUnallowed',
  resultMt: 'MonitorUnallowedResult',
  effect: 'subscribe',
  fields: z.object({ stop: opt(flag) }),
  result: none,
});

const unallowed = z.object({ user: opt(text), srcs: opt(z.array(open({ name: opt(text), grp: opt(flag) }))) });

/** A subscription to a user who has not made the subscriber visible. */
export const MonitorUnallowedAdd = defineEvent({ api, mt: 'MonitorUnallowedAdd', fields: unallowed });
export const MonitorUnallowedDel = defineEvent({ api, mt: 'MonitorUnallowedDel', fields: unallowed });

export const GetPbxConfig = defineRequest({
  api,
  mt: 'GetPbxConfig',
  resultMt: 'GetPbxConfigResult',
  effect: 'read',
  fields: none,
  result: z.object({ loc: opt(text) }),
});

/** Amounts are decimal texts on the wire; `licenceOf` makes numbers of them. */
const licence = {
  name: opt(text),
  version: opt(text),
  count: opt(text),
  used: opt(text),
  local: opt(text),
  slaves: opt(text),
};

/** `lic` is missing in test mode and without licences. */
export const GetPbxLicenses = defineRequest({
  api,
  mt: 'GetPbxLicenses',
  resultMt: 'GetPbxLicensesResult',
  effect: 'read',
  fields: none,
  result: z.object({ lic: opt(z.array(open(licence))) }),
});

export const GetAppLics = defineRequest({
  api,
  mt: 'GetAppLics',
  resultMt: 'GetAppLicsResult',
  effect: 'read',
  fields: none,
  result: z.object({ lic: opt(z.array(open({ ...licence, key: opt(text) }))) }),
});

/** Exactly one of `guid`, `cn`, `h323`; `lic` as on the PBX, for example `App(innovaphone-switchboard)`. */
export const CheckAppLic = defineRequest({
  api,
  mt: 'CheckAppLic',
  resultMt: 'CheckAppLicResult',
  effect: 'read',
  fields: z.object({ guid: opt(text), cn: opt(text), h323: opt(text), lic: text }),
  result: z.object({ ok: opt(flag) }),
});

/** The digest is for AppCheckLogin at the app; `domain` is sent although no document lists it. */
export const GetAppLogin = defineRequest({
  api,
  mt: 'GetAppLogin',
  resultMt: 'GetAppLoginResult',
  effect: 'read',
  fields: z.object({ app: text, challenge: text }),
  result: z.object({ app: opt(text), digest: opt(text), domain: opt(text) }),
});

/** Reverse proxies. */
export const GetRPs = defineRequest({
  api,
  mt: 'GetRPs',
  resultMt: 'GetRPsResult',
  effect: 'read',
  fields: none,
  result: z.object({
    addr: opt(text),
    hw: opt(text),
    dns: opt(text),
    rp: opt(z.array(open({ addr: opt(text), cert: opt(text), cert2: opt(text) }))),
  }),
});

/** Ports and names for building `wss://<dns>[:port]/<module>/APPS/websocket` of another PBX. */
export const GetLocation = defineRequest({
  api,
  mt: 'GetLocation',
  resultMt: 'GetLocationResult',
  effect: 'read',
  fields: z.object({ loc: text }),
  result: z.object({
    loc: opt(text),
    http: opt(num),
    https: opt(num),
    module: opt(text),
    dns: opt(text),
    addr: opt(text),
  }),
});

/** Several addresses in one text are separated by `;`. */
export const GetStun = defineRequest({
  api,
  mt: 'GetStun',
  resultMt: 'GetStunResult',
  effect: 'read',
  fields: none,
  result: z.object({ stun: opt(text), turn: opt(text), turnUsr: opt(text), turnPwd: opt(text), stunSlow: opt(flag) }),
});
