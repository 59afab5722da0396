import * as z from 'zod';
import { defineEvent, defineRequest } from './define';
import { anyObject, flag, inheritable, num, open, opt, text, tristate } from './fields';
import { device, emails, group } from './object-properties';

/* Replication of the user table (innovaphone SDK, PbxTableUsers). The PBX publishes, the app service replicates. */

const api = 'PbxTableUsers';

const deviceColumn = open({
  ...device.shape,
  sreg: opt(flag),
  mr: opt(flag),
  voip: opt(text),
  'gk-id': opt(text),
  prim: opt(text),
});

/** One row. Only subscribed columns are present; an absent one is empty or false. `pseudo` is XML text here. */
const row = open({
  guid: text,
  h323: opt(text),
  pwd: opt(text),
  cn: opt(text),
  dn: opt(text),
  'apps-my': opt(text),
  config: opt(text),
  node: opt(text),
  loc: opt(text),
  e164: opt(text),
  pseudo: opt(text),
  apps: opt(text),
  hide: opt(inheritable),
  'h323-email': opt(inheritable),
  fax: opt(inheritable),
  cfpr: opt(tristate),
  't-cfpr': opt(tristate),
  emails: opt(emails),
  allows: opt(z.array(anyObject)),
  't-allows': opt(z.array(anyObject)),
  grps: opt(z.array(group)),
  devices: opt(z.array(deviceColumn)),
  cds: opt(z.array(anyObject)),
  forks: opt(z.array(anyObject)),
  wakeups: opt(z.array(anyObject)),
});

/**
 * `columns`: what is wanted; `update: true` also wants to change it. `pseudo`: object types, `""` = users, without it users
 * only; keep it short, a list of more than 20 made a 13r3 PBX restart. `guid` and `usn`: from the last run, for changes only.
 */
export const ReplicateStart = defineRequest({
  api,
  mt: 'ReplicateStart',
  resultMt: 'ReplicateStartResult',
  effect: 'subscribe',
  fields: z.object({
    add: opt(flag),
    del: opt(flag),
    columns: z.record(z.string(), open({ update: opt(flag) })),
    pseudo: opt(z.array(text)),
    guid: opt(text),
    usn: opt(num),
  }),
  result: z.object({ columns: opt(anyObject), guid: opt(text), usn: opt(num) }),
});

function emptyAsAbsent(value: unknown): unknown {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0 ? undefined : value;
}

/** One row per answer; an answer without `columns` ends the initial copy. */
export const ReplicateNext = defineRequest({
  api,
  mt: 'ReplicateNext',
  resultMt: 'ReplicateNextResult',
  effect: 'subscribe',
  fields: z.object({}),
  result: z.object({ columns: z.preprocess(emptyAsAbsent, opt(row)).optional(), usn: opt(num) }),
});

/** Changes; may arrive during the initial copy. Their `src` is that of ReplicateStart or of the last ReplicateNext. */
export const ReplicateAdd = defineEvent({ api, mt: 'ReplicateAdd', fields: z.object({ columns: row, usn: opt(num) }) });

/** Carries the complete row of the subscribed columns. */
export const ReplicateUpdate = defineEvent({
  api,
  mt: 'ReplicateUpdate',
  fields: z.object({ columns: row, usn: opt(num) }),
});

/** Carries at least `guid`. */
export const ReplicateDel = defineEvent({ api, mt: 'ReplicateDel', fields: z.object({ columns: row, usn: opt(num) }) });
