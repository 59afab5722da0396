import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '../observability/logger-port';

/** Any number, the same in every gateway. */
const GATEWAY_LOCK = 7_205_911_004;
const POLL_MS = 250;
const RETRY_MS = 2000;

export interface GatewayLockOptions {
  url: string;
  /** How long another gateway that is about to stop is waited for, ms. */
  waitMs: number;
  logger: Logger;
}

/**
 * One gateway works on a database at a time: a second one would dial the same PBXes, take the first one's writes for
 * interrupted and its links for lost. Held by a connection of its own, so it ends with the process, however that ends.
 */
export class GatewayLock implements AsyncDisposable {
  #client: pg.Client | undefined;
  readonly #stop = new AbortController();

  constructor(private readonly options: GatewayLockOptions) {}

  /**
   * Resolves when this gateway is the only one.
   * @throws {Error} when another one does not go in time; the message names the cure
   */
  async acquire(): Promise<void> {
    const { waitMs, logger } = this.options;
    const until = Date.now() + waitMs;
    const client = await this.#connect();
    let waiting = false;
    while (!(await tryLock(client))) {
      if (Date.now() >= until || this.#stop.signal.aborted) {
        await client.end();
        throw new Error(
          'Another gateway works on this database. Cure: stop it first, or give this one a DATABASE_URL of its own.',
        );
      }
      if (!waiting) logger.info({ waitMs }, 'another gateway still works on this database; waiting for its end');
      waiting = true;
      await this.#pause(POLL_MS);
    }
    this.#client = client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.options.url,
      application_name: 'switchroom-lock',
      connectionTimeoutMillis: 5000,
      keepAlive: true,
    });
    client.on('error', () => this.#lost(client));
    client.on('end', () => this.#lost(client));
    await client.connect();
    return client;
  }

  /** The connection broke and the lock with it: take it again before anybody else does. */
  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    void this.#regain();
  }

  async #regain(): Promise<void> {
    const { logger } = this.options;
    while (!this.#stop.signal.aborted) {
      let client: pg.Client | undefined;
      try {
        client = await this.#connect();
        if (await tryLock(client)) {
          if (this.#stop.signal.aborted) await client.end();
          else this.#client = client;
          return;
        }
        logger.error({}, 'another gateway has begun to work on this database; one of the two must be stopped');
      } catch (error) {
        logger.warn({ err: error }, 'the lock of this gateway was lost with its connection; taking it again');
      }
      await client?.end().catch(() => undefined);
      await this.#pause(RETRY_MS);
    }
  }

  /** Ends early, without an error, when the gateway stops. */
  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [GATEWAY_LOCK]);
  return rows[0]?.held === true;
}
