import type { Admission } from '../link/context';
import type { Clock } from '../link/clock';

export interface ThrottleLimits {
  /** Logins that may run at once. */
  readonly concurrent: number;
  /** Logins that may start in a second. */
  readonly perSecond: number;
}

export const defaultThrottleLimits: ThrottleLimits = { concurrent: 64, perSecond: 200 };

interface Waiting {
  admit(giveBack: () => void): void;
  reject(error: Error): void;
}

/**
 * Admission to the login, one for all links: a restart of the gateway makes every PBX log in at once. First come, first
 * served; never more than `concurrent` at once, never more than `perSecond` starts in any second.
 */
export class LoginThrottle implements Admission, Disposable {
  readonly #waiting = new Set<Waiting>();
  /** Start times of the last second, oldest first. */
  readonly #starts: number[] = [];
  #active = 0;
  #cancelTimer: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly limits: ThrottleLimits,
  ) {}

  get active(): number {
    return this.#active;
  }

  get queued(): number {
    return this.#waiting.size;
  }

  /** Resolves with the function that gives the place back (calling it twice is harmless); rejects when aborted. */
  acquire(signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new Error('cancelled'));
      const end = () => {
        this.#waiting.delete(entry);
        signal.removeEventListener('abort', onAbort);
      };
      const onAbort = () => entry.reject(new Error('cancelled'));
      const entry: Waiting = {
        admit: (giveBack) => {
          end();
          resolve(giveBack);
        },
        reject: (error) => {
          end();
          reject(error);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(entry);
      this.#pump();
    });
  }

  [Symbol.dispose](): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    for (const entry of this.#waiting) entry.reject(new Error('the gateway is stopping'));
  }

  #pump(): void {
    const now = this.clock.now();
    while (this.#starts[0] !== undefined && now - this.#starts[0] >= 1000) this.#starts.shift();
    for (const entry of this.#waiting) {
      if (this.#active >= this.limits.concurrent) return;
      const oldest = this.#starts[0];
      if (this.#starts.length >= this.limits.perSecond && oldest !== undefined) return this.#later(oldest + 1000 - now);
      this.#starts.push(now);
      this.#active += 1;
      let held = true;
      entry.admit(() => {
        if (!held) return;
        held = false;
        this.#active -= 1;
        this.#pump();
      });
    }
  }

  #later(ms: number): void {
    if (this.#cancelTimer !== undefined) return;
    this.#cancelTimer = this.clock.after(ms, () => {
      this.#cancelTimer = undefined;
      this.#pump();
    });
  }
}
