/** A timer of the fake clock; keep it to cancel it. */
export interface FakeTimer {
  readonly id: number;
}

interface Entry extends FakeTimer {
  dueAt: number;
  everyMs: number | undefined;
  callback: () => void;
}

/**
 * A clock for code that gets its clock injected: time stands still until the test moves it. Timers run in the order
 * in which they are due, and those that a timer sets run in the same `advance` when they are due within it.
 */
export class FakeClock {
  #now: number;
  #nextId = 1;
  readonly #timers = new Map<number, Entry>();

  /** @param startMs milliseconds since 1970; a fixed date when left out */
  constructor(startMs = Date.UTC(2026, 0, 1)) {
    this.#now = startMs;
  }

  /** Milliseconds since 1970. An arrow function, so that it can be passed on by itself. */
  readonly now = (): number => this.#now;

  readonly setTimeout = (callback: () => void, ms = 0): FakeTimer => this.#add(callback, ms, undefined);

  readonly setInterval = (callback: () => void, ms: number): FakeTimer => this.#add(callback, ms, Math.max(ms, 1));

  readonly clearTimeout = (timer: FakeTimer | undefined): void => {
    if (timer !== undefined) this.#timers.delete(timer.id);
  };

  readonly clearInterval = this.clearTimeout;

  /** Resolves when that much time has been advanced; rejects with the reason of the signal if it aborts first. */
  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(reasonOf(signal));
      const onAbort = () => {
        this.clearTimeout(timer);
        reject(reasonOf(signal));
      };
      const timer = this.setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, ms);
      signal?.addEventListener('abort', onAbort, { once: true });
    });

  /** How many timers wait: zero is what a disposed object must leave behind. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  /** Milliseconds until the next timer is due, or undefined when none waits. */
  get nextTimerIn(): number | undefined {
    const next = this.#next();
    return next === undefined ? undefined : next.dueAt - this.#now;
  }

  /** Moves time on, running what becomes due. Lets promises settle between two timers. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let entry = this.#next(); entry !== undefined && entry.dueAt <= end; entry = this.#next()) {
      this.#now = Math.max(this.#now, entry.dueAt);
      if (entry.everyMs === undefined) this.#timers.delete(entry.id);
      else entry.dueAt += entry.everyMs;
      entry.callback();
      await settle();
    }
    this.#now = end;
  }

  #add(callback: () => void, ms: number, everyMs: number | undefined): FakeTimer {
    const entry: Entry = { id: this.#nextId++, dueAt: this.#now + Math.max(ms, 0), everyMs, callback };
    this.#timers.set(entry.id, entry);
    return entry;
  }

  /** Equal due times keep the order in which the timers were set, because Map and the strict comparison do. */
  #next(): Entry | undefined {
    let first: Entry | undefined;
    for (const entry of this.#timers.values()) if (first === undefined || entry.dueAt < first.dueAt) first = entry;
    return first;
  }
}

function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error('aborted');
}

const realSetImmediate = globalThis.setImmediate;

/** Runs everything that is already queued: promise continuations and the callbacks of the current turn. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    realSetImmediate(resolve);
  });
}
