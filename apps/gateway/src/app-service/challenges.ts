import { randomBytes } from 'node:crypto';
import type { Clock } from '../link/clock';
import { networkOf } from '../networks';

/** A new challenge: 16 random hex digits, the most that AppWebsocket allows. */
export function newChallenge(): string {
  return randomBytes(8).toString('hex');
}

/** Bounds of what is remembered. */
export interface ChallengeLimits {
  /** In all. */
  total: number;
  /** Of one network: whoever asks for more loses their own oldest ones, not those of others. */
  perNetwork: number;
}

interface Issued {
  expires: number;
  network: string;
}

/** Challenges that were given out over plain HTTP. Each can be used once, for a short time. */
export class HttpChallenges {
  /** Oldest first. */
  readonly #issued = new Map<string, Issued>();
  /** Keys by network, oldest first. */
  readonly #byNetwork = new Map<string, Set<string>>();

  constructor(
    private readonly clock: Clock,
    private readonly lifetimeMs: number,
    private readonly limits: ChallengeLimits,
    private readonly make: () => string = newChallenge,
  ) {}

  get size(): number {
    return this.#issued.size;
  }

  /**
   * @param scope what it may be used for; a challenge of one App object is worthless for another
   * @param address who asks
   */
  issue(scope: string, address: string): string {
    const challenge = this.make();
    const network = networkOf(address);
    const now = this.clock.now();
    for (const [key, { expires }] of this.#issued) {
      if (expires > now) break;
      this.#forget(key);
    }
    const own = this.#byNetwork.get(network);
    if (own !== undefined && own.size >= this.limits.perNetwork) this.#forgetOldest(own);
    if (this.#issued.size >= this.limits.total) this.#forgetOldest(this.#largest());
    const key = `${scope} ${challenge}`;
    this.#issued.set(key, { expires: now + this.lifetimeMs, network });
    const keys = this.#byNetwork.get(network) ?? new Set();
    this.#byNetwork.set(network, keys.add(key));
    return challenge;
  }

  /** True once for each challenge that was issued for this scope and has not expired. */
  use(scope: string, challenge: string): boolean {
    const key = `${scope} ${challenge}`;
    const issued = this.#issued.get(key);
    this.#forget(key);
    return issued !== undefined && issued.expires > this.clock.now();
  }

  #forget(key: string): void {
    const issued = this.#issued.get(key);
    if (issued === undefined) return;
    this.#issued.delete(key);
    const keys = this.#byNetwork.get(issued.network);
    keys?.delete(key);
    if (keys?.size === 0) this.#byNetwork.delete(issued.network);
  }

  #forgetOldest(keys: Set<string> | undefined): void {
    const oldest = keys?.values().next().value;
    if (oldest !== undefined) this.#forget(oldest);
  }

  #largest(): Set<string> | undefined {
    let largest: Set<string> | undefined;
    for (const keys of this.#byNetwork.values()) if (keys.size > (largest?.size ?? 0)) largest = keys;
    return largest;
  }
}
