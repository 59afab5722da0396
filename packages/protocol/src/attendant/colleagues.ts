import * as z from 'zod';
import { defineEvent, defineRequest } from '../messages/define';
import { none, opt } from '../messages/fields';
import { choice, count, id, page } from './fields';
import * as shape from './shapes';
import { ATTENDANT_API as api, ROW_UPDATES } from './terms';

/** The first request starts ColleagueInfo, with its `src`; those with `more` only fetch the pages that follow. */
export const SubscribeColleagues = defineRequest({
  api,
  mt: 'SubscribeColleagues',
  resultMt: 'SubscribeColleaguesResult',
  effect: 'subscribe',
  fields: z.object({ more: opt(id), limit: opt(count) }),
  result: z.object({ colleagues: page(shape.Colleague), more: opt(id) }),
});

export const UnsubscribeColleagues = defineRequest({
  api,
  mt: 'UnsubscribeColleagues',
  resultMt: 'UnsubscribeColleaguesResult',
  effect: 'subscribe',
  fields: none,
  result: none,
});

/** `changed` carries the whole row, new ones included; `gone` its last state. */
export const ColleagueInfo = defineEvent({
  api,
  mt: 'ColleagueInfo',
  fields: z.object({ update: choice(ROW_UPDATES), colleague: shape.Colleague }),
});
