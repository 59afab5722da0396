import { sql } from 'drizzle-orm';
import { type Database, systemScope } from '../db/database';
import type { Logger } from '../observability/logger-port';
import { makeCheckpoint } from './checkpoints';
import type { AuditLog } from './port';
import { purgeChain } from './purge';
import { organisationsToPurge } from './retention';
import type { CheckpointSigner } from './signing';

const EVERY_MS = 15 * 60_000;
const DAY_MS = 24 * 60 * 60 * 1000;
/** A purge that ran yesterday evening is due again this morning at the latest. */
const PURGE_PAUSE_MS = 20 * 60 * 60 * 1000;

export interface KeeperOptions {
  db: Database;
  audit: AuditLog;
  signer: CheckpointSigner;
  logger: Logger;
  now?: () => Date;
  everyMs?: number;
}

/**
 * The daily work on the audit log: a signed checkpoint of every chain that has grown, then the purge of what is older
 * than the policies say. When something was done last stands in the database, so a restart neither repeats nor skips.
 */
export class AuditKeeper implements AsyncDisposable {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(private readonly options: KeeperOptions) {}

  start(): void {
    this.#arm(0);
  }

  /** One round, now. Never throws: what failed for one organisation is logged, and the next round tries again. */
  async run(): Promise<void> {
    await this.#each(
      'checkpoint',
      () => this.#dueForCheckpoint(),
      (id) => this.#checkpoint(id),
    );
    await this.#each(
      'purge',
      () => this.#dueForPurge(),
      (organisation) => this.#purge(organisation),
    );
  }

  #arm(ms: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.run().then(() => this.#arm(this.options.everyMs ?? EVERY_MS));
    }, ms);
    this.#timer.unref();
  }

  async #each<T>(what: string, list: () => Promise<T[]>, work: (item: T) => Promise<void>): Promise<void> {
    try {
      for (const item of await list()) {
        if (this.#stopped) return;
        await work(item).catch((error: unknown) => this.#failed(what, error));
      }
    } catch (error) {
      this.#failed(what, error);
    }
  }

  #failed(what: string, error: unknown): void {
    if (!this.#stopped) this.options.logger.error({ err: error, what }, 'the daily work on the audit log failed');
  }

  async #dueForCheckpoint(): Promise<string[]> {
    const before = new Date(this.#now().getTime() - DAY_MS).toISOString();
    return await this.options.db.inScope(systemScope, async (tx) => {
      const { rows } = await tx.execute<{ id: string }>(sql`
        select o.id from organisations o
        join lateral (select seq from audit_entries where organisation_id = o.id order by seq desc limit 1) entry on true
        left join lateral (select seq, at from audit_checkpoints where organisation_id = o.id order by seq desc limit 1)
          checkpoint on true
        where checkpoint.seq is null or (checkpoint.seq < entry.seq and checkpoint.at <= ${before}::timestamptz)`);
      return rows.map(({ id }) => id);
    });
  }

  async #checkpoint(id: string): Promise<void> {
    const { db, signer } = this.options;
    await db.inScope(systemScope, (tx) => makeCheckpoint(tx, signer, id, this.#now()));
  }

  async #dueForPurge(): Promise<{ id: string; name: string; days: number }[]> {
    const since = new Date(this.#now().getTime() - PURGE_PAUSE_MS).toISOString();
    return await this.options.db.inScope(systemScope, async (tx) => {
      const { rows } = await tx.execute<{ id: string }>(sql`
        select distinct organisation_id as id from audit_entries
        where action = 'audit.purge' and at > ${since}::timestamptz`);
      const done = new Set(rows.map(({ id }) => id));
      return (await organisationsToPurge(tx, this.#now())).filter(({ id }) => !done.has(id));
    });
  }

  async #purge(organisation: { id: string; name: string; days: number }): Promise<void> {
    const { db, audit, signer, logger } = this.options;
    for (let more = true; more && !this.#stopped; ) {
      const outcome = await db.inScope(systemScope, (tx) =>
        purgeChain(tx, { audit, signer }, organisation, this.#now()),
      );
      more = outcome.kind === 'purged' && outcome.more;
      if (outcome.kind === 'broken') {
        logger.error(
          { organisationId: organisation.id, verdict: outcome.verdict },
          'an audit chain is broken; nothing was purged',
        );
      }
    }
  }

  #now(): Date {
    return this.options.now?.() ?? new Date();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }
}
