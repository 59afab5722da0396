import * as z from 'zod';
import { defineRequest } from '../messages/define';
import { flag, opt } from '../messages/fields';
import { bounded, count, id, number, page } from './fields';
import * as shape from './shapes';
import { ATTENDANT_API as api, ATTENDANT_LIMITS } from './terms';

/** `limit` can only lower the cap of the settings. `truncated`: there would have been more rows than the cap allows. */
export const SearchDirectory = defineRequest({
  api,
  mt: 'SearchDirectory',
  resultMt: 'SearchDirectoryResult',
  effect: 'read',
  fields: z.object({ query: bounded(ATTENDANT_LIMITS.queryLength), limit: opt(count), more: opt(id) }),
  result: z.object({ rows: page(shape.Contact), truncated: flag, more: opt(id) }),
});

/** Who has this number. Refused as `too-short` below the minimum length of the settings. */
export const LookupNumber = defineRequest({
  api,
  mt: 'LookupNumber',
  resultMt: 'LookupNumberResult',
  effect: 'read',
  fields: z.object({ number }),
  result: z.object({ number, rows: page(shape.Contact) }),
});
