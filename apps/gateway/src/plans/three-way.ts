import type { FieldConflict } from '@switchroom/contracts';
import { setDifference } from './diff';
import {
  canonicalSet,
  type Fields,
  type FieldSpec,
  type FieldValue,
  type ObjectKind,
  sameValue,
  specsOf,
  valueText,
} from './fields';

export interface ThreeWayInput {
  kind: ObjectKind;
  /** What the person saw when the change was begun. */
  base: Fields;
  /** What the PBX has now. */
  live: Fields;
  /** What the person wants. */
  desired: Fields;
  /** What we last applied: the base of fields that the person was not shown. */
  applied?: Fields | undefined;
}

export interface ThreeWayResult {
  /** What the object should become: `live` plus the person's own changes; a conflicting field stays as it is live. */
  merged: Fields;
  /** Fields that the person and somebody else changed to different values. */
  conflicts: FieldConflict[];
}

/**
 * Merges the person's changes (base to desired) into what the PBX has now. A field that only one side changed takes that
 * side's value; sets are merged entry by entry, so they never conflict; a value changed by both sides is a conflict.
 */
export function threeWay(input: ThreeWayInput): ThreeWayResult {
  const merged: Record<string, FieldValue> = { ...input.live };
  const conflicts: FieldConflict[] = [];
  for (const spec of specsOf(input.kind)) {
    const { field } = spec;
    const desired = input.desired[field];
    if (desired === undefined) continue;
    const live = input.live[field];
    const base = input.base[field] ?? input.applied?.[field] ?? live;
    if (typeof desired === 'object') merged[field] = mergeSets(base, live, desired);
    else if (sameValue(base, desired)) continue;
    else if (sameValue(base, live) || sameValue(live, desired)) merged[field] = desired;
    else conflicts.push(conflictOf(spec, base, live, desired));
  }
  return { merged, conflicts };
}

/** A conflict in the form in which people see it. */
export function conflictOf(
  spec: Pick<FieldSpec, 'field' | 'wire'>,
  base: FieldValue | undefined,
  live: FieldValue | undefined,
  desired: FieldValue | undefined,
): FieldConflict {
  const shown = (value: FieldValue | undefined) => (value === undefined ? undefined : valueText(value));
  return { field: spec.field, wire: spec.wire, base: shown(base), live: shown(live), desired: shown(desired) };
}

function mergeSets(
  base: FieldValue | undefined,
  live: FieldValue | undefined,
  desired: readonly string[],
): readonly string[] {
  const { added, removed } = setDifference(asSet(base), desired);
  return canonicalSet([...asSet(live).filter((entry) => !removed.includes(entry)), ...added]);
}

function asSet(value: FieldValue | undefined): readonly string[] {
  return typeof value === 'object' ? value : [];
}
