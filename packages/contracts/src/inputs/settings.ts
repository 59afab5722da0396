import { z } from 'zod';
import { pageInput, tenantInput } from './common';

/** Where a setting is looked at or changed: the tenant's organisation itself, or one of its PBXes. */
export const settingTargetInput = tenantInput.extend({ pbxId: z.uuid().optional() });
export type SettingTargetInput = z.infer<typeof settingTargetInput>;

const settingKey = z.string().max(60);

/** The value is checked against the catalogue by the gateway; null takes the own value away ("use default"). */
const settingValue = z.json();

export const settingChangeItem = z.object({
  key: settingKey,
  value: settingValue.nullable(),
  /** Of the own value as the form showed it; 0 where there was none. */
  revision: z.number().int().min(0),
});
export type SettingChangeItem = z.infer<typeof settingChangeItem>;

const changes = z.array(settingChangeItem).min(1, 'nothing-to-change').max(200);
const reason = z.string().trim().max(500, 'too-long').default('');

export const listSettingsInput = settingTargetInput.extend({ group: z.string().max(30).optional() });
export type ListSettingsInput = z.infer<typeof listSettingsInput>;

export const settingInput = settingTargetInput.extend({ key: settingKey });
export type SettingInput = z.infer<typeof settingInput>;

export const previewSettingsInput = settingTargetInput.extend({ changes });
export type PreviewSettingsInput = z.infer<typeof previewSettingsInput>;

export const saveSettingsInput = previewSettingsInput.extend({
  /** Of the preview that was confirmed: what it would hit must still be the same. */
  digest: z.string().max(100),
  reason,
  /** Later than now; left out, it is done at once. */
  effectiveAt: z.date().optional(),
});
export type SaveSettingsInput = z.infer<typeof saveSettingsInput>;

export const lockSettingInput = tenantInput.extend({
  key: settingKey,
  reason: z.string().trim().min(1, 'required').max(200, 'too-long'),
});
export type LockSettingInput = z.infer<typeof lockSettingInput>;
export const unlockSettingInput = tenantInput.extend({ key: settingKey });
export type UnlockSettingInput = z.infer<typeof unlockSettingInput>;

/** One value, or "use default", at many places at once: organisations or PBXes below the tenant's. */
export const bulkSettingsInput = tenantInput.extend({
  targets: z
    .array(z.union([z.object({ organisationId: z.uuid() }), z.object({ pbxId: z.uuid() })]))
    .min(1, 'nothing-to-change')
    .max(500, 'too-many'),
  changes: z
    .array(z.object({ key: settingKey, value: settingValue.nullable() }))
    .min(1, 'nothing-to-change')
    .max(50, 'too-many'),
});
export type BulkSettingsInput = z.infer<typeof bulkSettingsInput>;
export const saveBulkSettingsInput = bulkSettingsInput.extend({
  digest: z.string().max(100),
  reason,
  effectiveAt: z.date().optional(),
});
export type SaveBulkSettingsInput = z.infer<typeof saveBulkSettingsInput>;

const comparable = z.union([z.object({ organisationId: z.uuid() }), z.object({ pbxId: z.uuid() })]);
/** Two places below the tenant's organisation; one that is left out is that organisation itself. */
export const compareSettingsInput = tenantInput.extend({
  left: comparable.optional(),
  right: comparable.optional(),
});
export type CompareSettingsInput = z.infer<typeof compareSettingsInput>;

export const listSettingChangesInput = settingTargetInput.extend({
  ...pageInput,
  key: settingKey.optional(),
  /** `open`: scheduled, or waiting for a second person. */
  state: z.enum(['open', 'ended']).optional(),
  /** Those of everything below, too. */
  below: z.boolean().default(false),
});
export type ListSettingChangesInput = z.infer<typeof listSettingChangesInput>;

export const settingChangeInput = tenantInput.extend({ changeId: z.uuid() });
export type SettingChangeInput = z.infer<typeof settingChangeInput>;
export const decideSettingChangeInput = settingChangeInput.extend({ reason });
export type DecideSettingChangeInput = z.infer<typeof decideSettingChangeInput>;
export const restoreSettingsInput = settingChangeInput.extend({ digest: z.string().max(100), reason });
export type RestoreSettingsInput = z.infer<typeof restoreSettingsInput>;

/** Bytes of a file of settings. */
export const settingsFileMaxBytes = 1024 * 1024;
export const exportSettingsInput = tenantInput.extend({ below: z.boolean().default(true) });
export type ExportSettingsInput = z.infer<typeof exportSettingsInput>;
export const importSettingsInput = tenantInput.extend({
  file: z.string().min(1, 'required').max(settingsFileMaxBytes, 'too-long'),
});
export type ImportSettingsInput = z.infer<typeof importSettingsInput>;
export const saveImportInput = importSettingsInput.extend({ digest: z.string().max(100), reason });
export type SaveImportInput = z.infer<typeof saveImportInput>;
