import {
  AppError,
  type FieldError,
  settingEntry,
  settingLimits,
  settingsCatalogue,
  settingSchema,
  type SettingSkipped,
  type SettingValue,
} from '@switchroom/contracts';
import { canonicalJson } from '../../../audit/canonical';
import { storableText } from '../../../db/storable';
import type { WantedLock, WantedValue } from '../../../settings/port';
import type { Place, SettingsTree, SettingTarget, TreeOrganisation } from '../../../settings/tree';
import { placeView } from '../../../settings/views';
import { matchPlaces } from './match-places';
import {
  type FileSpot,
  isSecretMarker,
  type ReadFile,
  type ReadLock,
  type ReadPlace,
  type ReadValue,
} from './settings-file';

/** As many mistakes of a file are named at once. */
const MISTAKES_NAMED = 20;
const REASON_LENGTH = 200;
const NAME_LENGTH = 200;

/** What a file asks for that is not so already. */
export interface ImportPlan {
  wanted: WantedValue[];
  locks: WantedLock[];
  skipped: SettingSkipped[];
}

/**
 * Compares a file with what is there. Places that the file does not have are left alone; in those it has, what it does not
 * name is taken away if it says that it is complete. `tree` holds everything at or below `top`.
 * @throws {AppError} `invalid-input` at `file` with line and column of values and reasons that are not allowed
 */
export function planImport({ complete, places }: ReadFile, tree: SettingsTree, top: TreeOrganisation): ImportPlan {
  const planner = new ImportPlanner(tree, complete);
  for (const [read, match] of matchPlaces(tree, top, places)) {
    if ('place' in match) planner.take(match.place, read);
    else planner.skipped.push({ place: null, name: nameOf(read), key: '', rule: match.rule });
  }
  return planner.plan();
}

class ImportPlanner {
  readonly wanted: WantedValue[] = [];
  readonly locks: WantedLock[] = [];
  readonly skipped: SettingSkipped[] = [];
  readonly #mistakes: FieldError[] = [];
  readonly #tree: SettingsTree;
  readonly #complete: boolean;

  constructor(tree: SettingsTree, complete: boolean) {
    this.#tree = tree;
    this.#complete = complete;
  }

  take(place: Place, { values, locks }: ReadPlace): void {
    for (const value of values) this.#value(place, value);
    for (const lock of locks) this.#lock(place, lock);
    if (!this.#complete) return;
    const [named, locked] = [new Set(values.map(({ key }) => key)), new Set(locks.map(({ key }) => key))];
    for (const { key } of settingsCatalogue) {
      if (!named.has(key)) this.#takeAway(place, key);
      if (!locked.has(key) && this.#tree.lock(place, key) !== undefined) {
        this.locks.push({ organisationId: place.id, key, reason: null });
      }
    }
  }

  plan(): ImportPlan {
    if (this.#mistakes.length > 0) throw new AppError('invalid-input', { fields: this.#mistakes });
    return { wanted: this.wanted, locks: this.locks, skipped: this.skipped };
  }

  #value(place: Place, { key, value, spot }: ReadValue): void {
    const entry = settingEntry(key);
    if (entry === undefined) return this.#skip(place, key, 'setting-unknown');
    if (value === null) return this.#takeAway(place, key);
    const own = this.#tree.own(place, key)?.value;
    if (entry.secret && isSecretMarker(value)) {
      if (own === undefined) this.#skip(place, key, 'setting-secret-elsewhere');
      return;
    }
    // What is there already may stay, even where the catalogue would not allow it any more.
    if (!entry.secret && own !== undefined && sameValue(own, value)) return;
    const parsed = settingSchema(entry).safeParse(value);
    if (parsed.success) this.wanted.push({ target: targetOf(place), key, value });
    else this.#mistake(parsed.error.issues[0]?.message ?? 'setting-type', spot, { key, ...settingLimits(entry.type) });
  }

  #lock(place: Place, { key, reason, spot }: ReadLock): void {
    if (settingEntry(key) === undefined) return this.#skip(place, key, 'setting-unknown');
    if (place.pbx !== undefined) return this.#skip(place, key, 'setting-lock-place');
    if (this.#tree.lock(place, key)?.reason === reason) return;
    const tidy = reason.trim();
    if (tidy === '' || tidy.length > REASON_LENGTH || storableText(tidy) !== tidy) {
      this.#mistake('settings-file-reason', spot, { key, maxLength: REASON_LENGTH });
    } else this.locks.push({ organisationId: place.id, key, reason: tidy });
  }

  #takeAway(place: Place, key: string): void {
    if (this.#tree.own(place, key) !== undefined) this.wanted.push({ target: targetOf(place), key, value: null });
  }

  #skip(place: Place, key: string, rule: string): void {
    this.skipped.push({ place: placeView(place), key: key.slice(0, NAME_LENGTH), rule });
  }

  #mistake(rule: string, { line, column }: FileSpot, params: Record<string, string | number>): void {
    if (this.#mistakes.length < MISTAKES_NAMED) {
      this.#mistakes.push({ path: 'file', rule, params: { ...params, line, column } });
    }
  }
}

function targetOf({ organisation, pbx }: Place): SettingTarget {
  return pbx === undefined ? { organisationId: organisation.id } : { pbxId: pbx.id };
}

function sameValue(own: SettingValue, value: unknown): boolean {
  return canonicalJson(own) === canonicalJson(value);
}

function nameOf({ at, pbx }: ReadPlace): string {
  return [...at, ...(pbx === undefined ? [] : [pbx])].join(' / ').slice(0, NAME_LENGTH);
}
