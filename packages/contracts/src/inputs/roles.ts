import { z } from 'zod';
import { permissions } from '../permissions/permissions';
import { tenantInput } from './common';

/** What a person can set on a role of their own making. */
export const customRoleFormSchema = z.object({
  name: z.string().trim().min(1, 'name-required').max(60, 'too-long'),
  description: z.string().trim().max(200, 'too-long').default(''),
  permissions: z.array(z.enum(permissions)).min(1, 'permissions-required').max(permissions.length),
});
export type CustomRoleForm = z.infer<typeof customRoleFormSchema>;

export const createRoleInput = tenantInput.extend(customRoleFormSchema.shape);
export type CreateRoleInput = z.infer<typeof createRoleInput>;

/** `organisationId` is the organisation that made the role. */
export const roleInput = tenantInput.extend({ roleId: z.uuid() });
export const updateRoleInput = roleInput.extend({
  ...customRoleFormSchema.shape,
  /** The row version the form was opened with; another one is refused as `plan-outdated`. */
  version: z.number().int(),
});
export type UpdateRoleInput = z.infer<typeof updateRoleInput>;
