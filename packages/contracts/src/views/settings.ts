import type { SettingLevel, SettingValue } from '../settings/entry';
import type { StepFate } from '../settings/resolve';
import type { OrganisationRef } from './session';

/** A PBX or an organisation at which a setting has a value. */
export type SettingPlace = { organisation: OrganisationRef } | { pbx: { id: string; name: string } };

export interface SettingLock {
  /** Null: an organisation above the person's reach. */
  by: OrganisationRef | null;
  reason: string;
  /** Name of the person; null when that is above their reach. */
  personName: string | null;
  at: Date;
}

/** One setting at one place. A secret's values are never here: `secretSet` says whether there is one. */
export interface SettingView {
  key: string;
  /** Own value at this place; undefined where it has none. */
  own: SettingValue | undefined;
  /** Of the own value; 0 without one. */
  revision: number;
  /** What holds here, and what would hold without the own value. */
  effective: SettingValue;
  inherited: SettingValue;
  /** Where what holds comes from; `place` is null above the person's reach. */
  origin: { level: 'factory' } | { level: SettingLevel; place: SettingPlace | null };
  /** Fixed above: it cannot be changed here. */
  lockedBy: SettingLock | undefined;
  /** Fixed here for everything below. */
  lockedHere: SettingLock | undefined;
  /** Own, or inherited. */
  secretSet: { own: boolean; effective: boolean } | undefined;
  /** A change of it here that is scheduled or waits for a second person. */
  pending: { changeId: string; state: 'scheduled' | 'waiting' } | undefined;
}

export interface SettingsView {
  place: SettingPlace;
  level: SettingLevel;
  settings: SettingView[];
  /** What is not right although each value alone is, by key: a rule of `fieldErrors`. */
  warnings: { key: string; rule: string }[];
}

/** Something about settings changed at a place, above it or below it; the first one only says that somebody listens. */
export interface SettingsNews {
  /** Those whose value or lock changed; none where a change was scheduled, decided about or taken back. */
  keys: string[];
}

/** What became of a change that a second person agreed to. */
export type SettingDecision =
  | { state: 'applied' | 'scheduled' }
  /** `why` is a rule of `fieldErrors`, an error code, `moved`, `right-lost` or `second-person-needed`. */
  | { state: 'conflict'; conflict: { why: string; key?: string } };

/** One level of "why this value", top of the tree first. */
export interface SettingWhyStep {
  level: SettingLevel;
  place: SettingPlace | null;
  /** Undefined where there is none, for secrets, and above the person's reach unless it holds; null values do not exist. */
  value: SettingValue | undefined;
  secretSet: boolean;
  fate: StepFate;
  set: { personName: string | null; at: Date } | undefined;
  lock: SettingLock | undefined;
}
export interface SettingWhy {
  key: string;
  factory: SettingValue;
  effective: SettingValue;
  steps: SettingWhyStep[];
}

/** What a change would hit. */
export interface SettingImpact {
  /** PBXes whose effective value changes, and their organisations. */
  pbxs: number;
  customers: number;
  /** Consoles logged in to those PBXes now. */
  consoles: number;
  /** The first of those PBXes, by name. */
  examples: { id: string; name: string; organisation: string }[];
}

export interface SettingDifference {
  place: SettingPlace;
  key: string;
  /** Own values; undefined is "use default". Of secrets only whether there is one. */
  before: SettingValue | undefined;
  after: SettingValue | undefined;
  effectiveBefore: SettingValue;
  effectiveAfter: SettingValue;
  /** Changed by somebody since the change that is being restored. */
  changedSince?: { personName: string | null; at: Date };
}

export interface SettingsPreview {
  /** Goes back with the save: changes when what would be hit is no longer the same. */
  digest: string;
  differences: SettingDifference[];
  /** Only of an import. */
  locks?: SettingLockDifference[];
  impact: SettingImpact;
  /** Keys of safety-critical settings among them: step-up. */
  critical: string[];
  /** A second person has to agree before it is done. */
  needsSecondPerson: boolean;
  /** Rules that would be broken afterwards, and do not refuse it. */
  warnings: { key: string; rule: string }[];
  /** Places or keys that are left out, and why (a rule of `fieldErrors`). */
  skipped: SettingSkipped[];
}
/** A lock that an import sets (`after` is its reason), changes or takes away. */
export interface SettingLockDifference {
  place: SettingPlace;
  key: string;
  before: string | undefined;
  after: string | undefined;
}
export interface SettingSkipped {
  /** Null for a place that an imported file names and that is not here. */
  place: SettingPlace | null;
  /** As the file names that place. */
  name?: string;
  /** Empty where the whole place is left out. */
  key: string;
  rule: string;
}

export const settingChangeKinds = ['edit', 'bulk', 'restore', 'import'] as const;
export type SettingChangeKind = (typeof settingChangeKinds)[number];
/** `conflict`: what it was made from was no longer there when its time came, and nothing was changed. */
export const settingChangeStates = ['waiting', 'scheduled', 'applied', 'rejected', 'cancelled', 'conflict'] as const;
export type SettingChangeState = (typeof settingChangeStates)[number];

export interface SettingChangeRow {
  id: string;
  kind: SettingChangeKind;
  state: SettingChangeState;
  /** Where it was made, and by whom; null when that lies above the person's reach. */
  organisation: OrganisationRef | null;
  personName: string | null;
  /** Made by the person who asks: somebody else has to agree to it. */
  mine: boolean;
  at: Date;
  reason: string;
  effectiveAt: Date | null;
  decided: { personName: string | null; at: Date; reason: string } | null;
  appliedAt: Date | null;
  /** How many values, of how many places. */
  items: number;
  places: number;
  /** The first keys of it. */
  keys: string[];
}
export interface SettingChangeDetail extends SettingChangeRow {
  differences: Omit<SettingDifference, 'effectiveBefore' | 'effectiveAfter'>[];
  impact: SettingImpact | null;
}

export interface SettingsComparison {
  left: SettingPlace;
  right: SettingPlace;
  rows: {
    key: string;
    left: SettingComparisonSide;
    right: SettingComparisonSide;
    equal: boolean;
  }[];
}
export interface SettingComparisonSide {
  /** What holds there; of a secret the empty text. */
  value: SettingValue;
  origin: SettingView['origin'];
  /** Of a secret: whether there is one. */
  secretSet?: boolean | undefined;
}
