import { type LocalText, type SettingEntry, settingLevels } from '../entry';

/** A text in the languages of the portal. */
export function text(en: string, de: string, it: string): LocalText {
  return { en, de, it };
}

/** One of several values to choose from. */
export function option(value: string, en: string, de = en, it = en): { value: string; label: LocalText } {
  return { value, label: { en, de, it } };
}

/** Set anywhere from the provider down to one PBX; the gateway, to which the consoles log in, makes it true. */
export const enforcedHere = {
  levels: settingLevels,
  enforcedBy: 'gateway',
  takesEffect: 'at-once',
  safetyCritical: false,
  secret: false,
} as const satisfies Partial<SettingEntry>;

/** Set anywhere as well, and kept: it lives on a page of the PBX or in an app that no documented message writes to. */
export const keptOnly = {
  levels: settingLevels,
  enforcedBy: 'nobody-yet',
  takesEffect: 'when-written',
  safetyCritical: false,
  secret: false,
} as const satisfies Partial<SettingEntry>;
