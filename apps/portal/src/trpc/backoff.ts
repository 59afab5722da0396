/**
 * Milliseconds before the next try to connect: doubling from 500 ms to 10 s, each shortened by up to half at random, so
 * that a thousand open pages do not come back in the same instant after a restart of the gateway.
 */
export function reconnectDelay(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(500 * 2 ** attempt, 10_000);
  return Math.round(full * (1 - random() / 2));
}
