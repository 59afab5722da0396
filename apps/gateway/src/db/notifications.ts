import pg from 'pg';
import type { Logger } from '../observability/logger-port';

/** Other processes (the demo's seed) tell that desired rows changed. */
export const targetsChannel = 'switchroom_targets';
/** Another process (the command line) has made a data key. */
export const keysChannel = 'switchroom_keys';

const RETRY_MS = 2000;

/**
 * Listens on a PostgreSQL channel, over a connection of its own that is opened again when it breaks. `onMessage` is
 * also called after each reconnect: what was said in between is lost, so whoever listens looks again.
 */
export class NotificationListener implements AsyncDisposable {
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(private readonly options: { url: string; channel: string; onMessage: () => void; logger: Logger }) {}

  /** Resolves when it listens; rejects when the first connection fails. */
  async start(): Promise<void> {
    const { url, channel, onMessage } = this.options;
    const client = new pg.Client({
      connectionString: url,
      application_name: 'switchroom-listen',
      connectionTimeoutMillis: 5000,
      keepAlive: true,
    });
    const lost = (error?: Error) => {
      if (this.#stopped || this.#client !== client) return;
      this.#client = undefined;
      this.options.logger.warn({ err: error }, 'the database connection for notifications broke; it is opened again');
      this.#reconnectLater();
    };
    client.on('error', lost);
    client.on('end', () => lost());
    client.on('notification', () => onMessage());
    await client.connect();
    await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    if (this.#stopped) return await client.end();
    this.#client = client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }

  #reconnectLater(): void {
    this.#retry = setTimeout(() => {
      this.start().then(
        () => this.options.onMessage(),
        (error: unknown) => {
          this.options.logger.warn({ err: error }, 'the database connection for notifications cannot be opened');
          if (!this.#stopped) this.#reconnectLater();
        },
      );
    }, RETRY_MS);
  }
}
