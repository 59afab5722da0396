/** How much of something is allowed over time. */
export interface RateLimits {
  /** At once, after a pause. */
  burst: number;
  perMinute: number;
}

interface Bucket {
  left: number;
  at: number;
}

/** Keys at most: those that are full again are forgotten first, then those that waited longest. */
const MAX_KEYS = 10_000;

/** Token buckets by key: a short burst passes, and over a minute no more than was set. */
export class RateLimit {
  readonly #buckets = new Map<string, Bucket>();

  constructor(
    private readonly limits: RateLimits,
    private readonly now: () => number = Date.now,
  ) {}

  /** Takes `count` when there are as many; else takes nothing and returns the whole seconds to wait, at least 1. */
  take(key: string, count = 1): number {
    const now = this.now();
    const left = this.#leftOf(key, now);
    const missing = Math.min(count, this.limits.burst) - left;
    if (missing > 0) return Math.max(1, Math.ceil((missing * 60) / this.limits.perMinute));
    if (this.#buckets.size >= MAX_KEYS && !this.#buckets.has(key)) this.#forgetFull(now);
    this.#buckets.delete(key);
    if (this.#buckets.size >= MAX_KEYS) this.#buckets.delete(this.#buckets.keys().next().value ?? '');
    this.#buckets.set(key, { left: left - count, at: now });
    return 0;
  }

  #leftOf(key: string, now: number): number {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return this.limits.burst;
    return Math.min(this.limits.burst, bucket.left + ((now - bucket.at) * this.limits.perMinute) / 60_000);
  }

  #forgetFull(now: number): void {
    for (const key of this.#buckets.keys()) if (this.#leftOf(key, now) >= this.limits.burst) this.#buckets.delete(key);
  }
}
