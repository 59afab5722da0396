import type { FieldChange, FieldConflict } from '@switchroom/contracts';
import { setOf, textOf } from './app-form';
import { diffFields, passwordChange } from './diff';
import { canonicalSet, type Fields, type ObjectKind } from './fields';
import { threeWay } from './three-way';

/** An object as it was just read from the PBX. */
export interface LiveObject {
  guid: string;
  kind: ObjectKind;
  fields: Fields;
}

/** One operation of a plan that is not stored yet; `dependsOn` are positions in the same list. */
export interface OperationDraft {
  action: 'create' | 'update' | 'delete';
  kind: ObjectKind;
  guid: string | undefined;
  name: string;
  base: Fields | null;
  desired: Fields | null;
  changes: FieldChange[];
  conflicts: FieldConflict[];
  dependsOn: number[];
  newPassword: boolean;
}

/** Creating an App object and adding it to templates afterwards. */
export function draftCreate(desired: Fields, templates: readonly LiveObject[]): OperationDraft[] {
  const create: OperationDraft = {
    action: 'create',
    kind: 'app',
    guid: undefined,
    name: textOf(desired, 'name'),
    base: null,
    desired,
    changes: [...diffFields('app', undefined, desired), passwordChange],
    conflicts: [],
    dependsOn: [],
    newPassword: true,
  };
  const name = textOf(desired, 'name');
  return inOrder(
    [create],
    draftMemberships(templates, (apps) => [...apps, name]),
  );
}

export interface UpdateInput {
  live: LiveObject;
  base: Fields;
  desired: Fields;
  applied: Fields | undefined;
  newPassword: boolean;
  /** Templates (by Long Name) that the person added or removed; the others stay as they are. */
  addTo: readonly string[];
  removeFrom: readonly string[];
  /** Every object, just read, that has the app's Name in its list or is in `addTo`. */
  references: readonly LiveObject[];
}

/**
 * Changing an App object. Its Name is also how templates, users and other apps refer to it, so a new Name replaces the
 * old one there, after the object itself has it.
 */
export function draftUpdate(input: UpdateInput): OperationDraft[] {
  const { live } = input;
  const { merged, conflicts } = threeWay({ ...input, kind: live.kind, live: live.fields });
  const operations: OperationDraft[] = [];
  const changes = diffFields(live.kind, live.fields, merged);
  if (input.newPassword) changes.push(passwordChange);
  if (changes.length > 0 || conflicts.length > 0) {
    operations.push({
      action: 'update',
      kind: live.kind,
      guid: live.guid,
      name: objectTitle(live),
      base: live.fields,
      desired: merged,
      changes,
      conflicts,
      dependsOn: [],
      newPassword: input.newPassword,
    });
  }
  if (live.kind !== 'app') return operations;
  const before = textOf(live.fields, 'name');
  const name = textOf(merged, 'name');
  const memberships = input.references.flatMap((object) => {
    const title = textOf(object.fields, 'longName');
    const isTemplate = object.kind === 'template';
    return draftMemberships([object], (apps) => {
      const had = apps.includes(before);
      const has =
        isTemplate && input.addTo.includes(title) ? true : isTemplate && input.removeFrom.includes(title) ? false : had;
      const rest = had ? apps.filter((app) => app !== before) : apps;
      return has ? [...rest, name] : rest;
    });
  });
  return inOrder(operations, memberships);
}

/** Deleting an App object: first every reference goes, then the object. */
export function draftDelete(live: LiveObject, references: readonly LiveObject[]): OperationDraft[] {
  const name = textOf(live.fields, 'name');
  const removals = draftMemberships(references, (apps) => apps.filter((app) => app !== name));
  const removal: OperationDraft = {
    action: 'delete',
    kind: live.kind,
    guid: live.guid,
    name: objectTitle(live),
    base: live.fields,
    desired: null,
    changes: [],
    conflicts: [],
    dependsOn: removals.map((_, position) => position),
    newPassword: false,
  };
  return [...removals, removal];
}

/** How people call the object: App objects by Name, everything else by Long Name. */
export function objectTitle(object: Pick<LiveObject, 'kind' | 'fields'>): string {
  return textOf(object.fields, object.kind === 'app' ? 'name' : 'longName');
}

/** Updates of the app lists of objects; those whose list stays the same need none. */
export function draftMemberships(
  objects: readonly LiveObject[],
  change: (apps: readonly string[]) => readonly string[],
): OperationDraft[] {
  return objects.flatMap((object): OperationDraft[] => {
    const desired: Fields = { ...object.fields, apps: canonicalSet(change(setOf(object.fields, 'apps'))) };
    const changes = diffFields(object.kind, object.fields, desired);
    if (changes.length === 0) return [];
    return [
      {
        action: 'update',
        kind: object.kind,
        guid: object.guid,
        name: objectTitle(object),
        base: object.fields,
        desired,
        changes,
        conflicts: [],
        dependsOn: [],
        newPassword: false,
      },
    ];
  });
}

/** `then` comes after `first`, each of them only once all of `first` is verified. */
function inOrder(first: OperationDraft[], then: OperationDraft[]): OperationDraft[] {
  // One that only shows a conflict writes nothing, so nothing can depend on it.
  const dependsOn = first.flatMap(({ changes }, position) => (changes.length > 0 ? [position] : []));
  return [...first, ...then.map((operation) => ({ ...operation, dependsOn }))];
}
