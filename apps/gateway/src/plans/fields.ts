import { type AppFlag, appFlags } from '@switchroom/contracts';
import { type GetObject, parseCommaList, readAppFlags, readPseudo, type ResultOf } from '@switchroom/protocol';

/** Value of one managed field in its canonical form; a set is sorted and without duplicates. */
export type FieldValue = string | boolean | readonly string[];
/** Managed fields of an object by our field name. */
export type Fields = Readonly<Record<string, FieldValue>>;
/** The kinds of objects that plans write to. */
export type ObjectKind = 'app' | 'template' | 'user';
/** A GetObjectResult as the PBX sent it, unknown properties included. */
export type WireObject = ResultOf<typeof GetObject>;

/** One managed field: our name, the PBX's own word, and how to read it. */
export interface FieldSpec {
  readonly field: string;
  readonly wire: string;
  readonly type: 'text' | 'flag' | 'set';
  /** Plans never change it: shown and compared only. */
  readonly readOnly?: boolean;
  readonly read: (object: WireObject) => FieldValue;
}

const text = (field: string, wire: 'h323' | 'cn' | 'dn'): FieldSpec => ({
  field,
  wire,
  type: 'text',
  read: (object) => object[wire] ?? '',
});

const flag = (field: string, wire: 'hide' | 'critical'): FieldSpec => ({
  field,
  wire,
  type: 'flag',
  // A number instead of a boolean means "no own value" in this protocol, and an absent boolean is false.
  read: (object) => object[wire] === true,
});

const appFlag = (name: AppFlag): FieldSpec => ({
  field: name,
  wire: `pseudo.app.${name}`,
  type: 'flag',
  read: (object) => readAppFlags(readPseudo(object.pseudo).app ?? {})[name],
});

const apps: FieldSpec = { field: 'apps', wire: 'apps', type: 'set', read: (object) => canonicalSet(object.apps ?? '') };

const appSpecs: readonly FieldSpec[] = [
  text('name', 'h323'),
  text('longName', 'cn'),
  text('displayName', 'dn'),
  { field: 'url', wire: 'pseudo.app.url', type: 'text', read: (object) => asText(readPseudo(object.pseudo).app?.url) },
  ...appFlags.map(appFlag),
  flag('hideFromDirectory', 'hide'),
  flag('critical', 'critical'),
  apps,
];

const readOnlyName: FieldSpec = { ...text('name', 'h323'), readOnly: true };
const readOnlyLongName: FieldSpec = { ...text('longName', 'cn'), readOnly: true };

const templateSpecs: readonly FieldSpec[] = [
  readOnlyName,
  readOnlyLongName,
  {
    field: 'parents',
    wire: 'config',
    type: 'set',
    readOnly: true,
    read: (object) => canonicalSet(object.config ?? ''),
  },
  apps,
];

const userSpecs: readonly FieldSpec[] = [readOnlyName, readOnlyLongName, apps];

const specsByKind: Record<ObjectKind, readonly FieldSpec[]> = {
  app: appSpecs,
  template: templateSpecs,
  user: userSpecs,
};

/** All managed fields of a kind, in the order in which people see them. */
export function specsOf(kind: ObjectKind): readonly FieldSpec[] {
  return specsByKind[kind];
}

/** The field's description, or undefined when this kind has no such field (an older version may have stored one). */
export function specOf(kind: ObjectKind, field: string): FieldSpec | undefined {
  return specsByKind[kind].find((spec) => spec.field === field);
}

/** The managed fields of an object as read from the PBX, canonical. Absent properties are empty or false. */
export function readFields(kind: ObjectKind, object: WireObject): Fields {
  return Object.fromEntries(specsOf(kind).map((spec) => [spec.field, spec.read(object)]));
}

/** True for equal canonical values; undefined equals only undefined. */
export function sameValue(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  if (typeof a === 'object' && typeof b === 'object') {
    return a.length === b.length && a.every((entry, index) => entry === b[index]);
  }
  return a === b;
}

/** Names of the fields among `fields` in which `a` and `b` differ. */
export function differingFields(a: Fields, b: Fields, fields: Iterable<string>): string[] {
  return [...fields].filter((field) => !sameValue(a[field], b[field]));
}

/** A value as a person reads it and as it is stored for display. */
export function valueText(value: FieldValue): string {
  return typeof value === 'object' ? value.join(', ') : String(value);
}

/** The inverse of `valueText` for a field of known type. */
export function valueFromText(spec: FieldSpec, shown: string): FieldValue {
  if (spec.type === 'flag') return shown === 'true';
  return spec.type === 'set' ? canonicalSet(shown) : shown;
}

/** Comma separated names, or a list of them, as a sorted list without duplicates and blanks. */
export function canonicalSet(value: string | readonly string[]): readonly string[] {
  return parseCommaList(typeof value === 'string' ? value : value.join(',')).toSorted();
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
