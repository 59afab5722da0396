/** How `waitUntil` waits. */
export interface WaitOptions {
  /** What is being waited for, as it completes "waited 5000 ms for ...". */
  message: string;
  /** Milliseconds; 5000 when left out. */
  timeoutMs?: number;
  /** Milliseconds between two looks; 10 when left out. */
  intervalMs?: number;
  /**
   * Called with a function that asks for a look at once: subscribe to an event here. Returns how to unsubscribe.
   * Polling goes on beside it, so that an event missed while subscribing costs one interval, not the test.
   */
  on?: (look: () => void) => () => void;
}

const realSetTimeout = globalThis.setTimeout;
const realClearTimeout = globalThis.clearTimeout;
const realNow = performance.now.bind(performance);

/**
 * Waits until `probe` returns something truthy, and returns that. The clock is the real one, under fake timers too.
 * @throws {Error} at the deadline, naming what was waited for; the last error of the probe is its cause
 */
export async function waitUntil<T>(
  probe: () => T | Promise<T>,
  { message, timeoutMs = 5000, intervalMs = 10, on }: WaitOptions,
): Promise<Exclude<T, false | 0 | '' | null | undefined>> {
  const deadline = realNow() + timeoutMs;
  let wake = () => {};
  let signalled = false;
  const unsubscribe = on?.(() => {
    signalled = true;
    wake();
  });
  let lastError: unknown;
  try {
    for (;;) {
      signalled = false;
      try {
        const value = await probe();
        lastError = undefined;
        if (isTruthy(value)) return value;
      } catch (error) {
        lastError = error;
      }
      if (realNow() >= deadline) {
        const why = lastError instanceof Error ? `; the last look threw: ${lastError.message}` : '';
        throw new Error(`waited ${timeoutMs} ms for ${message}${why}`, { cause: lastError });
      }
      if (signalled) continue;
      await new Promise<void>((resolve) => {
        const timer = realSetTimeout(resolve, intervalMs);
        wake = () => {
          realClearTimeout(timer);
          resolve();
        };
      });
    }
  } finally {
    unsubscribe?.();
  }
}

function isTruthy<T>(value: T): value is Exclude<T, false | 0 | '' | null | undefined> {
  return Boolean(value);
}
