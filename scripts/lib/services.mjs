import { setTimeout as delay } from 'node:timers/promises';
import { startChild, stopChild } from './child.mjs';
import { codeOf, UserError } from './errors.mjs';
import { isStopping, onInterrupt, onShutdown } from './shutdown.mjs';

/**
 * The long-running programs of `npm start`. When one ends unasked, `failure` settles and everything is stopped.
 */
export class Services {
  /** @type {(error: UserError) => void} */
  #fail = () => undefined;
  /** Rejects when a service ends by itself; resolves when somebody asks us to stop. */
  ended = /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      this.#fail = reject;
      onInterrupt(resolve);
    })
  );

  constructor() {
    // Whoever waits learns of it; before anybody does, it must not end the process.
    this.ended.catch(() => undefined);
  }

  /**
   * @param {import('./child.mjs').ChildOptions & { graceMs: number }} options graceMs: how long it may take to stop
   */
  start(options) {
    const child = startChild(options);
    let stopping = false;
    onShutdown(options.name, () => {
      stopping = true;
      return stopChild(child, options.graceMs);
    });
    void child.exited.then((how) => {
      if (stopping || isStopping()) return;
      const tail = child.tail(25);
      this.#fail(
        new UserError(
          `${tail}\n\n${options.name} ended (${how}), so everything is stopped. All of its output: ${child.logFile}`,
        ),
      );
    });
    return child;
  }

  /**
   * The database is no child of this class, and its end is just as final.
   * @param {string} name
   * @param {Promise<string>} exited
   * @param {string} logFile
   */
  watch(name, exited, logFile) {
    let stopping = false;
    onShutdown(`watching ${name}`, async () => {
      stopping = true;
    });
    void exited.then((how) => {
      if (!stopping && !isStopping())
        this.#fail(new UserError(`${name} ended (${how}), so everything is stopped. Its output: ${logFile}`));
    });
  }

  /**
   * Waits until a URL answers with a status that is accepted.
   * @param {string} name
   * @param {string} url
   * @param {number} timeoutMs
   */
  async untilAnswers(name, url, timeoutMs) {
    let last = 'no answer';
    const deadline = performance.now() + timeoutMs;
    const probe = async () => {
      while (performance.now() < deadline) {
        try {
          const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
          await response.arrayBuffer();
          if (response.ok) return;
          last = `status ${response.status}`;
        } catch (error) {
          const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
          last = codeOf(cause) || String(cause);
        }
        await delay(50);
      }
      throw new UserError(`${name} does not answer at ${url} after ${timeoutMs / 1000} s (${last}).`);
    };
    await Promise.race([probe(), this.ended]);
    if (isStopping()) throw new UserError('stopped');
  }
}
