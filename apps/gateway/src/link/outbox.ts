import type { Clock } from './clock';
import { LinkError } from './errors';

interface Waiting<Sender> {
  release(sender: Sender): void;
  reject(error: LinkError): void;
}

/**
 * Requests that wait until the link is ready. Bounded in number and in time; nothing in here has been sent, so every
 * failure says so. Order is kept.
 */
export class Outbox<Sender> {
  readonly #waiting = new Set<Waiting<Sender>>();

  constructor(
    private readonly clock: Clock,
    private readonly limit: number,
  ) {}

  get size(): number {
    return this.#waiting.size;
  }

  /** Resolves with the sender once the link is ready; rejects with LinkError `offline`, `queue-full` or `aborted`. */
  wait(deadlineMs: number, signal: AbortSignal | undefined): Promise<Sender> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(aborted(signal));
      if (this.#waiting.size >= this.limit) {
        return reject(
          new LinkError('queue-full', { message: `${this.limit} requests wait for this link already`, sent: false }),
        );
      }
      const end = () => {
        cancel();
        signal?.removeEventListener('abort', onAbort);
        this.#waiting.delete(entry);
      };
      const entry: Waiting<Sender> = {
        release(sender) {
          end();
          resolve(sender);
        },
        reject(error) {
          end();
          reject(error);
        },
      };
      const cancel = this.clock.after(deadlineMs, () =>
        entry.reject(new LinkError('offline', { message: `not ready within ${deadlineMs} ms`, sent: false })),
      );
      const onAbort = () => entry.reject(aborted(signal));
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(entry);
    });
  }

  releaseAll(sender: Sender): void {
    for (const entry of this.#waiting) entry.release(sender);
  }

  rejectAll(error: LinkError): void {
    for (const entry of this.#waiting) entry.reject(error);
  }
}

function aborted(signal: AbortSignal | undefined): LinkError {
  return new LinkError('aborted', { message: 'given up before it was sent', sent: false, cause: signal?.reason });
}
