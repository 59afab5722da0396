import * as z from 'zod';
import { defineEvent, defineRequest } from './define';
import { anyObject, none, open, opt, text } from './fields';

/* Services: which other app services this App object may use (innovaphone SDK, Services). */

const api = 'Services';

export const SubscribeServices = defineRequest({
  api,
  mt: 'SubscribeServices',
  resultMt: 'SubscribeServicesResult',
  effect: 'subscribe',
  fields: none,
  result: none,
});

export const UnsubscribeServices = defineRequest({
  api,
  mt: 'UnsubscribeServices',
  resultMt: 'UnsubscribeServicesResult',
  effect: 'subscribe',
  fields: none,
  result: none,
});

/**
 * Sent at once and on change. `name` is the Name of the App object. `info` is documented as `{ServiceId: model}` and seen as
 * `{apis: {ServiceId: model}}`; `url` may still be the http URL of the app.
 */
export const ServicesInfo = defineEvent({
  api,
  mt: 'ServicesInfo',
  fields: z.object({
    services: z.array(
      open({ name: opt(text), title: opt(text), url: opt(text), type: opt(text), info: opt(anyObject) }),
    ),
  }),
});

/** The result is passed on as AppLogin to the service; `key` is the session key, encrypted with seed `salt`. */
export const GetServiceLogin = defineRequest({
  api,
  mt: 'GetServiceLogin',
  resultMt: 'GetServiceLoginResult',
  effect: 'read',
  fields: z.object({ app: text, challenge: text }),
  result: z.object({
    domain: opt(text),
    sip: opt(text),
    guid: opt(text),
    dn: opt(text),
    pbxObj: opt(text),
    app: opt(text),
    info: opt(anyObject),
    digest: opt(text),
    key: opt(text),
    salt: opt(text),
  }),
});
