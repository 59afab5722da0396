import { createHash } from 'node:crypto';
import type {
  SettingDifference,
  SettingImpact,
  SettingLockDifference,
  SettingsPreview,
  SettingValue,
} from '@switchroom/contracts';
import { canonicalJson } from '../audit/canonical';
import type { Draft, DraftItem, DraftLock } from './draft';
import type { Place, SettingsTree } from './tree';
import { placeView } from './views';

const EXAMPLES = 10;

/** How many consoles are logged in to these PBXes now. */
export type ConsolesOn = (pbxIds: readonly string[]) => number;

/** What a draft hits, and what it asks for. */
export interface DraftFacts {
  impact: SettingImpact;
  needsSecondPerson: boolean;
  /** SHA-256 in hexadecimal: another one when anything that would be hit is different. */
  digest: string;
}

export function factsOf(draft: Draft, approvalPbxs: ReadonlyMap<string, number>, consolesOn: ConsolesOn): DraftFacts {
  const { affected, critical } = draft;
  const smallest = Math.min(
    ...[...draft.items, ...draft.locks].flatMap(({ place }) =>
      draft.before.placesTo(place).map(({ id }) => approvalPbxs.get(id) ?? Infinity),
    ),
  );
  return {
    impact: {
      pbxs: affected.length,
      customers: new Set(affected.map((place) => customerOf(draft.before, place))).size,
      consoles: consolesOn(affected.map(({ id }) => id)),
      examples: affected.slice(0, EXAMPLES).map(({ id, pbx, organisation }) => ({
        id,
        name: pbx?.name ?? '',
        organisation: organisation.name,
      })),
    },
    needsSecondPerson: critical.length > 0 && affected.length >= smallest,
    digest: digestOf(draft),
  };
}

/** Everything that a person is shown of a draft. The draft's places are in the person's reach. */
export function previewOf(draft: Draft, facts: DraftFacts): SettingsPreview {
  return {
    ...facts,
    differences: draft.items.map((item) => differenceOf(draft, item)),
    ...(draft.locks.length === 0 ? {} : { locks: draft.locks.map(lockDifferenceOf) }),
    critical: draft.critical,
    warnings: draft.warnings,
    skipped: draft.skipped.map(({ place, key, rule }) => ({ place: placeView(place), key, rule })),
  };
}

function differenceOf({ before, after }: Draft, { place, entry, ...item }: DraftItem): SettingDifference {
  const shown = (value: SettingValue) => (entry.secret ? value !== '' : value);
  return {
    place: placeView(place),
    key: entry.key,
    before: item.before && shown(item.before.value),
    after: item.after === undefined ? undefined : shown(item.after),
    effectiveBefore: shown(before.effective(entry.key, place)),
    effectiveAfter: shown(after.effective(entry.key, place)),
  };
}

function lockDifferenceOf({ place, entry, before, after }: DraftLock): SettingLockDifference {
  return { place: placeView(place), key: entry.key, before: before?.reason, after };
}

/** The customer a PBX belongs to; one that hangs above all customers counts as its own organisation's. */
function customerOf(tree: SettingsTree, place: Place): string {
  const customer = tree.placesTo(place).find(({ level }) => level === 'customer');
  return customer?.id ?? place.organisation.id;
}

/** The revisions of the values that are involved, what becomes of them and what holds before, and the PBXes concerned. */
function digestOf({ items, locks, affected, before }: Draft): string {
  const lines = items.map(({ place, entry, ...item }) => [
    place.id,
    entry.key,
    item.before?.revision ?? 0,
    item.after ?? null,
    before.effective(entry.key, place),
  ]);
  const relocked = locks.map(({ place, entry, ...lock }) => [
    place.id,
    entry.key,
    lock.before?.reason ?? null,
    lock.after ?? null,
  ]);
  const hit = {
    values: lines.map((line) => canonicalJson(line)).toSorted(),
    locks: relocked.map((line) => canonicalJson(line)).toSorted(),
    pbxs: affected.map(({ id }) => id),
  };
  return createHash('sha256').update(canonicalJson(hit)).digest('hex');
}
