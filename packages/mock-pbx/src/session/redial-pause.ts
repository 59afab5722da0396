/**
 * Pause in milliseconds before the next attempt to dial: `minMs` doubled per failed attempt (from 0) up to `maxMs`, shortened by
 * up to half at random, so that a fleet does not come back all at once. `random` gives numbers in [0, 1).
 */
export function redialPause(
  attempt: number,
  limits: { readonly minMs?: number; readonly maxMs?: number } = {},
  random: () => number = Math.random,
): number {
  const { minMs = 500, maxMs = 32_000 } = limits;
  return Math.min(maxMs, minMs * 2 ** attempt) * (0.5 + random() / 2);
}
