import { z } from 'zod';
import { tenantInput } from './common';

/** Days the audit log can be told to keep; shorter would let an intruder outwait it. */
export const auditRetentionDays = { min: 30, max: 3650 };

/** From how many PBXes on a second person can be asked for. */
export const settingApprovalPbxs = { min: 1, max: 100_000 };

export const updatePoliciesInput = tenantInput.extend({
  /** As the form was opened with; 0 where nothing was set yet. */
  version: z.number().int().min(0),
  requireSecondFactor: z.boolean(),
  forbidImpersonation: z.boolean(),
  /** Null leaves it to those above; the longest that is set here or above holds. */
  auditRetentionDays: z
    .number()
    .int('retention-days')
    .min(auditRetentionDays.min, 'retention-days')
    .max(auditRetentionDays.max, 'retention-days')
    .nullable(),
  /** Null leaves it to those above; the smallest number that is set here or above holds. */
  settingApprovalPbxs: z
    .number()
    .int('approval-pbxs')
    .min(settingApprovalPbxs.min, 'approval-pbxs')
    .max(settingApprovalPbxs.max, 'approval-pbxs')
    .nullable(),
});
export type UpdatePoliciesInput = z.infer<typeof updatePoliciesInput>;
