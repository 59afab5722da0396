import {
  AppError,
  type BrokenRule,
  checkSettings,
  invalidField,
  type SettingEntry,
  settingEntry,
  settingLimits,
  settingSchema,
  type SettingValue,
} from '@switchroom/contracts';
import { canonicalJson } from '../audit/canonical';
import type { ChangeRequest, WantedLock, WantedValue } from './port';
import type { OwnLock, OwnValue, Place, SettingsTree, SettingTarget } from './tree';

/** A value that is going to be set or taken away. */
export interface DraftItem {
  place: Place;
  entry: SettingEntry;
  before: OwnValue | undefined;
  /** Undefined: "use default". Of a secret a mark. */
  after: SettingValue | undefined;
  /** The secret itself. */
  secret: string | undefined;
}

/** A lock that is going to be set, given another reason, or taken away (`after` undefined). */
export interface DraftLock {
  place: Place;
  entry: SettingEntry;
  before: OwnLock | undefined;
  after: string | undefined;
}

/** A value that is left out. */
export interface SkippedItem {
  place: Place;
  key: string;
  rule: string;
}

/** What a request comes to: nothing of it is written, and nothing of it depends on who asks. */
export interface Draft {
  items: DraftItem[];
  locks: DraftLock[];
  skipped: SkippedItem[];
  before: SettingsTree;
  after: SettingsTree;
  /** PBXes at which what holds changes, by name. */
  affected: Place[];
  /** Keys of safety-critical settings among the items and locks. */
  critical: string[];
  warnings: { key: string; rule: string }[];
}

/**
 * Works out a request over the part of the tree that it can concern.
 * @throws {AppError} `not-found` for a place outside of it, `plan-outdated` for a stale revision, and what `refusals` says
 */
export function draftChange(
  tree: SettingsTree,
  { wanted, locks: wantedLocks = [], refusals }: Pick<ChangeRequest, 'wanted' | 'locks' | 'refusals'>,
): Draft {
  const skipped: SkippedItem[] = [];
  const refuser =
    (list: 'changes' | 'locks'): Refuse =>
    (place, key, refusal) => {
      if (refusals === 'throw') throw invalidField(`${list}.${key}`, refusal.rule, refusal.params);
      skipped.push({ place, key, rule: refusal.rule });
    };
  const locks = draftLocks(tree, wantedLocks, refuser('locks'));
  const lifted = tree.with({ locks: changesOf(locks.filter(({ after }) => after === undefined)) });
  const items = new Map<string, DraftItem>();
  for (const one of wanted) {
    const place = requirePlace(tree, one.target);
    const checked = checkOne(lifted, place, one);
    if ('rule' in checked) refuser('changes')(place, one.key, checked);
    // Of one value that is wanted twice the last counts.
    else if (isChange(checked)) items.set(`${place.id} ${one.key}`, checked);
    else items.delete(`${place.id} ${one.key}`);
  }
  const kept = keepRules(tree, [...items.values()], locks, refuser('changes'));
  const after = applied(tree, kept, locks);
  const affected = affectedPbxs(tree, after, [...kept, ...locks]);
  const entries = [...kept, ...locks].map(({ entry }) => entry);
  return {
    items: kept,
    locks,
    skipped,
    before: tree,
    after,
    affected,
    critical: [...new Set(entries.filter(({ safetyCritical }) => safetyCritical).map(({ key }) => key))],
    warnings: warningsOf(after, kept, affected),
  };
}

type Refusal = { rule: string; params?: Record<string, number> };
type Refuse = (place: Place, key: string, refusal: Refusal) => void;

function requirePlace(tree: SettingsTree, target: SettingTarget): Place {
  const place = tree.place(target);
  if (place === undefined) throw new AppError('not-found', { message: 'a place of settings is out of reach' });
  return place;
}

/** Locks that are taken away come first, from the top down: what only they forbid below, the same request may do. */
function draftLocks(tree: SettingsTree, wanted: readonly WantedLock[], refuse: Refuse): DraftLock[] {
  const asked = wanted.map((one) => ({ ...one, place: requirePlace(tree, { organisationId: one.organisationId }) }));
  const lifted = asked.filter(({ reason }) => reason === null);
  const set = asked.filter(({ reason }) => reason !== null);
  const depths = [...new Set(lifted.map(({ place }) => place.organisation.path.length))].toSorted((a, b) => a - b);
  const steps = depths.map((depth) => lifted.filter(({ place }) => place.organisation.path.length === depth));
  const locks = new Map<string, DraftLock>();
  let open = tree;
  for (const step of [...steps, set]) {
    const current = open;
    const found = step.flatMap(({ place, key, reason }) => {
      const checked = checkLock(tree, current, place, { key, reason });
      if (checked === undefined) return [];
      if (!('rule' in checked)) return [checked];
      refuse(place, key, checked);
      return [];
    });
    for (const lock of found) locks.set(`${lock.place.id} ${lock.entry.key}`, lock);
    if (step !== set) open = open.with({ locks: changesOf(found) });
  }
  return [...locks.values()];
}

/** Undefined for a lock that is as wanted already. `open` is the tree without the locks that the request takes away above. */
function checkLock(
  tree: SettingsTree,
  open: SettingsTree,
  place: Place,
  { key, reason }: Pick<WantedLock, 'key' | 'reason'>,
): DraftLock | Refusal | undefined {
  const entry = settingEntry(key);
  if (entry === undefined) return { rule: 'setting-unknown' };
  const before = tree.lock(place, key);
  if (before?.reason === (reason ?? undefined)) return undefined;
  if (open.resolve(entry, place).lockedBy !== undefined) return { rule: 'setting-locked' };
  return { place, entry, before, after: reason ?? undefined };
}

/** A value that is there already is no change, whatever stands above it by now. */
function checkOne(tree: SettingsTree, place: Place, wanted: WantedValue): DraftItem | Refusal {
  const { key, value, revision } = wanted;
  const entry = settingEntry(key);
  if (entry === undefined) return { rule: 'setting-unknown' };
  const before = tree.own(place, key);
  if (revision !== undefined && revision !== (before?.revision ?? 0)) {
    throw new AppError('plan-outdated', { params: { key }, message: `${key} was changed meanwhile` });
  }
  const parsed = value === null ? undefined : settingSchema(entry).safeParse(value);
  if (parsed?.success === false) {
    return { rule: parsed.error.issues[0]?.message ?? 'setting-type', params: settingLimits(entry.type) };
  }
  const item = itemOf(place, entry, before, parsed?.data);
  if (!isChange(item)) return item;
  // What stands where the catalogue has none any more can be taken away, not set.
  if (item.after !== undefined && !entry.levels.includes(place.level)) return { rule: 'setting-level' };
  return tree.resolve(entry, place).lockedBy === undefined ? item : { rule: 'setting-locked' };
}

function itemOf(
  place: Place,
  entry: SettingEntry,
  before: OwnValue | undefined,
  value: SettingValue | undefined,
): DraftItem {
  if (!entry.secret || typeof value !== 'string') return { place, entry, before, after: value, secret: undefined };
  // What it is compared as: another text than any mark of a kept secret.
  return { place, entry, before, after: `secret of ${place.id}`, secret: value };
}

/** A secret is never compared: whoever enters one sets it. */
function isChange({ before, after, secret }: DraftItem): boolean {
  return secret !== undefined || !sameValue(before?.value, after);
}

function sameValue(a: SettingValue | undefined, b: SettingValue | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b));
}

function applied(tree: SettingsTree, items: readonly DraftItem[], locks: readonly DraftLock[]): SettingsTree {
  return tree.with({
    values: items.map(({ place, entry, after }) => ({ place, key: entry.key, value: after })),
    locks: changesOf(locks),
  });
}

function changesOf(locks: readonly DraftLock[]) {
  return locks.map(({ place, entry, after }) => ({ place, key: entry.key, reason: after }));
}

/** Leaves out what would break a rule at a place where it is changed, until nothing does. */
function keepRules(tree: SettingsTree, items: DraftItem[], locks: readonly DraftLock[], refuse: Refuse): DraftItem[] {
  const after = applied(tree, items, locks);
  const out = new Set<DraftItem>();
  for (const [place, own] of byPlace(items)) {
    const keys = own.map(({ entry }) => entry.key);
    for (const { key, rule, involves } of checkSettings((asked) => after.effective(asked, place)).refused) {
      // What was broken before and is not touched is no reason to refuse something else.
      if (!keys.some((changed) => involves.includes(changed))) continue;
      refuse(place, key, { rule });
      for (const item of own) if (involves.includes(item.entry.key)) out.add(item);
    }
  }
  if (out.size === 0) return items;
  const rest = items.filter((item) => !out.has(item));
  return keepRules(tree, rest, locks, refuse);
}

function byPlace(items: readonly DraftItem[]): Map<Place, DraftItem[]> {
  const ids = new Map<string, Place>();
  const found = new Map<Place, DraftItem[]>();
  for (const item of items) {
    const place = ids.get(item.place.id) ?? item.place;
    ids.set(place.id, place);
    found.set(place, [...(found.get(place) ?? []), item]);
  }
  return found;
}

function affectedPbxs(
  before: SettingsTree,
  after: SettingsTree,
  items: readonly Pick<DraftItem, 'place' | 'entry'>[],
): Place[] {
  const keysAt = new Map<string, string[]>();
  for (const { place, entry } of items) keysAt.set(place.id, [...(keysAt.get(place.id) ?? []), entry.key]);
  return before
    .pbxsBelow('/')
    .filter((pbx) => {
      const keys = new Set(before.placesTo(pbx).flatMap(({ id }) => keysAt.get(id) ?? []));
      return [...keys].some((key) => !sameValue(before.effective(key, pbx), after.effective(key, pbx)));
    })
    .toSorted((a, b) => compare(a.pbx?.name ?? '', b.pbx?.name ?? '') || compare(a.id, b.id));
}

/** What is not right afterwards where something is changed, and at PBXes at which something else will hold. */
function warningsOf(after: SettingsTree, items: readonly DraftItem[], affected: readonly Place[]): Draft['warnings'] {
  const changed = new Set(items.map(({ entry }) => entry.key));
  const found = new Map<string, { key: string; rule: string }>();
  const note = ({ key, rule, involves }: BrokenRule) => {
    if (involves.some((each) => changed.has(each))) found.set(`${key} ${rule}`, { key, rule });
  };
  for (const place of byPlace(items).keys()) {
    for (const warning of checkSettings((key) => after.effective(key, place)).warnings) note(warning);
  }
  for (const place of affected) {
    const { refused, warnings } = checkSettings((key) => after.effective(key, place));
    for (const finding of [...refused, ...warnings]) note(finding);
  }
  return [...found.values()].toSorted((a, b) => compare(a.key, b.key) || compare(a.rule, b.rule));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
