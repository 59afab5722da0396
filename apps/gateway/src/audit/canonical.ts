import { storableText } from '../db/storable';

/** JSON with sorted keys, so that a value read back from jsonb (which reorders keys) gives the same text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  // fromEntries, not assignment: a key named __proto__ stays an ordinary key.
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** `value` as jsonb will keep it: what JSON drops is dropped, what PostgreSQL refuses in text is replaced. */
export function toStorable(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) =>
    typeof inner === 'string' ? storableText(inner) : inner,
  ) as unknown;
}
