import type { OutsideChange } from '@switchroom/contracts';
import { differingFields, type Fields, type FieldValue, sameValue, valueText } from '../plans/fields';

/** `snapshot_objects.model`: the managed fields as read, and what only lists tell. */
export interface ObjectModel {
  fields: Fields;
  /** Templates: parents as GetConfigObjects lists them; GetObject may name fewer. */
  parents?: readonly string[] | undefined;
  /** App objects: the PBX's own connection to the app's service was up when the list was read. */
  connected?: boolean | undefined;
}

/** `snapshot_objects.outside`. */
export type StoredOutside = Omit<OutsideChange, 'at'> & { at: string };

export interface ComparisonInput {
  /** What we knew; undefined for an object that is new to us. */
  stored: { model: ObjectModel; outside: StoredOutside | null } | undefined;
  /** What the PBX has now. */
  fields: Fields;
  /** What we last applied to it. */
  applied: Fields | undefined;
  /** True when the object, or this value of this field, comes from a write of our own. */
  explains: (field: string, value: FieldValue | undefined) => boolean;
  created: 'first-read' | 'by-us' | 'outside';
  at: Date;
}

export interface Comparison {
  outside: StoredOutside | null;
  /** Fields that somebody else changed since the last look. */
  news: string[];
  kind: 'same' | 'changed' | 'created';
}

/**
 * Tells what somebody else did to an object since we last read it. `outside` gathers such changes until a person accepts
 * or reverts them: `ours` is what we applied or, for a field we never applied, what it was before; a field that is back to
 * that is no longer listed.
 */
export function compareObject(input: ComparisonInput): Comparison {
  const { stored, fields, applied, at } = input;
  if (!stored) {
    const outside = { at: at.toISOString(), drift: false, fields: [], deleted: false };
    return input.created === 'outside'
      ? { outside, news: [], kind: 'created' }
      : { outside: null, news: [], kind: 'changed' };
  }
  const before = stored.model.fields;
  const differing = differingFields(before, fields, Object.keys(fields)).filter((field) => before[field] !== undefined);
  const listed = new Map((stored.outside?.fields ?? []).map((entry) => [entry.field, entry]));
  const news: string[] = [];
  for (const field of differing) {
    const value = fields[field];
    const shown = value === undefined ? '' : valueText(value);
    if (input.explains(field, value)) {
      listed.delete(field);
      continue;
    }
    news.push(field);
    const ours = listed.get(field)?.ours ?? valueText(applied?.[field] ?? before[field] ?? '');
    if (shown === ours) listed.delete(field);
    else listed.set(field, { field, ours, live: shown });
  }
  const reappeared = stored.outside?.deleted === true;
  const changed =
    differing.length > 0 || reappeared || Object.keys(fields).some((field) => before[field] === undefined);
  const outside = outsideOf({ ...input, stored }, [...listed.values()], news);
  return { outside, news, kind: reappeared ? 'created' : changed ? 'changed' : 'same' };
}

function outsideOf(
  input: ComparisonInput & { stored: NonNullable<ComparisonInput['stored']> },
  fields: StoredOutside['fields'],
  news: readonly string[],
): StoredOutside | null {
  const previous = input.stored.outside;
  const appearedOnly = previous !== null && !previous.deleted && previous.fields.length === 0;
  if (fields.length === 0 && !appearedOnly) return null;
  const drift = fields.some(({ field }) => {
    const applied = input.applied?.[field];
    return applied !== undefined && !sameValue(applied, input.fields[field]);
  });
  const at = news.length > 0 || previous === null ? input.at.toISOString() : previous.at;
  return { at, drift, fields, deleted: false };
}
