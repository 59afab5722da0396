import type { FleetReader } from '../fleet/port';
import { setDifference, readableFields } from './diff';
import { type Fields, type FieldValue, canonicalSet } from './fields';
import { desiredOf, writesPassword } from './decide';
import { draftCreate, draftUpdate, draftDelete, type LiveObject, type OperationDraft } from './plan-builder';
import { assertNamesFree, readLive } from './plan-facts';
import { setOf, textOf } from './app-form';
import { addressOf } from './pbx-access';
import type { OperationRecord } from './store';

/**
 * New operations, from the present truth, for those of a stopped plan that did not end as verified. What has meanwhile
 * come true by itself is left out; nothing is taken over from the old operations but what the person wanted.
 */
export async function redraft(
  fleet: Pick<FleetReader, 'read'>,
  operations: readonly OperationRecord[],
): Promise<OperationDraft[]> {
  const drafts: OperationDraft[] = [];
  const positions = new Map<number, number>();
  for (const operation of operations) {
    if (operation.state === 'verified') continue;
    const [draft] = await redraftOne(fleet, operation);
    if (!draft) continue;
    const dependsOn = operation.dependsOn.flatMap((position) => positions.get(position) ?? []);
    positions.set(operation.position, drafts.length);
    drafts.push({ ...draft, dependsOn });
  }
  return drafts;
}

async function redraftOne(fleet: Pick<FleetReader, 'read'>, operation: OperationRecord): Promise<OperationDraft[]> {
  const desired = desiredOf(operation);
  const live = await readLive(fleet, operation.pbxId, addressOf(operation));
  if (operation.action === 'create') {
    if (live && operation.objectGuid !== null) return updateOf(live, desired, Object.keys(desired), true);
    const names = { name: textOf(desired, 'name'), longName: textOf(desired, 'longName') };
    await assertNamesFree(fleet, operation.pbxId, names);
    return draftCreate(desired, []);
  }
  if (!live) return [];
  if (operation.action === 'delete') return draftDelete(live, []);
  const base = (operation.base ?? {}) as Fields;
  const fields = readableFields(operation.changes);
  const wanted: Record<string, FieldValue> = { ...desired };
  for (const field of fields) {
    if (typeof desired[field] === 'object') wanted[field] = reapply(base, live, desired, field);
  }
  return updateOf(live, wanted, fields, writesPassword(operation));
}

/** The person added and removed entries; the others are whatever they are now. */
function reapply(base: Fields, live: LiveObject, desired: Fields, field: string): readonly string[] {
  const { added, removed } = setDifference(setOf(base, field), setOf(desired, field));
  return canonicalSet([...setOf(live.fields, field).filter((entry) => !removed.includes(entry)), ...added]);
}

function updateOf(live: LiveObject, wanted: Fields, fields: readonly string[], newPassword: boolean): OperationDraft[] {
  const touched = Object.fromEntries(
    fields.flatMap((field) => {
      const value = wanted[field];
      return value === undefined ? [] : [[field, value]];
    }),
  );
  const desired = { ...live.fields, ...touched };
  const base = live.fields;
  return draftUpdate({
    live,
    base,
    desired,
    applied: undefined,
    newPassword,
    addTo: [],
    removeFrom: [],
    references: [],
  });
}
