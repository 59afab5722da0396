import * as z from 'zod';
import { defineEvent, defineRequest } from '../messages/define';
import { none, opt } from '../messages/fields';
import { choice, count, id, page } from './fields';
import * as shape from './shapes';
import { ATTENDANT_API as api, ROW_UPDATES } from './terms';

/** Without `seeAllParkedCalls` in the settings only the operator's own parked calls are told. */
export const SubscribeParked = defineRequest({
  api,
  mt: 'SubscribeParked',
  resultMt: 'SubscribeParkedResult',
  effect: 'subscribe',
  fields: z.object({ more: opt(id) }),
  result: z.object({ parked: page(shape.ParkedCall), more: opt(id) }),
});

export const UnsubscribeParked = defineRequest({
  api,
  mt: 'UnsubscribeParked',
  resultMt: 'UnsubscribeParkedResult',
  effect: 'subscribe',
  fields: none,
  result: none,
});

/** `changed` carries the whole row, new ones included; `gone` its last state. */
export const ParkedInfo = defineEvent({
  api,
  mt: 'ParkedInfo',
  fields: z.object({ update: choice(ROW_UPDATES), parked: shape.ParkedCall }),
});

/** `user`: where to park, without it at the operator. */
export const ParkCall = defineRequest({
  api,
  mt: 'ParkCall',
  resultMt: 'ParkCallResult',
  effect: 'write',
  fields: z.object({ call: id, user: opt(id), position: opt(count) }),
  result: z.object({ parked: id }),
});

export const UnparkCall = defineRequest({
  api,
  mt: 'UnparkCall',
  resultMt: 'UnparkCallResult',
  effect: 'write',
  fields: z.object({ parked: id }),
  result: z.object({ call: id }),
});
