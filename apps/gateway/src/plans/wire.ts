import { appFlags } from '@switchroom/contracts';
import {
  type AppObjectChanges,
  appObjectUpdateFields,
  type FieldsOf,
  formatCommaList,
  parseCommaList,
  readPseudo,
  type UpdateObject,
} from '@switchroom/protocol';
import type { Fields, ObjectKind, WireObject } from './fields';

type UpdateFields = FieldsOf<typeof UpdateObject>;

/**
 * The UpdateObject that brings `fields` of an object from what was just read to `desired`: only those properties, `guid`
 * and, when something inside the app element changes, the whole element built from the live one, so that attributes we do
 * not know survive. `template: "without"` makes the PBX store the values as sent, the way we read them.
 * @param fields our field names, writable ones
 */
export function updateMessage(
  kind: ObjectKind,
  live: WireObject,
  desired: Fields,
  fields: readonly string[],
  password: string | undefined,
): UpdateFields {
  const envelope = { guid: live.guid, template: 'without' };
  if (kind !== 'app') {
    const apps = fields.includes('apps') ? desired.apps : undefined;
    return { ...envelope, ...(typeof apps === 'object' && { apps: formatCommaList(mergedNames(live.apps, apps)) }) };
  }
  const changes = { ...changesOf(live, desired, fields), ...(password !== undefined && { pwd: password }) };
  return { ...envelope, ...appObjectUpdateFields(changes, { pseudo: readPseudo(live.pseudo) }) };
}

/** The UpdateObject that creates an App object, in the shape in which the vendor's PBX Manager plugins do. */
export function createMessage(desired: Fields, password: string): UpdateFields {
  // A new object starts empty, so an empty text or list need not be sent; every flag is, to be independent of defaults.
  const fields = Object.keys(desired).filter((field) => {
    const value = desired[field];
    return typeof value === 'boolean' || (value !== undefined && value.length > 0);
  });
  return appObjectUpdateFields({ ...changesOf({}, desired, fields), pwd: password });
}

/** Names in the PBX's own order: what goes is taken out where it stands, what comes is put at the end. */
export function mergedNames(live: string | undefined, desired: readonly string[]): string[] {
  const kept = parseCommaList(live).filter((name) => desired.includes(name));
  return [...kept, ...desired.filter((name) => !kept.includes(name))];
}

function changesOf(live: WireObject, desired: Fields, fields: readonly string[]): AppObjectChanges {
  const text = (field: string) => (fields.includes(field) ? (desired[field] as string | undefined) : undefined);
  const flag = (field: string) => (fields.includes(field) ? (desired[field] as boolean | undefined) : undefined);
  const flags = Object.fromEntries(appFlags.flatMap((name) => (fields.includes(name) ? [[name, flag(name)]] : [])));
  const apps = fields.includes('apps') ? desired.apps : undefined;
  return {
    name: text('name'),
    cn: text('longName'),
    dn: text('displayName'),
    url: text('url'),
    hide: flag('hideFromDirectory'),
    critical: flag('critical'),
    ...(Object.keys(flags).length > 0 && { flags }),
    ...(typeof apps === 'object' && { apps: mergedNames(live.apps, apps) }),
  };
}
