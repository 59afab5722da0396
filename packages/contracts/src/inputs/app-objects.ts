import { z } from 'zod';
import { appFlagsSchema } from '../apps/flags';
import { appObjectNameSchema, appUrlSchema, longNameSchema } from '../apps/names';
import { pageInput, pbxInput, tenantInput } from './common';

export const listAppObjectsInput = pbxInput.extend({
  ...pageInput,
  q: z.string().trim().max(100).default(''),
  only: z.enum(['all', 'outside', 'hidden', 'connected']).default('all'),
  sort: z.enum(['name', 'longName', 'app', 'changed']).default('name'),
  dir: z.enum(['asc', 'desc']).default('asc'),
});
export type ListAppObjectsInput = z.infer<typeof listAppObjectsInput>;

export const appObjectInput = pbxInput.extend({ guid: z.string().min(1).max(64) });

/** What a person can set on an App object. `templates` are the Long Names of the config templates that give the app. */
export const appObjectFormSchema = z.object({
  name: appObjectNameSchema,
  longName: longNameSchema,
  displayName: z.string().trim().max(63, 'too-long').default(''),
  url: appUrlSchema,
  flags: appFlagsSchema,
  /** `hide`: hidden from the PBX's LDAP directory; `critical`: marked critical. */
  hideFromDirectory: z.boolean().default(true),
  critical: z.boolean().default(true),
  templates: z.array(z.string().min(1).max(63)).max(200).default([]),
});
export type AppObjectForm = z.infer<typeof appObjectFormSchema>;

export const planCreateAppObjectInput = pbxInput.extend({
  /** Catalogue key, absent for a custom app. */
  catalogueKey: z.string().max(40).optional(),
  form: appObjectFormSchema,
});
export const planUpdateAppObjectInput = appObjectInput.extend({
  /** What the form showed when it was opened: the base of the three-way comparison. */
  base: appObjectFormSchema,
  form: appObjectFormSchema,
  /** Make and write a new password; it is not shown. */
  newPassword: z.boolean().default(false),
});
export const planDeleteAppObjectInput = appObjectInput;
/** A plan that puts back what we last applied to the object. */
export const revertOutsideInput = appObjectInput;
/** Keeps an outside change as the new wanted state; `seenAt` is the time of the change as it was shown. */
export const acceptOutsideInput = appObjectInput.extend({ seenAt: z.date() });

export const listPlansInput = tenantInput.extend({
  ...pageInput,
  pbxId: z.uuid().optional(),
  state: z.array(z.enum(['open', 'queued', 'running', 'verified', 'stopped', 'discarded'])).default([]),
  q: z.string().trim().max(100).default(''),
});
export type ListPlansInput = z.infer<typeof listPlansInput>;
export const planInput = tenantInput.extend({ planId: z.uuid() });
