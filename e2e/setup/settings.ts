import type { SettingsPreview, SettingsView, SettingValue } from '@switchroom/contracts';
import type { Api } from './api';

/** Where a setting is: an organisation, or a PBX seen from its organisation. */
export interface SettingTarget {
  organisationId: string;
  pbxId?: string;
}

/** Sets a value (null: "use default") at a place, as the preview of this moment says; resolves to the change's id. */
export async function setSetting(
  api: Api,
  target: SettingTarget,
  key: string,
  value: SettingValue | null,
  reason = '',
): Promise<{ changeId: string; state: string }> {
  const { settings } = await api.query<SettingsView>('settings.list', target);
  const revision = settings.find((setting) => setting.key === key)?.revision ?? 0;
  const input = { ...target, changes: [{ key, value, revision }] };
  const { digest } = await api.mutate<SettingsPreview>('settings.preview', input);
  return await api.mutate<{ changeId: string; state: string }>('settings.save', { ...input, digest, reason });
}

/** What holds at a place now. */
export async function effectiveSetting(
  api: Api,
  target: SettingTarget,
  key: string,
): Promise<SettingValue | undefined> {
  const { settings } = await api.query<SettingsView>('settings.list', target);
  return settings.find((setting) => setting.key === key)?.effective;
}
