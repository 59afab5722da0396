import type { AuditLog } from '../audit/port';
import { type Database, systemScope } from '../db/database';
import type { Logger } from '../observability/logger-port';
import { beginRuns, openRuns, purgePiece, type WantedRun } from './purge';
import { dueForPurge, soonest, zonesInUse } from './schedule';
import type { CallHistorySettings } from './settings-port';

/** What failed, or was begun elsewhere, is looked at again after this time at the latest. */
const EVERY_MS = 15 * 60_000;
/** Between two pieces a purge rests for as long as the first took, and no longer than this: others come first. */
const REST_MS = 200;
/** PBXes whose runs begin in one transaction. */
const CHUNK = 200;

export interface RetentionKeeperOptions {
  db: Database;
  audit: AuditLog;
  settings: CallHistorySettings;
  logger: Logger;
  now?: () => Date;
  /** Records per transaction. */
  batch?: number;
  rest?: (ms: number) => Promise<void>;
}

/**
 * Purges the call history of every PBX at 03:00 in the time zone of its organisation, and when somebody asks. What has
 * begun and what was done stands in the database: a restart goes on where it was, and two gateways do nothing twice.
 */
export class RetentionKeeper implements AsyncDisposable {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #phase: 'idle' | 'started' | 'stopped' = 'idle';

  constructor(private readonly options: RetentionKeeperOptions) {}

  start(): void {
    this.#phase = 'started';
    this.wake();
  }

  /** Somebody has asked for a purge: looks now, or once more after the round that is under way. */
  wake(): void {
    if (this.#phase !== 'started') return;
    if (this.#running !== undefined) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#running = this.run().then((next) => {
      this.#running = undefined;
      const ms = this.#again ? 0 : Math.min(Math.max(next.getTime() - this.#now().getTime(), 0), EVERY_MS);
      this.#again = false;
      if (this.#phase !== 'started') return;
      this.#timer = setTimeout(() => this.wake(), ms);
      this.#timer.unref();
    });
  }

  /** One round, now; gives when the next purge is due. Never throws: what failed is logged and tried again later. */
  async run(): Promise<Date> {
    const { db, logger } = this.options;
    let next = new Date(this.#now().getTime() + EVERY_MS);
    try {
      const zones = await db.inScope(systemScope, zonesInUse);
      const now = this.#now();
      next = soonest(zones, now);
      const due = await db.inScope(systemScope, (tx) => dueForPurge(tx, zones, now));
      for (let at = 0; at < due.length && !this.#stopped(); at += CHUNK) {
        await this.#attempt('begin', () => this.#begin(due.slice(at, at + CHUNK)));
      }
      for (const runId of await db.inScope(systemScope, openRuns)) {
        if (this.#stopped()) break;
        await this.#attempt('purge', () => this.#carryOut(runId));
      }
    } catch (error) {
      if (!this.#stopped()) logger.error({ err: error }, 'the purge of call history could not be looked after');
    }
    return next;
  }

  async #begin(due: readonly WantedRun[]): Promise<void> {
    const { db, settings } = this.options;
    const retention = await settings.retentionOf(due.map(({ pbxId }) => pbxId));
    await db.inScope(systemScope, (tx) => beginRuns(tx, 'daily', due, { retention, now: this.#now() }));
  }

  /** Piece by piece, each in a transaction of its own, so that nobody waits for more than one. */
  async #carryOut(runId: string): Promise<void> {
    const { db, audit, batch } = this.options;
    const piece = { now: this.#now(), ...(batch === undefined ? {} : { batch }) };
    for (let state = 'more'; state === 'more' && !this.#stopped(); ) {
      const began = performance.now();
      state = await db.inScope(systemScope, (tx) => purgePiece(tx, audit, runId, piece));
      if (!this.#stopped()) await this.#rest(Math.min(performance.now() - began, REST_MS));
    }
  }

  async #attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#stopped()) this.options.logger.error({ err: error, what }, 'a purge of call history failed');
    }
  }

  async #rest(ms: number): Promise<void> {
    const { rest = (time: number) => new Promise<void>((resolve) => setTimeout(resolve, time)) } = this.options;
    await rest(ms);
  }

  #stopped(): boolean {
    return this.#phase === 'stopped';
  }

  #now(): Date {
    return this.options.now?.() ?? new Date();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#phase = 'stopped';
    clearTimeout(this.#timer);
    await this.#running;
  }
}
