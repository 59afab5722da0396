import { type SettingGroup, settingGroups } from '@switchroom/contracts';

/** The group that the end of an address names: none, one, or what there is not. */
export function settingGroupOf(segments: readonly string[] | undefined): SettingGroup | 'unknown' | undefined {
  if (segments === undefined || segments.length === 0) return undefined;
  const [name, ...more] = segments;
  return (more.length === 0 ? settingGroups.find((group) => group === name) : undefined) ?? 'unknown';
}
