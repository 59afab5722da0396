import { z } from 'zod';
import { appObjectNameSchema, objectPasswordSchema } from '../apps/names';
import { linkKinds, syncStates } from '../views/states';
import { pageInput, pbxInput, tenantInput } from './common';

export const pbxSortKeys = ['name', 'organisation', 'link', 'sync', 'version', 'lastChange'] as const;

export const listPbxsInput = tenantInput.extend({
  ...pageInput,
  q: z.string().trim().max(100).default(''),
  link: z.array(z.enum(linkKinds)).default([]),
  sync: z.array(z.enum(syncStates)).default([]),
  direction: z.enum(['inbound', 'outbound']).optional(),
  sort: z.enum(pbxSortKeys).default('name'),
  dir: z.enum(['asc', 'desc']).default('asc'),
});
export type ListPbxsInput = z.infer<typeof listPbxsInput>;

export const pbxNameSchema = z.string().trim().min(1, 'name-required').max(80, 'too-long');

/** Host name part of the inbound path: the PBX's system name, as in `example.com`. */
export const systemNameSchema = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, 'domain-required')
  .max(120, 'too-long')
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 'domain-characters');

/** Address of a PBX we dial: a host, `host:port`, or a ws(s)/http(s) URL; `/PBX0/APPS/websocket` is added when no path is given. */
export const pbxAddressSchema = z.string().trim().min(1, 'address-required').max(255, 'too-long');

const createCommon = { targetOrganisationId: z.uuid(), name: pbxNameSchema, appObjectName: appObjectNameSchema };

export const createPbxInput = z.discriminatedUnion('direction', [
  tenantInput.extend({ direction: z.literal('inbound'), ...createCommon, domain: systemNameSchema }),
  tenantInput.extend({
    direction: z.literal('outbound'),
    ...createCommon,
    address: pbxAddressSchema,
    /** Left out: we make one and show it once. */
    password: objectPasswordSchema.optional(),
    /** SHA-256 fingerprint that the person confirmed after `probeCertificate`. */
    pinnedFingerprint: z.string().max(128).optional(),
  }),
]);
export type CreatePbxInput = z.infer<typeof createPbxInput>;

export const updatePbxInput = pbxInput.extend({
  /** The row version the form was opened with; another one is refused as `plan-outdated`. */
  version: z.number().int(),
  name: pbxNameSchema.optional(),
  enabled: z.boolean().optional(),
  address: pbxAddressSchema.optional(),
  pinnedFingerprint: z.string().max(128).nullable().optional(),
});
export type UpdatePbxInput = z.infer<typeof updatePbxInput>;

/** Deleting asks for the PBX's name, typed. Nothing on the PBX itself is changed. */
export const deletePbxInput = pbxInput.extend({ confirmName: z.string() });
export const setPbxPasswordInput = pbxInput.extend({ password: objectPasswordSchema.optional() });
export const probeCertificateInput = tenantInput.extend({ address: pbxAddressSchema });
export const pbxActivityInput = pbxInput.extend(pageInput);
