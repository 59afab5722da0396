import type { FieldChange } from '@switchroom/contracts';
import { type Fields, type FieldValue, type ObjectKind, sameValue, specsOf, valueText } from './fields';

/** The change of a password: what it is never leaves the gateway. */
export const passwordChange: FieldChange = { kind: 'secret', field: 'password', wire: 'pwd' };

/**
 * What has to change to make `from` equal to `to`; only fields that `to` holds and that plans may write. `from` is
 * undefined for an object that does not exist yet: then fields that would be empty or off are left out.
 */
export function diffFields(kind: ObjectKind, from: Fields | undefined, to: Fields): FieldChange[] {
  return specsOf(kind).flatMap((spec): FieldChange[] => {
    const { field, wire } = spec;
    const wanted = to[field];
    if (spec.readOnly || wanted === undefined) return [];
    const present = from?.[field] ?? emptyValue(wanted);
    if (sameValue(present, wanted)) return [];
    if (typeof wanted === 'object') {
      const before = typeof present === 'object' ? present : [];
      return [{ kind: 'set', field, wire, ...setDifference(before, wanted) }];
    }
    return [{ kind: 'value', field, wire, from: from && valueText(present), to: valueText(wanted) }];
  });
}

/** What was added to and removed from a set. */
export function setDifference(from: readonly string[], to: readonly string[]): { added: string[]; removed: string[] } {
  return {
    added: to.filter((entry) => !from.includes(entry)),
    removed: from.filter((entry) => !to.includes(entry)),
  };
}

/** Fields named by a list of changes, secrets left out because they cannot be read back. */
export function readableFields(changes: readonly FieldChange[]): string[] {
  return changes.flatMap((change) => (change.kind === 'secret' ? [] : [change.field]));
}

function emptyValue(like: FieldValue): FieldValue {
  if (typeof like === 'object') return [];
  return typeof like === 'boolean' ? false : '';
}
