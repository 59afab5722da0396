import * as z from 'zod';
import { defineEvent, defineRequest } from '../messages/define';
import { none, opt } from '../messages/fields';
import { choice, id, page } from './fields';
import * as shape from './shapes';
import { ATTENDANT_API as api, ROW_UPDATES } from './terms';

/** For supervisors. `licences`: one row per console type of the organisation. */
export const SubscribeDashboard = defineRequest({
  api,
  mt: 'SubscribeDashboard',
  resultMt: 'SubscribeDashboardResult',
  effect: 'subscribe',
  fields: z.object({ more: opt(id) }),
  result: z.object({ operators: page(shape.DashboardRow), licences: z.array(shape.Licence).max(3), more: opt(id) }),
});

export const UnsubscribeDashboard = defineRequest({
  api,
  mt: 'UnsubscribeDashboard',
  resultMt: 'UnsubscribeDashboardResult',
  effect: 'subscribe',
  fields: none,
  result: none,
});

/** `changed` carries the whole row, new ones included; `gone` its last state. `licences` when their use changed. */
export const DashboardInfo = defineEvent({
  api,
  mt: 'DashboardInfo',
  fields: z.object({
    update: choice(ROW_UPDATES),
    operator: shape.DashboardRow,
    licences: opt(z.array(shape.Licence).max(3)),
  }),
});
