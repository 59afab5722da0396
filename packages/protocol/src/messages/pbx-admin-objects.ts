import * as z from 'zod';
import { defineRequest } from './define';
import { flag, none, open, opt, text } from './fields';
import { objectShape, pseudoRead, pseudoWritten } from './object-properties';

/* PbxAdminApi: one object at a time (innovaphone SDK, PbxAdminApi). */

const api = 'PbxAdminApi';

/** Identifies an object; the PBX prefers `guid` to `cn` to `h323`. */
const identity = { guid: opt(text), cn: opt(text), h323: opt(text) };

/** Creates without `guid`, else changes only the fields present. `guid` in the result is that of a created object. */
export const UpdateObject = defineRequest({
  api,
  mt: 'UpdateObject',
  resultMt: 'UpdateObjectResult',
  effect: 'write',
  fields: z.object({
    ...objectShape,
    pseudo: opt(pseudoWritten),
    /** `without` stores the values as sent; the default takes the templates into account. */
    template: opt(text),
    /** Name of another object whose password is taken over; the vendor's own plugin sends null. */
    copyPwd: z.string().nullable().optional(),
  }),
  result: z.object({ guid: opt(text) }),
});

/** A result without `guid` means that there is no such object; see `isObjectFound`. */
export const GetObject = defineRequest({
  api,
  mt: 'GetObject',
  resultMt: 'GetObjectResult',
  effect: 'read',
  fields: z.object({ ...identity, properties: opt(z.array(text)), template: opt(z.enum(['with', 'without'])) }),
  result: z.object({ ...objectShape, pseudo: opt(pseudoRead) }),
});

export const DeleteObject = defineRequest({
  api,
  mt: 'DeleteObject',
  resultMt: 'DeleteObjectResult',
  effect: 'write',
  fields: z.object({ guid: text }),
  result: none,
});

export const GetNormalizedNumber = defineRequest({
  api,
  mt: 'GetNormalizedNumber',
  resultMt: 'GetNormalizedNumberResult',
  effect: 'read',
  fields: z.object({ ...identity, 'from-guid': opt(text), 'from-cn': opt(text), 'from-h323': opt(text) }),
  result: z.object({ number: opt(text) }),
});

export const GetPhoneConfig = defineRequest({
  api,
  mt: 'GetPhoneConfig',
  resultMt: 'GetPhoneConfigResult',
  effect: 'read',
  fields: z.object({ guid: opt(text), cn: opt(text) }),
  result: z.object({ phone: opt(open({})) }),
});

/** The documents show the registrations flat, the 14r1 schemas as `{reg: {hw, addr}}`; read as flat. */
const registration = z.preprocess(
  (value) => (typeof value === 'object' && value !== null && 'reg' in value ? value.reg : value),
  open({ hw: opt(text), addr: opt(text) }),
);

export const GetRegs = defineRequest({
  api,
  mt: 'GetRegs',
  resultMt: 'GetRegsResult',
  effect: 'read',
  fields: z.object({ guid: opt(text), cn: opt(text) }),
  result: z.object({ regs: z.array(registration), cn: opt(text) }),
});

/** Starts after `cn` unless `includeMatch`; at most 20 per answer. Enumerate from "" with the last `cn` until empty. */
export const SearchUsers = defineRequest({
  api,
  mt: 'SearchUsers',
  resultMt: 'SearchUsersResult',
  effect: 'read',
  fields: z.object({ cn: text, includeMatch: opt(flag), limit: z.number().int().optional() }),
  result: z.object({
    user: z.array(open({ cn: opt(text), dn: opt(text), guid: opt(text), h323: opt(text), emails: objectShape.emails })),
  }),
});
