import * as z from 'zod';
import { defineEvent, defineRequest } from './define';
import { flag, none, num, open, opt, text, untyped } from './fields';

/* RCC, remote call control (innovaphone SDK, RCC). Handles (`user`, `call`) are numbers valid on one connection. */

const api = 'RCC';
const target = { cn: opt(text), h323: opt(text), e164: opt(text) };
const newCall = z.object({ call: opt(num) });

/** UserInfo for every visible user comes before the result. `calls`: all calls as CallAdd, CallUpdate, CallDel. */
export const Initialize = defineRequest({
  api,
  mt: 'Initialize',
  resultMt: 'InitializeResult',
  effect: 'subscribe',
  fields: z.object({ grp: opt(flag), limit: opt(num), calls: opt(flag) }),
  result: none,
});

/** `update: "del"` = the user is gone. */
export const UserInfo = defineEvent({
  api,
  mt: 'UserInfo',
  fields: z.object({
    update: opt(text),
    guid: opt(text),
    cn: opt(text),
    dn: opt(text),
    h323: opt(text),
    e164: opt(text),
    node: opt(text),
    pbx: opt(text),
    pseudo: opt(text),
    regs: opt(z.array(open({ hw: opt(text) }))),
    alert: untyped,
    channel: untyped,
  }),
});

export const Devices = defineRequest({
  api,
  mt: 'Devices',
  resultMt: 'DevicesResult',
  effect: 'read',
  fields: z.object({ cn: text }),
  result: z.object({ devices: z.array(open({ hw: opt(text), text: opt(text) })) }),
});

export const UserInitialize = defineRequest({
  api,
  mt: 'UserInitialize',
  resultMt: 'UserInitializeResult',
  effect: 'subscribe',
  fields: z.object({ cn: text, xfer: opt(flag), disc: opt(flag), hw: opt(text) }),
  result: z.object({
    user: opt(num),
    prefixIntl: opt(text),
    prefixNtl: opt(text),
    prefixSubs: opt(text),
    area: opt(text),
    country: opt(text),
    maxIntern: untyped,
    tones: untyped,
    mobile: opt(open({ e164: opt(text), h323: opt(text), off: untyped })),
  }),
});

export const UserEnd = defineRequest({
  api,
  mt: 'UserEnd',
  resultMt: 'UserEndResult',
  effect: 'subscribe',
  fields: z.object({ user: num }),
  result: none,
});

/** One of `e164`, `h323`, `cn`. `call` 0 in the result = failed. */
export const UserCall = defineRequest({
  api,
  mt: 'UserCall',
  resultMt: 'UserCallResult',
  effect: 'write',
  fields: z.object({
    user: num,
    ...target,
    audio: opt(flag),
    ftyNoCF: opt(flag),
    rc: opt(num),
    srce164: opt(text),
    hw: opt(text),
  }),
  result: newCall,
});

/** Some clients send `cause` as text and add `user`. */
export const UserClear = defineRequest({
  api,
  mt: 'UserClear',
  resultMt: 'UserClearResult',
  effect: 'write',
  fields: z.object({ call: num, cause: opt(num), user: opt(num) }),
  result: none,
});

/** Makes the phone answer. */
export const UserConnect = defineRequest({
  api,
  mt: 'UserConnect',
  resultMt: 'UserConnectResult',
  effect: 'write',
  fields: z.object({ call: num }),
  result: none,
});

export const UserHold = defineRequest({
  api,
  mt: 'UserHold',
  resultMt: 'UserHoldResult',
  effect: 'write',
  fields: z.object({ call: num, remote: opt(flag) }),
  result: none,
});

export const UserRetrieve = defineRequest({
  api,
  mt: 'UserRetrieve',
  resultMt: 'UserRetrieveResult',
  effect: 'write',
  fields: z.object({ call: num }),
  result: none,
});

export const UserPark = defineRequest({
  api,
  mt: 'UserPark',
  resultMt: 'UserParkResult',
  effect: 'write',
  fields: z.object({ call: num, cn: opt(text), position: opt(num) }),
  result: newCall,
});

export const UserPickup = defineRequest({
  api,
  mt: 'UserPickup',
  resultMt: 'UserPickupResult',
  effect: 'write',
  fields: z.object({ user: num, call: opt(num), cn: opt(text) }),
  result: newCall,
});

/** Ignores the diversions of the target. */
export const UserRedirect = defineRequest({
  api,
  mt: 'UserRedirect',
  resultMt: 'UserRedirectResult',
  effect: 'write',
  fields: z.object({ call: num, ...target, rc: opt(num) }),
  result: none,
});

/** Obeys the diversions of the target. */
export const UserReroute = defineRequest({
  api,
  mt: 'UserReroute',
  resultMt: 'UserRerouteResult',
  effect: 'write',
  fields: z.object({ call: num, ...target }),
  result: none,
});

export const UserTransfer = defineRequest({
  api,
  mt: 'UserTransfer',
  resultMt: 'UserTransferResult',
  effect: 'write',
  fields: z.object({ a: num, b: num }),
  result: none,
});

export const UserMediaTransfer = defineRequest({
  api,
  mt: 'UserMediaTransfer',
  resultMt: 'UserMediaTransferResult',
  effect: 'write',
  fields: z.object({ a: num, b: num, user: opt(num), peer: untyped }),
  result: none,
});

export const UserRc = defineRequest({
  api,
  mt: 'UserRc',
  resultMt: 'UserRcResult',
  effect: 'write',
  fields: z.object({ call: num, rc: num }),
  result: none,
});

/** Overlap dialling. Shares its `mt` with the indication UserInfo; only this one carries a call handle. */
export const UserInfoDial = defineRequest({
  api,
  mt: 'UserInfo',
  resultMt: 'UserInfoResult',
  effect: 'write',
  fields: z.object({ call: num, cdpn: opt(text), key: opt(text), dsp: opt(text) }),
  result: none,
  recognise: (raw) => 'call' in raw && !('guid' in raw) && !('cn' in raw),
});

export const UserDTMF = defineRequest({
  api,
  mt: 'UserDTMF',
  resultMt: 'UserDTMFResult',
  effect: 'write',
  fields: z.object({ call: num, recv: opt(flag), dtmf: text }),
  result: none,
});

export const UserUUI = defineRequest({
  api,
  mt: 'UserUUI',
  resultMt: 'UserUUIResult',
  effect: 'write',
  fields: z.object({ call: num, recv: opt(flag), uui: text }),
  result: none,
});

export const UserCtrlCall = defineRequest({
  api,
  mt: 'UserCtrlCall',
  resultMt: 'UserCtrlCallResult',
  effect: 'write',
  fields: z.object({ call: num, info: untyped }),
  result: none,
});

export const UserCtComplete = defineRequest({
  api,
  mt: 'UserCtComplete',
  resultMt: 'UserCtCompleteResult',
  effect: 'write',
  fields: z.object({ call: num, e164: opt(text), h323: opt(text) }),
  result: none,
});

const connector = open({
  type: opt(text),
  cn: opt(text),
  dn: opt(text),
  h323: opt(text),
  e164: opt(text),
  norm: opt(text),
});

/** The end of a call is told by `del: true`, by `msg: "del"`, or both; see `isCallOver`. */
export const CallInfo = defineEvent({
  api,
  mt: 'CallInfo',
  fields: z.object({
    user: num,
    call: num,
    conf: opt(text),
    state: opt(num),
    time: opt(num),
    peer: opt(connector),
    no: opt(z.array(connector)),
    msg: opt(text),
    dtmf: opt(text),
    info: opt(z.array(open({ type: opt(text), vali: opt(num), vals: opt(text) }))),
    del: opt(flag),
  }),
});

export const CallAdd = defineEvent({
  api,
  mt: 'CallAdd',
  fields: z.object({
    guid: opt(text),
    cn: opt(text),
    call: num,
    state: opt(num),
    'conf-id': opt(text),
    'call-id': opt(text),
  }),
});

const side = open({ h323: opt(text), e164: opt(text) });

export const CallUpdate = defineEvent({
  api,
  mt: 'CallUpdate',
  fields: z.object({ call: num, msg: opt(text), local: opt(side), remote: opt(side) }),
});

/** The document says CallDel in the table and CallDelete once in the text. */
export const CallDel = defineEvent({
  api,
  mt: 'CallDel',
  fields: z.object({ call: num }),
  aliases: [{ mt: 'CallDelete', recognise: () => true }],
});
