import * as z from 'zod';
import { num } from '../messages/fields';
import { ATTENDANT_LIMITS } from './terms';

/* Field kinds of the attendant protocol. Unlike a PBX, both ends are known, so every text and list has a bound. */

/** Text of at most `max` characters. A number is read as its decimal text. */
export function bounded(max: number) {
  return z.preprocess((value) => (typeof value === 'number' ? String(value) : value), z.string().max(max));
}

/**
 * One of a list of words. A word that this version does not know is read as `unknown`, so that a newer peer can add words
 * without making its messages invalid.
 */
export function choice<const Words extends readonly [string, ...string[]]>(words: Words) {
  const known = [...new Set([...words, 'unknown'])] as [...Words, 'unknown'];
  return z.preprocess(
    (value) => (typeof value === 'string' && !(known as readonly string[]).includes(value) ? 'unknown' : value),
    z.enum(known),
  );
}

/** A whole number of at least 0. */
export const count = z.preprocess((value) => {
  const read = num.safeParse(value);
  return read.success ? read.data : value;
}, z.number().int().min(0).max(2_147_483_647));

/** A moment in UTC as `2026-03-01T07:30:00.000Z`. */
export const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

/** Chosen by the side that hands it out, compared as a whole and never taken apart. */
export const id = bounded(ATTENDANT_LIMITS.idLength);

export const name = bounded(ATTENDANT_LIMITS.nameLength);

/** A number for people; digits that the settings hide are already `*`. */
export const number = bounded(ATTENDANT_LIMITS.numberLength);

/** One page of rows. */
export function page<T extends z.ZodType>(row: T) {
  return z.array(row).max(ATTENDANT_LIMITS.pageRows);
}
