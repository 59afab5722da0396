import { appFlags } from '@switchroom/contracts';
import type { FieldsOf, UpdateObject } from '@switchroom/protocol';
import {
  appElement,
  canonicalSet,
  differingFields,
  type Fields,
  type ObjectKind,
  specsOf,
  splitNames,
  type WireObject,
} from './fields';

type UpdateFields = FieldsOf<typeof UpdateObject>;

/**
 * The UpdateObject that brings `fields` of an object from what was just read to `desired`: only those properties, `guid`
 * and, when something inside the app element changes, the whole element built from the live one, so that attributes we do
 * not know survive. `template: "without"` makes the PBX store the values as sent, the way we read them.
 * @param fields our field names; the caller has checked that they are writable
 */
export function updateMessage(
  kind: ObjectKind,
  live: WireObject,
  desired: Fields,
  fields: readonly string[],
  password: string | undefined,
): UpdateFields {
  return {
    guid: live.guid,
    template: 'without',
    ...objectProperties(kind, live, desired, fields),
    ...(password === undefined ? {} : { pwd: password }),
  };
}

/** The UpdateObject that creates an App object, in the shape in which the vendor's PBX Manager plugins do. */
export function createMessage(desired: Fields, password: string): UpdateFields {
  const written = differingFields(desired, {}, specsOf('app').map(({ field }) => field)).filter(
    (field) => desired[field] !== undefined && !isEmptyChoice(field, desired),
  );
  return { ...objectProperties('app', {}, desired, written), pwd: password };
}

/** Names in the PBX's own order: what goes is taken out where it stands, what comes is put at the end. */
export function mergedNames(live: string, desired: readonly string[]): string {
  const kept = [...new Set(splitNames(live))].filter((name) => desired.includes(name));
  return [...kept, ...desired.filter((name) => !kept.includes(name))].join(',');
}

function objectProperties(
  kind: ObjectKind,
  live: WireObject,
  desired: Fields,
  fields: readonly string[],
): Partial<UpdateFields> {
  const properties: Partial<UpdateFields> = {};
  let element: Record<string, unknown> | undefined;
  for (const spec of specsOf(kind)) {
    const value = desired[spec.field];
    if (spec.readOnly || value === undefined || !fields.includes(spec.field)) continue;
    if (spec.wire.startsWith('pseudo.app.')) {
      element ??= ownElement(live);
      element[spec.wire.slice('pseudo.app.'.length)] = value;
    } else if (typeof value === 'object') properties.apps = mergedNames(live.apps ?? '', canonicalSet(value));
    else if (typeof value === 'boolean') properties[spec.wire as 'hide' | 'critical'] = value;
    else properties[spec.wire as 'h323' | 'cn' | 'dn'] = value;
  }
  if (element) properties.pseudo = { ...ownPseudo(live), type: 'app', app: element };
  return properties;
}

/** The live element; flags that an older PBX gave as XML text become booleans again. */
function ownElement(live: WireObject): Record<string, unknown> {
  const element: Record<string, unknown> = { ...appElement(live) };
  for (const flag of appFlags) {
    if (typeof element[flag] === 'string') element[flag] = element[flag] === 'true' || element[flag] === '1';
  }
  return element;
}

function ownPseudo(live: WireObject): Record<string, unknown> {
  return typeof live.pseudo === 'object' ? live.pseudo : {};
}

/** A new object starts empty, so an empty text or list need not be sent; every flag is, to be independent of defaults. */
function isEmptyChoice(field: string, desired: Fields): boolean {
  const value = desired[field];
  return value === '' || (typeof value === 'object' && value.length === 0);
}
