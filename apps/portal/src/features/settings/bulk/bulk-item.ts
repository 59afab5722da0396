import { type BulkSettingsInput, type SettingEntry, settingEntry, type SettingView } from '@switchroom/contracts';
import { type FieldInput, inputOf, parseInput } from '../fields/input';

/** One setting that is to be the same at several places. */
export interface BulkItem {
  key: string;
  /** Its own value there goes, so that what holds above them holds. */
  usesDefault: boolean;
  input: FieldInput;
}

/** The setting as it is put into the form: with the factory value, as there is no one value that all places have. */
export function newItem(key: string): BulkItem {
  const entry = entryOf(key);
  return { key, usesDefault: false, input: inputOf(entry, entry.factory) };
}

/** What is sent, or the rules that stand against it by key; an item that is not right is left out. */
export function bulkChanges(items: readonly BulkItem[]): {
  changes: BulkSettingsInput['changes'];
  problems: Record<string, { rule: string; params: Record<string, string | number> }>;
} {
  const changes: BulkSettingsInput['changes'] = [];
  const problems: Record<string, { rule: string; params: Record<string, string | number> }> = {};
  for (const { key, usesDefault, input } of items) {
    if (usesDefault) {
      changes.push({ key, value: null });
      continue;
    }
    const parsed = parseInput(entryOf(key), input);
    if ('problem' in parsed) problems[key] = parsed.problem;
    // What the schema gives is JSON; only its type says "read-only".
    else
      changes.push({
        key,
        value: JSON.parse(JSON.stringify(parsed.value)) as BulkSettingsInput['changes'][number]['value'],
      });
  }
  return { changes, problems };
}

/** What a control needs to know of a setting that is looked at nowhere: the factory value holds, and nothing is set. */
export function viewOf(key: string): SettingView {
  const { factory, secret } = entryOf(key);
  return {
    key,
    own: undefined,
    revision: 0,
    effective: factory,
    inherited: factory,
    origin: { level: 'factory' },
    lockedBy: undefined,
    lockedHere: undefined,
    secretSet: secret ? { own: false, effective: false } : undefined,
    pending: undefined,
  };
}

/** The setting of the catalogue. Throws for a key that is not in it. */
export function entryOf(key: string): SettingEntry {
  const entry = settingEntry(key);
  if (entry === undefined) throw new Error(`The catalogue has no setting "${key}".`);
  return entry;
}
