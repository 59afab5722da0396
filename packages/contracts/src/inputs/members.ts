import { z } from 'zod';
import { roles } from '../permissions/roles';
import { pageInput, tenantInput } from './common';
import { accountPasswordSchema } from './session';

/** A role as it is given to somebody: a built-in one, or `custom` with which. */
const roleChoice = { role: z.enum(roles), customRoleId: z.uuid().nullable().default(null) };
const whichCustomRole = ({ role, customRoleId }: { role: string; customRoleId: string | null }) =>
  (role === 'custom') === (customRoleId !== null);
const whichCustomRoleRule = { path: ['role'], message: 'role-unknown' };

/** The language of a mail. */
const locale = z.enum(['en', 'de', 'it']);

export const memberSortKeys = ['name', 'email', 'role', 'organisation', 'added'] as const;
export const listMembersInput = tenantInput.extend({
  ...pageInput,
  q: z.string().trim().max(100).default(''),
  role: z.array(z.enum(roles)).default([]),
  /** `here`: in this organisation itself; `below`: in one below it; `above`: inherited from above it. */
  where: z.enum(['here', 'below', 'above']).optional(),
  sort: z.enum(memberSortKeys).default('name'),
  dir: z.enum(['asc', 'desc']).default('asc'),
});
export type ListMembersInput = z.infer<typeof listMembersInput>;

export const memberInput = tenantInput.extend({ memberId: z.uuid() });

/** `organisationId` is the organisation where the role is held, here and in the inputs below. */
export const changeRoleInput = memberInput
  .extend({
    ...roleChoice,
    /** The row version the form was opened with; another one is refused as `plan-outdated`. */
    version: z.number().int(),
  })
  .refine(whichCustomRole, whichCustomRoleRule);
export type ChangeRoleInput = z.infer<typeof changeRoleInput>;

export const removeMemberInput = memberInput.extend({ version: z.number().int() });

export const explainMemberInput = tenantInput.extend({ userId: z.string().min(1).max(64) });

/** `locale`: the language of the mail that goes to the person. */
export const sendPasswordResetInput = memberInput.extend({ locale });

export const removeSecondFactorInput = sendPasswordResetInput.extend({
  /** Why, for the audit log. */
  reason: z.string().trim().min(1, 'reason-required').max(200, 'too-long'),
});

export const personNameSchema = z.string().trim().min(1, 'name-required').max(80, 'too-long');

export const createInvitationInput = tenantInput
  .extend({
    ...roleChoice,
    email: z.email('email-invalid').max(254, 'too-long').toLowerCase(),
    name: personNameSchema,
    locale,
  })
  .refine(whichCustomRole, whichCustomRoleRule);
export type CreateInvitationInput = z.infer<typeof createInvitationInput>;

export const listInvitationsInput = tenantInput.extend(pageInput);
export type ListInvitationsInput = z.infer<typeof listInvitationsInput>;

export const invitationInput = tenantInput.extend({ invitationId: z.uuid() });
export const resendInvitationInput = invitationInput.extend({ locale });

/** What the link of an invitation ends with; anything else is answered like a token nobody has. */
export const invitationTokenInput = z.object({ token: z.string().min(1).max(200) });

/** Name and password come from somebody who has no account yet. */
export const acceptInvitationInput = invitationTokenInput.extend({
  account: z.object({ name: personNameSchema, password: accountPasswordSchema }).optional(),
});
export type AcceptInvitationInput = z.infer<typeof acceptInvitationInput>;
