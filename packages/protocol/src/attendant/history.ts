import * as z from 'zod';
import { defineRequest } from '../messages/define';
import { opt } from '../messages/fields';
import { choice, count, id, page } from './fields';
import * as shape from './shapes';
import { ATTENDANT_API as api, HISTORY_FILTERS } from './terms';

/** Calls of this operator, newest first. What retention has deleted is not there; `retentionDays` is told for the notice. */
export const GetHistory = defineRequest({
  api,
  mt: 'GetHistory',
  resultMt: 'GetHistoryResult',
  effect: 'read',
  fields: z.object({ filter: opt(choice(HISTORY_FILTERS)), limit: opt(count), more: opt(id) }),
  result: z.object({ rows: page(shape.HistoryRow), retentionDays: count, more: opt(id) }),
});
