/** How many failures are allowed before one has to wait. */
export interface ThrottleLimits {
  /** Failures per window. */
  failures: number;
  windowMs: number;
}

/** Keys at most; the oldest goes first. An attacker who could fill it has to fail from as many addresses. */
const MAX_KEYS = 10_000;

/**
 * Counts failed tries per key (an account, an address) within a sliding window. A try counts from its start, so that
 * many at once are not let through together; a success takes its own try back and leaves the others.
 */
export class Throttle {
  readonly #tries = new Map<string, number[]>();

  constructor(
    private readonly limits: ThrottleLimits,
    private readonly now: () => number = () => Date.now(),
  ) {}

  /** Seconds to wait before the next try, 0 when it may start now. */
  retryAfterSeconds(key: string): number {
    const tries = this.#recent(key);
    if (tries.length < this.limits.failures) return 0;
    const oldest = tries[tries.length - this.limits.failures] ?? this.now();
    return Math.max(1, Math.ceil((oldest + this.limits.windowMs - this.now()) / 1000));
  }

  /** Notes that a try starts; returns how to take it back when it succeeded. */
  start(key: string): () => void {
    const at = this.now();
    const tries = [...this.#recent(key), at];
    this.#tries.delete(key);
    this.#tries.set(key, tries);
    if (this.#tries.size > MAX_KEYS) this.#tries.delete(this.#tries.keys().next().value ?? '');
    return () => {
      const left = this.#recent(key);
      const index = left.lastIndexOf(at);
      if (index >= 0) left.splice(index, 1);
      if (left.length === 0) this.#tries.delete(key);
      else this.#tries.set(key, left);
    };
  }

  /** Keys remembered now, for tests and metrics. */
  get size(): number {
    return this.#tries.size;
  }

  #recent(key: string): number[] {
    const since = this.now() - this.limits.windowMs;
    const recent = (this.#tries.get(key) ?? []).filter((at) => at > since);
    if (recent.length === 0) this.#tries.delete(key);
    return recent;
  }
}
