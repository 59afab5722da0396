import { setTimeout as sleep } from 'node:timers/promises';
import type { KeyPhase } from '@switchroom/contracts';
import type { AuditLog } from '../../audit/port';
import { type Database, systemScope } from '../../db/database';
import { dropUnusedKeys, type KeyUse, keyUse, resealAll } from '../../db/reseal';
import type { GatewaySecrets } from '../../db/secrets';
import type { Logger } from '../../observability/logger-port';
import { aboutKey, recordOwnWork } from './record-own-work';

/** Longer than any request or transaction may take: what was sealed under the old key is stored by then, or never. */
const GRACE_MS = 90_000;
/** After a fault of the moment, such as a database that is away. */
const RETRY_MS = 5000;

export interface KeyWorkOptions {
  db: Database;
  secrets: GatewaySecrets;
  audit: AuditLog;
  logger: Logger;
  /** How long an older key is kept after the current one came, ms; default 90 s. */
  graceMs?: number | undefined;
}

/**
 * Moves everything to the current data key and drops the older ones. What is left to do is read from the database, so it
 * can be broken off at any point, and whoever starts next goes on.
 */
export class KeyWork implements AsyncDisposable {
  #phase: KeyPhase = 'idle';
  #unreadable = 0;
  #again = false;
  #running: Promise<void> | undefined;
  readonly #stop = new AbortController();

  constructor(private readonly options: KeyWorkOptions) {}

  get state(): { phase: KeyPhase; unreadable: number } {
    return { phase: this.#phase, unreadable: this.#unreadable };
  }

  /** Looks whether there is something to do; while it works, it looks once more afterwards. */
  wake(): void {
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Resolves when nothing is left to do. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (this.#again && !signal.aborted) {
      this.#again = false;
      try {
        await this.#work(signal);
      } catch (error) {
        if (signal.aborted) return;
        this.options.logger.warn({ err: error }, 'secrets could not be sealed anew; trying again');
        await this.#pause(RETRY_MS);
        this.#again = true;
      }
    }
  }

  async #work(signal: AbortSignal): Promise<void> {
    const { db, secrets } = this.options;
    await secrets.refresh();
    let keys = await db.inScope(systemScope, keyUse);
    if (keys.length > 1) {
      await this.#reseal(signal);
      const wait = (keys.at(-1)?.createdAt.getTime() ?? 0) + (this.options.graceMs ?? GRACE_MS) - Date.now();
      if (wait > 0) {
        this.#phase = 'waiting';
        await this.#pause(wait);
        // What was stored meanwhile.
        await this.#reseal(signal);
      }
      if (signal.aborted) return;
      await this.#drop(keys);
      keys = await db.inScope(systemScope, keyUse);
    }
    this.#phase = this.#unreadable > 0 && keys.length > 1 ? 'stuck' : 'idle';
  }

  async #reseal(signal: AbortSignal): Promise<void> {
    const { db, secrets, logger } = this.options;
    this.#phase = 'sealing';
    const { unreadable, resealed } = await resealAll({
      db,
      secrets,
      signal,
      onUnreadable: ({ column, row, error }) =>
        logger.error({ column, row, err: error }, 'a stored secret does not open; it and its key stay as they are'),
    });
    this.#unreadable = unreadable;
    if (resealed > 0) logger.info({ resealed }, 'secrets were sealed anew');
  }

  async #drop(before: readonly KeyUse[]): Promise<void> {
    const { db, secrets, audit, logger } = this.options;
    const dropped = await db.inScope(systemScope, async (tx) => {
      const ids = await dropUnusedKeys(tx);
      for (const id of ids) {
        await recordOwnWork(
          tx,
          audit,
          aboutKey(
            'keys.rotated',
            { id, name: 'data key' },
            {
              before: { createdAt: before.find((key) => key.id === id)?.createdAt },
              after: { replacedBy: secrets.currentKeyId() },
            },
          ),
        );
      }
      return ids;
    });
    await secrets.refresh();
    if (dropped.length > 0) logger.info({ dropped }, 'data keys that nothing is sealed under any more were dropped');
  }

  /** Ends early, without an error, when the gateway stops. */
  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}
