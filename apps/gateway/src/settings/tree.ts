import {
  type OrganisationKind,
  type ResolvedSetting,
  resolveSetting,
  settingEntry,
  type SettingEntry,
  type SettingLevel,
  type SettingStep,
  type SettingValue,
} from '@switchroom/contracts';

/** Where a setting is looked at or changed, as inputs name it. */
export type SettingTarget = { organisationId: string } | { pbxId: string };

export interface TreeOrganisation {
  id: string;
  name: string;
  kind: OrganisationKind;
  path: string;
}
export interface TreePbx {
  id: string;
  name: string;
  organisationId: string;
}

/** An organisation or a PBX, as a step of a chain. `path` is that of the organisation, or of the PBX's. */
export interface Place {
  id: string;
  level: SettingLevel;
  organisation: TreeOrganisation;
  pbx: TreePbx | undefined;
}

/** An own value. Of a secret `value` is a mark that differs from value to value and is never shown. */
export interface OwnValue {
  id: string;
  organisationId: string;
  pbxId: string | null;
  key: string;
  value: SettingValue;
  revision: number;
  setBy: string;
  setByName: string;
  setAt: Date;
}

export interface OwnLock {
  organisationId: string;
  key: string;
  reason: string;
  lockedBy: string;
  lockedByName: string;
  lockedAt: Date;
}

export interface TreeFacts {
  organisations: readonly TreeOrganisation[];
  pbxs: readonly TreePbx[];
  values: readonly OwnValue[];
  locks: readonly OwnLock[];
}

/** Own values and locks that are to be others. */
export interface TreeChanges {
  values?: readonly { place: Place; key: string; value: SettingValue | undefined }[];
  /** At organisations; by their reason. */
  locks?: readonly { place: Place; key: string; reason: string | undefined }[];
}

/** Values and locks of a part of the tree, with everything above it: what holds where is computed in memory. */
export class SettingsTree {
  readonly #organisations: ReadonlyMap<string, TreeOrganisation>;
  readonly #pbxs: ReadonlyMap<string, TreePbx>;
  /** By id of the place, then by key. */
  readonly #values = new Map<string, Map<string, OwnValue>>();
  readonly #locks = new Map<string, Map<string, OwnLock>>();
  readonly #above = new Map<string, Place[]>();

  constructor(facts: TreeFacts) {
    this.#organisations = new Map(facts.organisations.map((organisation) => [organisation.id, organisation]));
    this.#pbxs = new Map(facts.pbxs.map((pbx) => [pbx.id, pbx]));
    for (const value of facts.values) inner(this.#values, value.pbxId ?? value.organisationId).set(value.key, value);
    for (const lock of facts.locks) inner(this.#locks, lock.organisationId).set(lock.key, lock);
  }

  /** Undefined for what is not in this part of the tree. */
  place(target: SettingTarget): Place | undefined {
    if ('organisationId' in target) {
      const organisation = this.#organisations.get(target.organisationId);
      return organisation && { id: organisation.id, level: organisation.kind, organisation, pbx: undefined };
    }
    const pbx = this.#pbxs.get(target.pbxId);
    const organisation = pbx && this.#organisations.get(pbx.organisationId);
    return pbx && organisation && { id: pbx.id, level: 'pbx', organisation, pbx };
  }

  /** Every place of this part of the tree at or below `path`: organisations by path, then PBXes. */
  placesBelow(path: string): Place[] {
    const organisations = [...this.#organisations.values()].filter((each) => each.path.startsWith(path));
    const places = organisations
      .toSorted((a, b) => (a.path < b.path ? -1 : 1))
      .map((organisation) => this.#required({ organisationId: organisation.id }));
    return [...places, ...this.pbxsBelow(path)];
  }

  /** The PBXes at or below `path`, as places. */
  pbxsBelow(path: string): Place[] {
    return [...this.#pbxs.keys()]
      .map((pbxId) => this.#required({ pbxId }))
      .filter(({ organisation }) => organisation.path.startsWith(path));
  }

  own(place: Place, key: string): OwnValue | undefined {
    return this.#values.get(place.id)?.get(key);
  }

  /** The lock that an organisation itself has set. A PBX never has one. */
  lock(place: Place, key: string): OwnLock | undefined {
    return this.#locks.get(place.id)?.get(key);
  }

  /** From the top of the tree to the place itself. Values at levels where the catalogue has none do not count. */
  chain({ key, levels }: Pick<SettingEntry, 'key' | 'levels'>, place: Place): SettingStep<Place>[] {
    return this.placesTo(place).map((at) => ({
      level: at.level,
      at,
      value: levels.includes(at.level) ? this.own(at, key)?.value : undefined,
      locked: this.lock(at, key) !== undefined,
    }));
  }

  /** What holds at the place, and why. Of a secret the value is the mark of `OwnValue`, or the empty text. */
  resolve(entry: Pick<SettingEntry, 'key' | 'levels' | 'factory'>, place: Place): ResolvedSetting<Place> {
    return resolveSetting(entry.factory, this.chain(entry, place));
  }

  /** What holds of a key; of a secret a text that is empty where there is none. */
  effective(key: string, place: Place): SettingValue {
    const entry = settingEntry(key);
    if (entry === undefined) throw new Error(`there is no setting ${key}`);
    return this.resolve(entry, place).value;
  }

  /** The same part of the tree with other own values and locks: `undefined` takes one away. */
  with({ values = [], locks = [] }: TreeChanges): SettingsTree {
    const changed = new Set(values.map(({ place, key }) => `${place.id} ${key}`));
    const relocked = new Set(locks.map(({ place, key }) => `${place.id} ${key}`));
    const kept = [...this.#values.values()].flatMap((byKey) => [...byKey.values()]);
    const locked = [...this.#locks.values()].flatMap((byKey) => [...byKey.values()]);
    return new SettingsTree({
      organisations: [...this.#organisations.values()],
      pbxs: [...this.#pbxs.values()],
      values: [
        ...kept.filter(({ organisationId, pbxId, key }) => !changed.has(`${pbxId ?? organisationId} ${key}`)),
        ...values.flatMap(({ place, key, value }) => (value === undefined ? [] : [draftedValue(place, key, value)])),
      ],
      locks: [
        ...locked.filter(({ organisationId, key }) => !relocked.has(`${organisationId} ${key}`)),
        ...locks.flatMap(({ place, key, reason }) => (reason === undefined ? [] : [draftedLock(place, key, reason)])),
      ],
    });
  }

  /** From the top of the tree to the place itself. */
  placesTo(place: Place): readonly Place[] {
    const above = this.#above.get(place.organisation.id) ?? this.#organisationsTo(place.organisation);
    return place.pbx === undefined ? above : [...above, place];
  }

  #organisationsTo({ id, path }: TreeOrganisation): Place[] {
    const ids = path.split('/').filter((part) => part !== '');
    const places = ids.map((organisationId) => this.#required({ organisationId }));
    this.#above.set(id, places);
    return places;
  }

  #required(target: SettingTarget): Place {
    const place = this.place(target);
    if (place === undefined) throw new Error(`a part of the tree was read without ${JSON.stringify(target)}`);
    return place;
  }
}

function inner<T>(map: Map<string, Map<string, T>>, id: string): Map<string, T> {
  const found = map.get(id) ?? new Map<string, T>();
  map.set(id, found);
  return found;
}

function draftedValue({ organisation, pbx }: Place, key: string, value: SettingValue): OwnValue {
  const set = { id: '', revision: 0, setBy: '', setByName: '', setAt: new Date(0) };
  return { ...set, organisationId: organisation.id, pbxId: pbx?.id ?? null, key, value };
}

function draftedLock({ organisation }: Place, key: string, reason: string): OwnLock {
  return { organisationId: organisation.id, key, reason, lockedBy: '', lockedByName: '', lockedAt: new Date(0) };
}
