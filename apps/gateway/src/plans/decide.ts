import type { FieldConflict } from '@switchroom/contracts';
import { readableFields } from './diff';
import {
  differingFields,
  type Fields,
  type ObjectKind,
  readFields,
  sameValue,
  specOf,
  specsOf,
  type WireObject,
} from './fields';
import type { OperationRecord } from './store';
import { conflictOf } from './three-way';

/** The part of a stored operation that decisions are made from. */
export type Intent = Pick<OperationRecord, 'action' | 'objectKind' | 'base' | 'desired' | 'changes'>;

/** The object is not as the plan expected it; `conflicts` names the fields where fields can be named. */
export interface Conflict {
  kind: 'conflict';
  reason: string;
  conflicts: FieldConflict[];
}

/** What to do with an operation after its object was read just before writing. */
export type Decision =
  | { kind: 'write'; fields: string[]; password: boolean }
  /** Somebody else has already made it so: nothing to write. */
  | { kind: 'already' }
  | Conflict;

/** What an operation whose outcome was unknown turns out to be. */
export type Settlement =
  | { kind: 'verified' }
  | { kind: 'not-carried-out' }
  | { kind: 'differs'; fields: string[] }
  | { kind: 'cannot-be-read' }
  | Conflict;

/** Whether anything that the operation touches is no longer as it was when the plan was made. */
export function decideWrite(operation: Intent, live: WireObject | undefined): Decision {
  const { action, objectKind: kind } = operation;
  const base = (operation.base ?? {}) as Fields;
  if (action === 'create') return { kind: 'write', fields: Object.keys(desiredOf(operation)), password: true };
  if (!live) return action === 'delete' ? { kind: 'already' } : gone();
  const fields = readFields(kind, live);
  if (action === 'delete') {
    const moved = differingFields(base, fields, Object.keys(base));
    return moved.length > 0 ? changed(kind, moved, base, fields, {}) : { kind: 'write', fields: [], password: false };
  }
  const desired = desiredOf(operation);
  const open = differingFields(fields, desired, readableFields(operation.changes));
  const moved = differingFields(fields, base, open);
  if (moved.length > 0) return changed(kind, moved, base, fields, desired);
  const password = writesPassword(operation);
  return open.length === 0 && !password ? { kind: 'already' } : { kind: 'write', fields: open, password };
}

/** Fields that do not read back as they were written. `live` is undefined when the object is not there. */
export function differsFromWritten(operation: Intent, live: WireObject | undefined): string[] {
  if (operation.action === 'delete') return live ? ['object'] : [];
  if (!live) return ['object'];
  const desired = desiredOf(operation);
  const written = operation.action === 'create' ? Object.keys(desired) : readableFields(operation.changes);
  return differingFields(readFields(operation.objectKind, live), desired, written);
}

/** What the present state of the object says about a write whose answer never came. Nothing is written again. */
export function settle(operation: Intent, live: WireObject | undefined): Settlement {
  const { action, objectKind: kind } = operation;
  const base = (operation.base ?? {}) as Fields;
  const desired = desiredOf(operation);
  if (action === 'create') {
    if (!live) return { kind: 'not-carried-out' };
    const differing = differsFromWritten(operation, live);
    return differing.length === 0
      ? { kind: 'verified' }
      : changed(kind, differing, {}, readFields(kind, live), desired);
  }
  if (action === 'delete') {
    if (!live) return { kind: 'verified' };
    const moved = differingFields(base, readFields(kind, live), Object.keys(base));
    return moved.length === 0 ? { kind: 'not-carried-out' } : changed(kind, moved, base, readFields(kind, live), {});
  }
  if (!live) return gone();
  const fields = readFields(kind, live);
  const touched = readableFields(operation.changes);
  if (touched.length === 0) return { kind: 'cannot-be-read' };
  const differing = differsFromWritten(operation, live);
  if (differing.length === 0) return { kind: 'verified' };
  const moved = differing.filter((field) => !sameValue(fields[field], base[field]));
  if (moved.length > 0) return changed(kind, moved, base, fields, desired);
  return differing.length === touched.length ? { kind: 'not-carried-out' } : { kind: 'differs', fields: differing };
}

/** A Name or Long Name that now belongs to another object. */
export function nameTaken(operation: Intent, field: 'name' | 'longName', holder: WireObject): Conflict {
  const kind = operation.objectKind;
  const fields = readFields(kind, holder);
  const spec = specOf(kind, field) ?? { field, wire: field };
  const conflict = conflictOf(spec, undefined, fields[field], desiredOf(operation)[field]);
  return { kind: 'conflict', reason: 'name-taken', conflicts: [conflict] };
}

export function writesPassword(operation: Pick<Intent, 'changes'>): boolean {
  return operation.changes.some((change) => change.kind === 'secret');
}

export function desiredOf(operation: Pick<Intent, 'desired'>): Fields {
  return (operation.desired ?? {}) as Fields;
}

function gone(): Conflict {
  return { kind: 'conflict', reason: 'object-gone', conflicts: [] };
}

function changed(kind: ObjectKind, fields: readonly string[], base: Fields, live: Fields, desired: Fields): Conflict {
  const conflicts = specsOf(kind)
    .filter(({ field }) => fields.includes(field))
    .map((spec) => conflictOf(spec, base[spec.field], live[spec.field], desired[spec.field]));
  return { kind: 'conflict', reason: 'changed-since', conflicts };
}
