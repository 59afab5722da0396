import type { SettingEntry } from './entry';
import { attendantSettings } from './entries/attendant';

/** Every setting there is, in the order of the pages. Adding one is one entry in `entries`. */
export const settingsCatalogue: readonly SettingEntry[] = [...attendantSettings];

const byKey = new Map(settingsCatalogue.map((entry) => [entry.key, entry]));

/** The entry of a key; undefined for one that this version does not know. */
export function settingEntry(key: string): SettingEntry | undefined {
  return byKey.get(key);
}
