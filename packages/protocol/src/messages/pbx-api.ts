import * as z from 'zod';
import { defineEvent, defineRequest } from './define';
import { flag, none, num, open, opt, text } from './fields';

/* PbxApi: presence, profiles (favourites), diversions (innovaphone SDK, PbxApi). */

const api = 'PbxApi';
const endpoint = { sip: opt(text), num: opt(text) };

export const SubscribePresence = defineRequest({
  api,
  mt: 'SubscribePresence',
  resultMt: 'SubscribePresenceResult',
  effect: 'subscribe',
  fields: z.object(endpoint),
  result: none,
});

/** The subscription is identified by `src`. */
export const UnsubscribePresence = defineRequest({
  api,
  mt: 'UnsubscribePresence',
  resultMt: 'UnsubscribePresenceResult',
  effect: 'subscribe',
  fields: z.object(endpoint),
  result: none,
});

export const PresenceState = defineEvent({
  api,
  mt: 'PresenceState',
  fields: z.object({ up: opt(flag), sip: opt(text), num: opt(text), dn: opt(text), email: opt(text) }),
});

/** Newest first. */
export const PresenceUpdate = defineEvent({
  api,
  mt: 'PresenceUpdate',
  fields: z.object({
    presence: z.array(open({ contact: opt(text), status: opt(text), activity: opt(text), note: opt(text) })),
  }),
});

/** `contact`: `tel:` (user), `im:` (PBX), `calendar:`; `activity`: "", away, busy, dnd. */
export const SetPresence = defineRequest({
  api,
  mt: 'SetPresence',
  resultMt: 'SetPresenceResult',
  effect: 'write',
  fields: z.object({ sip: opt(text), guid: opt(text), contact: text, activity: opt(text), note: opt(text) }),
  result: none,
});

const contact = open({
  id: opt(num),
  name: opt(text),
  num: opt(text),
  dsp: opt(text),
  presence: opt(flag),
  dialog: opt(flag),
  ext: opt(text),
});

export const SubscribeProfile = defineRequest({
  api,
  mt: 'SubscribeProfile',
  resultMt: 'SubscribeProfileResult',
  effect: 'subscribe',
  fields: none,
  result: z.object({ profile: opt(open({ id: opt(num), name: opt(text), contacts: opt(z.array(contact)) })) }),
});

export const UnsubscribeProfile = defineRequest({
  api,
  mt: 'UnsubscribeProfile',
  resultMt: 'UnsubscribeProfileResult',
  effect: 'subscribe',
  fields: none,
  result: none,
});

const profileContact = z.object({ profile: open({ id: opt(num), contact: opt(contact) }) });

export const ProfileContactAdded = defineEvent({ api, mt: 'ProfileContactAdded', fields: profileContact });
export const ProfileContactDeleted = defineEvent({ api, mt: 'ProfileContactDeleted', fields: profileContact });

export const AddProfile = defineRequest({
  api,
  mt: 'AddProfile',
  resultMt: 'AddProfileResult',
  effect: 'write',
  fields: z.object({ name: text }),
  result: z.object({ id: opt(num) }),
});

export const DelProfile = defineRequest({
  api,
  mt: 'DelProfile',
  resultMt: 'DelProfileResult',
  effect: 'write',
  fields: z.object({ id: num }),
  result: none,
});

export const UpdateProfile = defineRequest({
  api,
  mt: 'UpdateProfile',
  resultMt: 'UpdateProfileResult',
  effect: 'write',
  fields: z.object({ id: num, name: text }),
  result: none,
});

const newContact = open({ id: opt(num), dn: opt(text), sip: opt(text), num: opt(text) });

export const AddProfileContact = defineRequest({
  api,
  mt: 'AddProfileContact',
  resultMt: 'AddProfileContactResult',
  effect: 'write',
  fields: z.object({ id: num, name: opt(text), contact: newContact }),
  result: none,
});

export const DelProfileContact = defineRequest({
  api,
  mt: 'DelProfileContact',
  resultMt: 'DelProfileContactResult',
  effect: 'write',
  fields: z.object({ id: num, contact: open({ id: num }) }),
  result: none,
});

export const UpdateProfileContact = defineRequest({
  api,
  mt: 'UpdateProfileContact',
  resultMt: 'UpdateProfileContactResult',
  effect: 'write',
  fields: z.object({ id: num, contact: newContact }),
  result: none,
});

export const GetNodeInfo = defineRequest({
  api,
  mt: 'GetNodeInfo',
  resultMt: 'GetNodeInfoResult',
  effect: 'read',
  fields: none,
  result: z.object({
    name: opt(text),
    prefix_intl: opt(text),
    prefix_ntl: opt(text),
    prefix_subs: opt(text),
    country_code: opt(text),
  }),
});

export const AddAlienCall = defineRequest({
  api,
  mt: 'AddAlienCall',
  resultMt: 'AddAlienCallResult',
  effect: 'write',
  fields: none,
  result: z.object({ id: num }),
});

export const DelAlienCall = defineRequest({
  api,
  mt: 'DelAlienCall',
  resultMt: 'DelAlienCallResult',
  effect: 'write',
  fields: z.object({ id: num }),
  result: none,
});

const diversion = { sip: opt(text), guid: opt(text), type: text };

export const AddDiversion = defineRequest({
  api,
  mt: 'AddDiversion',
  resultMt: 'AddDiversionResult',
  effect: 'write',
  fields: z.object({ ...diversion, 'ep-sip': opt(text), 'ep-num': opt(text) }),
  result: z.object({ ok: opt(flag) }),
});

export const DelDiversion = defineRequest({
  api,
  mt: 'DelDiversion',
  resultMt: 'DelDiversionResult',
  effect: 'write',
  fields: z.object(diversion),
  result: z.object({ ok: opt(flag) }),
});

export const GetDiversion = defineRequest({
  api,
  mt: 'GetDiversion',
  resultMt: 'GetDiversionResult',
  effect: 'read',
  fields: z.object(diversion),
  result: z.object({ num: opt(text), sip: opt(text) }),
});

export const AppNotify = defineRequest({
  api,
  mt: 'AppNotify',
  resultMt: 'AppNotifyResult',
  effect: 'write',
  fields: z.object({ sip: text, link: opt(text), title: opt(text), text: opt(text) }),
  result: none,
});
