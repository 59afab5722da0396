import type { OrganisationKind } from '../organisations/kinds';

/** Where a setting can have a value: the kinds of organisation from the top down, and below them the PBX. */
export const settingLevels = ['provider', 'reseller', 'customer', 'site', 'pbx'] as const satisfies readonly (
  | OrganisationKind
  | 'pbx'
)[];
export type SettingLevel = (typeof settingLevels)[number];

/** A text of the catalogue in every language of the portal. */
export type LocalText = Readonly<Record<'en' | 'de' | 'it', string>>;

/** The pages of settings, in their order. */
export const settingGroups = [
  'attendant',
  'panic',
  'calendar',
  'pause',
  'numbering',
  'authentication',
  'mail',
  'logging',
  'alarms',
  'myapps',
  'recording',
  'users',
  'reports',
] as const;
export type SettingGroup = (typeof settingGroups)[number];

export const settingUnits = ['days', 'minutes', 'seconds', 'digits', 'characters', 'results', 'entries'] as const;
export type SettingUnit = (typeof settingUnits)[number];

/** Formats of a text; each has its rule key, and its sentence in the portal's `fieldErrors`. */
export const textFormats = [
  'dialable', // digits, * and #, a leading +
  'prefix', // digits, * # +
  'digits',
  'guid',
  'url', // http or https
  'url-or-unc', // the same, or \\host\share
  'ews-url', // http(s)://host/ews/exchange.asmx
  'session-url', // https URL that ends in /PBX0/session.xml
  'host', // name or address, with an optional :port
  'address', // name or address alone
  'port', // 1 to 65535
  'email',
  'domain',
  'path', // begins with /
  'hotkey', // F1 to F11, with up to two of Ctrl, Alt, Shift, Win
] as const;
export type TextFormat = (typeof textFormats)[number];

/** Formats of the lines of a list; each has its rule key as well. */
export const lineFormats = [
  'pattern', // digits, and x for any digit
  'code', // 32 bits; hexadecimal is kept as decimal
  'external-app', // name|path, or name|path|parameters
] as const;
export type LineFormat = (typeof lineFormats)[number];

/** What a value looks like. Limits are inclusive; lengths are in characters. */
export type SettingType =
  | { kind: 'boolean' }
  | { kind: 'integer'; min: number; max: number; unit?: SettingUnit }
  /** An empty text is a value of its own: "none". */
  | { kind: 'text'; max: number; format?: TextFormat }
  | { kind: 'secret'; max: number }
  | { kind: 'choice'; options: readonly { value: string; label: LocalText }[] }
  /** Several of a fixed list, in its order. */
  | { kind: 'choices'; options: readonly { value: string; label: LocalText }[]; max?: number }
  /** `YYYY-MM-DD`, or empty; at most `maxYears` ahead. */
  | { kind: 'date'; maxYears?: number }
  /** Lines of text in an order. */
  | { kind: 'list'; maxItems: number; maxLength: number; format?: LineFormat }
  /** How many last digits of a number are hidden. */
  | { kind: 'masking'; max: number }
  /** Reasons for a pause, each with translations. */
  | { kind: 'reasons'; maxItems: number; maxLength: number };

/** `digits` last digits are hidden; 0 hides nothing. */
export interface Masking {
  digits: number;
}

/** One reason for a pause: as an administrator wrote it, and how it reads in other languages where somebody said so. */
export interface PauseReason {
  text: string;
  translations: Partial<Record<'en' | 'de' | 'it', string>>;
}

/** What a value is, as JSON. A secret's value never leaves the gateway. */
export type SettingValue = boolean | number | string | readonly string[] | Masking | readonly PauseReason[];

/** Who makes a value true. `nobody-yet`: no documented way to write it to a PBX exists; it is kept, and said so. */
export type SettingEnforcer = 'gateway' | 'nobody-yet';

/** From when on a changed value holds. */
export type SettingTakesEffect = 'at-once' | 'next-purge' | 'when-written';

/** One setting. Forms, validation, API, export and import are made from it. */
export interface SettingEntry {
  /** `group.name`, never changed once released: it is in the database and in exports. */
  key: string;
  group: SettingGroup;
  label: LocalText;
  help: LocalText;
  type: SettingType;
  /** The value below all organisations. A secret has none: the empty text. */
  factory: SettingValue;
  levels: readonly SettingLevel[];
  enforcedBy: SettingEnforcer;
  takesEffect: SettingTakesEffect;
  /** Lives can hang on it: a change asks who is at the keyboard, and above a number of PBXes for a second person. */
  safetyCritical: boolean;
  /** Sealed, never shown, never exported, never compared by value. */
  secret: boolean;
  /** The text it comes from, and its label there. */
  source: { text: string; label: string };
}
