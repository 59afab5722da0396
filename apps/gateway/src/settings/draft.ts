import {
  AppError,
  invalidField,
  type SettingEntry,
  settingEntry,
  settingSchema,
  type SettingValue,
} from '@switchroom/contracts';
import { canonicalJson } from '../audit/canonical';
import type { ChangeRequest, WantedValue } from './port';
import type { SettingRules } from './rules';
import type { OwnValue, Place, SettingsTree } from './tree';

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

/** A value that is left out. */
export interface SkippedItem {
  place: Place;
  key: string;
  rule: string;
}

/** What a request comes to: nothing of it is written, and nothing of it depends on who asks. */
export interface Draft {
  items: DraftItem[];
  skipped: SkippedItem[];
  before: SettingsTree;
  after: SettingsTree;
  /** PBXes at which what holds changes, by name. */
  affected: Place[];
  /** Keys of safety-critical settings among the items. */
  critical: string[];
  warnings: { key: string; rule: string }[];
}

/**
 * Works out a request over the part of the tree that it can concern.
 * @throws {AppError} `not-found` for a place outside of it, `plan-outdated` for a stale revision, and what `refusals` says
 */
export function draftChange(
  tree: SettingsTree,
  { wanted, refusals }: Pick<ChangeRequest, 'wanted' | 'refusals'>,
  rules: SettingRules,
): Draft {
  const skipped: SkippedItem[] = [];
  const refuse = (place: Place, key: string, refusal: Refusal) => {
    if (refusals === 'throw') throw invalidField(`changes.${key}`, refusal.rule, refusal.params);
    skipped.push({ place, key, rule: refusal.rule });
  };
  const items = new Map<string, DraftItem>();
  for (const one of wanted) {
    const place = tree.place(one.target);
    if (place === undefined) throw new AppError('not-found', { message: 'a place of settings is out of reach' });
    const checked = checkOne(tree, place, one);
    if ('rule' in checked) refuse(place, one.key, checked);
    // Of one value that is wanted twice the last counts.
    else if (isChange(checked)) items.set(`${place.id} ${one.key}`, checked);
    else items.delete(`${place.id} ${one.key}`);
  }
  const kept = keepRules(tree, [...items.values()], rules, refuse);
  const after = applied(tree, kept);
  const affected = affectedPbxs(tree, after, kept);
  return {
    items: kept,
    skipped,
    before: tree,
    after,
    affected,
    critical: [...new Set(kept.filter(({ entry }) => entry.safetyCritical).map(({ entry }) => entry.key))],
    warnings: warningsOf(after, kept, affected, rules),
  };
}

type Refusal = { rule: string; params?: Record<string, number> };

function checkOne(tree: SettingsTree, place: Place, { key, value, revision }: WantedValue): DraftItem | Refusal {
  const entry = settingEntry(key);
  if (entry === undefined) return { rule: 'setting-unknown' };
  if (!entry.levels.includes(place.level)) return { rule: 'setting-level' };
  if (tree.resolve(entry, place).lockedBy !== undefined) return { rule: 'setting-locked' };
  const before = tree.own(place, key);
  if (revision !== undefined && revision !== (before?.revision ?? 0)) {
    throw new AppError('plan-outdated', { params: { key }, message: `${key} was changed meanwhile` });
  }
  if (value === null) return { place, entry, before, after: undefined, secret: undefined };
  const parsed = settingSchema(entry).safeParse(value);
  if (!parsed.success) return { rule: parsed.error.issues[0]?.message ?? 'setting-type', params: limitsOf(entry) };
  const { data } = parsed;
  if (!entry.secret || typeof data !== 'string') return { place, entry, before, after: data, secret: undefined };
  // What it is compared as: another text than any mark of a kept secret.
  return { place, entry, before, after: `secret of ${place.id}`, secret: data };
}

/** The limits that sentences about a wrong value name. */
function limitsOf({ type }: SettingEntry): Record<string, number> {
  return Object.fromEntries(Object.entries(type).filter(([, limit]) => typeof limit === 'number')) as Record<
    string,
    number
  >;
}

/** A secret is never compared: whoever enters one sets it. */
function isChange({ before, after, secret }: DraftItem): boolean {
  return secret !== undefined || !sameValue(before?.value, after);
}

function sameValue(a: SettingValue | undefined, b: SettingValue | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b));
}

function applied(tree: SettingsTree, items: readonly DraftItem[]): SettingsTree {
  return tree.with(items.map(({ place, entry, after }) => ({ place, key: entry.key, value: after })));
}

/** Leaves out what would break a rule at a place where it is changed, until nothing does. */
function keepRules(
  tree: SettingsTree,
  items: DraftItem[],
  rules: SettingRules,
  refuse: (place: Place, key: string, refusal: Refusal) => void,
): DraftItem[] {
  const after = applied(tree, items);
  const out = new Set<DraftItem>();
  for (const [place, own] of byPlace(items)) {
    const keys = own.map(({ entry }) => entry.key);
    for (const { key, rule } of rules.check((asked) => after.effective(asked, place)).refused) {
      const involved = new Set(rules.related([key]));
      // What was broken before and is not touched is no reason to refuse something else.
      if (!keys.some((changed) => involved.has(changed))) continue;
      refuse(place, key, { rule });
      for (const item of own) if (involved.has(item.entry.key)) out.add(item);
    }
  }
  if (out.size === 0) return items;
  return keepRules(
    tree,
    items.filter((item) => !out.has(item)),
    rules,
    refuse,
  );
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

function affectedPbxs(before: SettingsTree, after: SettingsTree, items: readonly DraftItem[]): Place[] {
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
function warningsOf(
  after: SettingsTree,
  items: readonly DraftItem[],
  affected: readonly Place[],
  rules: SettingRules,
): Draft['warnings'] {
  const related = new Set(rules.related(items.map(({ entry }) => entry.key)));
  const found = new Map<string, { key: string; rule: string }>();
  const note = (finding: { key: string; rule: string }) => {
    if (related.has(finding.key)) found.set(`${finding.key} ${finding.rule}`, { key: finding.key, rule: finding.rule });
  };
  for (const place of byPlace(items).keys()) {
    for (const warning of rules.check((key) => after.effective(key, place)).warnings) note(warning);
  }
  for (const place of affected) {
    const { refused, warnings } = rules.check((key) => after.effective(key, place));
    for (const finding of [...refused, ...warnings]) note(finding);
  }
  return [...found.values()].toSorted((a, b) => compare(a.key, b.key) || compare(a.rule, b.rule));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
