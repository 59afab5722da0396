import type { Logger } from '../observability/logger-port';

/** Work that nobody waits for but the end of the room. What fails is logged. */
export class Tasks {
  readonly #running = new Set<Promise<void>>();

  constructor(private readonly logger: Logger) {}

  run(what: string, work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => this.logger.error({ err: error }, what))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Settles when nothing runs any more, what was begun meanwhile included. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
