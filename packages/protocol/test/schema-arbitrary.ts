import * as fc from 'fast-check';
import type * as z from 'zod';

/*
 * Generates values in the normal form of a schema, for round trips. A schema kind that is not known here fails the test that
 * meets it, so a new kind of field cannot slip by ungenerated.
 */

const anything = fc.jsonValue({ maxDepth: 2, depthSize: 'small', stringUnit: 'grapheme' }).map(normal);

/** JSON has no negative zero; a generated one would come back as zero. */
function normal(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

const finite = fc
  .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((value) => (Object.is(value, -0) ? 0 : value));

type Definition = { readonly type: string } & Readonly<Record<string, unknown>>;

function definitionOf(schema: z.core.$ZodType): Definition {
  return schema._zod.def as unknown as Definition;
}

function arbitraryOf(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  const def = definitionOf(schema);
  const inner = (name: string): z.core.$ZodType => def[name] as z.core.$ZodType;
  switch (def.type) {
    case 'string':
      return arbitraryText(checksOf(def));
    case 'number':
      return arbitraryNumber(checksOf(def));
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'nullable':
      return fc.oneof(fc.constant(null), arbitraryOf(inner('innerType')));
    case 'optional':
      return arbitraryOf(inner('innerType'));
    case 'pipe':
      return arbitraryOf(inner('out'));
    case 'union':
      return fc.oneof(...(def.options as z.core.$ZodType[]).map(arbitraryOf));
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries as Record<string, string>));
    case 'array':
      return fc.array(arbitraryOf(inner('element')), { maxLength: 3 });
    case 'record':
      return fc.dictionary(word, arbitraryOf(inner('valueType')), { maxKeys: 3 });
    case 'custom':
      return fc.dictionary(word, anything, { maxKeys: 3 });
    case 'unknown':
      return anything;
    case 'object':
      return arbitraryFields(schema as z.core.$ZodObject);
    default:
      throw new Error(`no arbitrary for a schema of kind ${def.type}; add one`);
  }
}

interface Check {
  readonly check: string;
  readonly maximum?: number;
  readonly pattern?: RegExp;
  readonly value?: number;
}

function checksOf(def: Definition): Check[] {
  const checks = (def.checks ?? []) as readonly { readonly _zod: { readonly def: Check } }[];
  return checks.map((check) => check._zod.def);
}

function arbitraryText(checks: readonly Check[]): fc.Arbitrary<string> {
  const pattern = checks.find(({ check }) => check === 'string_format')?.pattern;
  if (pattern) return fc.stringMatching(pattern);
  const maximum = checks.find(({ check }) => check === 'max_length')?.maximum;
  const texts = fc.string({ unit: 'grapheme' });
  return maximum === undefined ? texts : texts.filter((text) => text.length <= maximum);
}

function arbitraryNumber(checks: readonly Check[]): fc.Arbitrary<number> {
  if (checks.length === 0) return finite;
  const bound = (kind: string): number | undefined => checks.find(({ check }) => check === kind)?.value;
  return fc.integer({ min: bound('greater_than'), max: bound('less_than') });
}

/** Names that cannot be mistaken for an integer, whose order JavaScript changes. */
const word = fc.string({ unit: fc.constantFrom(...'abcdefgh-_'.split('')), minLength: 1, maxLength: 8 });

/** Fields of an object schema: required ones always, optional ones sometimes. */
export function arbitraryFields(schema: z.core.$ZodObject): fc.Arbitrary<Record<string, unknown>> {
  const shape = schema._zod.def.shape as Readonly<Record<string, z.core.$ZodType>>;
  const model = Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, arbitraryOf(field)]));
  const requiredKeys = Object.entries(shape)
    .filter(([, field]) => field._zod.optout !== 'optional')
    .map(([name]) => name);
  return fc.record(model, { requiredKeys }).map((fields) => ({ ...fields }));
}
