import { ProtocolError } from '../errors';
import { MAX_FRAME_DEPTH } from './decode';

/**
 * A copy with nothing in it but JSON values, and without properties that are undefined. Throws ProtocolError
 * `not-serialisable` naming the field for what JSON would drop or change in silence: functions, bigints, NaN, dates, maps,
 * holes in arrays, cycles.
 */
export function jsonCopy(value: unknown, mt: string, path: readonly (string | number)[] = []): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'object' && path.length < MAX_FRAME_DEPTH) {
    if (Array.isArray(value)) return value.map((item: unknown, index) => jsonCopy(item, mt, [...path, index]));
    if (Object.prototype.toString.call(value) === '[object Object]') {
      const entries = Object.entries(value).filter(([, member]: [string, unknown]) => member !== undefined);
      return Object.fromEntries(
        entries.map(([name, member]: [string, unknown]) => [name, jsonCopy(member, mt, [...path, name])]),
      );
    }
  }
  const field = path.slice(0, 8).join('.');
  const cure = 'send JSON values only, without cycles';
  throw new ProtocolError(
    'not-serialisable',
    field,
    `${mt}: field "${field}" holds something JSON cannot carry; ${cure}`,
  );
}

/** Dotted path of the first place where two JSON values differ; undefined when they are equal. Undefined counts as absent. */
export function firstDifference(a: unknown, b: unknown, path = ''): string | undefined {
  if (a === b) return undefined;
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) return firstIn(a.keys(), a, b, path);
  if (isPlain(a) && isPlain(b)) return firstIn(new Set([...Object.keys(a), ...Object.keys(b)]), a, b, path);
  return path;
}

function firstIn(names: Iterable<string | number>, a: object, b: object, path: string): string | undefined {
  for (const name of names) {
    const found = firstDifference(memberOf(a, name), memberOf(b, name), path === '' ? String(name) : `${path}.${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function memberOf(value: object, name: string | number): unknown {
  return Object.hasOwn(value, name) ? (value as Record<string | number, unknown>)[name] : undefined;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
