import {
  type LocalText,
  type SettingEntry,
  settingEntry,
  type SettingGroup,
  settingGroups,
  type SettingView,
} from '@switchroom/contracts';
import { matchesWords } from '../../../shell/matches-words';

/** A setting as read, with its entry of the catalogue. */
export interface ShownSetting {
  entry: SettingEntry;
  view: SettingView;
}

/** The settings of an answer with their entries; one that this version of the portal does not know is left out. */
export function shownSettings(views: readonly SettingView[]): ShownSetting[] {
  return views.flatMap((view) => {
    const entry = settingEntry(view.key);
    return entry === undefined ? [] : [{ entry, view }];
  });
}

/** Whether a setting is meant by a search: words of its label, its help, its key, or its label in the PBX's own pages. */
export function isMeant(entry: SettingEntry, search: string, locale: keyof LocalText): boolean {
  return matchesWords(search, [entry.label[locale], entry.help[locale], entry.key, entry.source.label]);
}

/** Settings by group, in the order of the groups; groups without any are left out. */
export function byGroup<T extends { entry: SettingEntry }>(
  settings: readonly T[],
): { group: SettingGroup; settings: T[] }[] {
  return settingGroups
    .map((group) => ({ group, settings: settings.filter(({ entry }) => entry.group === group) }))
    .filter(({ settings: found }) => found.length > 0);
}
