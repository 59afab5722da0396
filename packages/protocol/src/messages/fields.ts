import * as z from 'zod';

/*
 * Field kinds. Reading is tolerant (a number may arrive as a string and so on) and always ends in one normal form. Writing
 * accepts only that normal form: the encoder refuses a value which reading would change, so one schema serves both.
 */

const nullAsAbsent = (value: unknown): unknown => (value === null ? undefined : value);

/** An optional field; `null` is read as absent, as some public clients send it. */
export function opt<T extends z.ZodType>(schema: T) {
  return z.preprocess(nullAsAbsent, schema.optional()).optional();
}

/** Text. A number is read as its decimal text. */
export const text = z.preprocess((value) => (typeof value === 'number' ? String(value) : value), z.string());

function readNumber(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[-+]?\d+(\.\d+)?\s*$/.test(value)) return value;
  return Number(value);
}

/** A number. Decimal text is read as a number. */
export const num = z.preprocess(readNumber, z.number());

function readFlag(value: unknown): unknown {
  if (value === 'true' || value === '1' || value === 1) return true;
  if (value === 'false' || value === '0' || value === 0) return false;
  return value;
}

/** A boolean. `"true"`, `"1"`, `1` and their opposites are read as booleans. */
export const flag = z.preprocess(readFlag, z.boolean());

/**
 * A boolean that can also be handed back to the template: in UpdateObject an integer instead of a boolean deletes the
 * own value of the object, so integers are kept as they are (innovaphone SDK, PbxAdminApi, UpdateObject).
 */
export const inheritable = z.preprocess(
  (value) => (value === 'true' ? true : value === 'false' ? false : value),
  z.union([z.boolean(), z.number().int()]),
);

/** Boolean, integer or text: the documents call it "tristate" and show no values. */
export const tristate = z.union([z.boolean(), z.number(), z.string()]);

/** Paging token of a request: the value of `more` in the previous result. */
export const moreToken = z.union([z.string(), z.number()]);

/** Paging token of a result: text or number = repeat the request with it, `true` = the rest follows by itself. */
export const more = z.union([z.string(), z.number(), z.boolean()]);

/** A nested object. Properties that are not listed are kept, because an object read must survive being written back. */
export function open<S extends z.ZodRawShape>(shape: S) {
  return z.object(shape).catchall(z.unknown());
}

/** A list of texts; one text alone is read as a list of one, the empty text as the empty list. */
export const texts = z.preprocess(
  (value) => (typeof value !== 'string' ? value : value === '' ? [] : [value]),
  z.array(text),
);

/** A value whose type no document states; handed on as received. */
export const untyped = z.unknown().optional();

/** Any JSON object (or array), handed on by reference so that its property order stays untouched. */
export const anyObject = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null,
  'expected an object',
);

/** No fields. */
export const none = z.object({});
