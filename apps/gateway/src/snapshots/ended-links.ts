import type { GatewayBus } from '../events';
import { type Database, systemScope } from '../db/database';
import type { FleetReader } from '../fleet/port';
import type { Logger } from '../observability/logger-port';
import { type Clock, pause } from './clock';
import type { PbxRef } from './record';
import { setSyncUnknown } from './status';

/** How long ends are gathered, ms: a failing switch ends thousands of links at once. */
const GATHER_MS = 20;

export interface EndedLinksDeps {
  db: Database;
  fleet: Pick<FleetReader, 'epoch'>;
  bus: GatewayBus;
  logger: Logger;
  clock: Clock;
  /** Pause after the database could not be reached, ms. */
  retryMs: number;
}

/**
 * Sees to it that the sync state of a PBX whose link ended becomes unknown in the database, also in one that is away just
 * now. All that ended together are written together. Disposing it writes what waits, once.
 */
export class EndedLinks implements AsyncDisposable {
  readonly #waiting = new Map<string, PbxRef>();
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(private readonly deps: EndedLinksDeps) {}

  add({ pbxId, organisationId }: PbxRef): void {
    this.#waiting.set(pbxId, { pbxId, organisationId });
    this.#run();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  #run(): void {
    this.#running ??= this.#loop().finally(() => {
      this.#running = undefined;
      if (this.#waiting.size > 0 && !this.#stop.signal.aborted) this.#run();
    });
  }

  async #loop(): Promise<void> {
    const { clock, logger, retryMs } = this.deps;
    while (this.#waiting.size > 0) {
      await pause(clock, GATHER_MS, this.#stop.signal);
      const batch = [...this.#waiting.values()];
      this.#waiting.clear();
      try {
        await this.#write(batch);
      } catch (error) {
        logger.error({ error, pbxs: batch.length }, 'sync states could not be written; trying again');
        if (this.#stop.signal.aborted) return;
        for (const pbx of batch) this.#waiting.set(pbx.pbxId, pbx);
        await pause(clock, retryMs, this.#stop.signal);
      }
    }
  }

  async #write(batch: readonly PbxRef[]): Promise<void> {
    const { db, fleet, bus } = this.deps;
    const changed = await db.inScope(systemScope, async (tx) => {
      // One that is back meanwhile is read anew, and that reading says how it stands.
      const ids = batch.map(({ pbxId }) => pbxId).filter((pbxId) => fleet.epoch(pbxId) === undefined);
      return await setSyncUnknown(tx, ids);
    });
    for (const pbx of batch.filter(({ pbxId }) => changed.has(pbxId))) {
      bus.emit('sync.changed', { ...pbx, state: 'unknown' });
      bus.emit('pbx.changed', { ...pbx, what: 'sync' });
    }
  }
}
