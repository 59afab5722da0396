/** Milliseconds. */
export interface BackoffOptions {
  /** Upper bound of the first delay; each further one doubles it. */
  readonly baseMs: number;
  /** No delay is longer. */
  readonly capMs: number;
  /** No delay is shorter, or full jitter would now and then mean "at once". */
  readonly floorMs: number;
}

/**
 * Delay before try number `attempt` (1 = the first retry): full jitter under an exponentially growing, capped bound.
 * @param random uniform in [0, 1)
 */
export function backoff(attempt: number, random: () => number, options: BackoffOptions): number {
  const { baseMs, capMs, floorMs } = options;
  // 2^52 overflows nothing, and the cap is reached long before.
  const bound = Math.min(capMs, baseMs * 2 ** Math.min(Math.max(attempt - 1, 0), 52));
  return Math.max(Math.min(floorMs, capMs), Math.floor(random() * bound));
}

/** Delay where trying soon is pointless: between half of the cap and the cap. */
export function patientDelay(random: () => number, options: BackoffOptions): number {
  return Math.floor(options.capMs / 2 + (random() * options.capMs) / 2);
}
