/** A copy without properties that are undefined, as JSON leaves them out. Class instances are returned as they are. */
export function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (!isPlain(value)) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.map(([name, member]) => [name, withoutUndefined(member)]));
}

/** Dotted path of the first place where two JSON values differ; undefined when they are equal. */
export function firstDifference(a: unknown, b: unknown, path = ''): string | undefined {
  if (Object.is(a, b)) return undefined;
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) return firstIn(a.keys(), a, b, path);
  if (isPlain(a) && isPlain(b)) return firstIn(new Set([...Object.keys(a), ...Object.keys(b)]), a, b, path);
  return path;
}

function firstIn(names: Iterable<string | number>, a: object, b: object, path: string): string | undefined {
  for (const name of names) {
    const found = firstDifference(
      (a as Record<string | number, unknown>)[name],
      (b as Record<string | number, unknown>)[name],
      path === '' ? String(name) : `${path}.${name}`,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
