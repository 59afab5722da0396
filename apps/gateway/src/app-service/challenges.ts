import { randomBytes } from 'node:crypto';
import type { Clock } from '../link/clock';

/** A new challenge: 16 random hex digits, the most that AppWebsocket allows. */
export function newChallenge(): string {
  return randomBytes(8).toString('hex');
}

/** Challenges that were given out over plain HTTP. Each can be used once, for a short time; the oldest go when it is full. */
export class HttpChallenges {
  readonly #expiry = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly lifetimeMs: number,
    private readonly limit: number,
    private readonly make: () => string = newChallenge,
  ) {}

  get size(): number {
    return this.#expiry.size;
  }

  /** @param scope what it may be used for; a challenge of one App object is worthless for another */
  issue(scope: string): string {
    const challenge = this.make();
    const now = this.clock.now();
    for (const [key, expires] of this.#expiry) {
      if (expires > now && this.#expiry.size < this.limit) break;
      this.#expiry.delete(key);
    }
    this.#expiry.set(`${scope} ${challenge}`, now + this.lifetimeMs);
    return challenge;
  }

  /** True once for each challenge that was issued for this scope and has not expired. */
  use(scope: string, challenge: string): boolean {
    const key = `${scope} ${challenge}`;
    const expires = this.#expiry.get(key);
    this.#expiry.delete(key);
    return expires !== undefined && expires > this.clock.now();
  }
}
