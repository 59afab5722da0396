import { randomUUID } from 'node:crypto';
import { and, asc, eq, lte, min } from 'drizzle-orm';
import { gatewayAddress } from '../audit/own-work';
import { systemScope } from '../db/database';
import { organisations, settingChanges } from '../db/schema/index';
import type { Logger } from '../observability/logger-port';
import { applyKept, endInConflict, redraft } from './kept-changes';
import type { StoredChange } from './stored-changes';
import { tell, type WriterOptions } from './writer';

/** A timer cannot wait for longer than 24 days; once a day is often enough to look. */
const LONGEST_WAIT_MS = 24 * 60 * 60_000;
/** After work that failed for a reason that may pass. */
const RETRY_MS = 30_000;
/** Before looking again for one that is due and that somebody holds at this moment. */
const HELD_MS = 1000;

/** Time as the room sees it, so that tests move it by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `callback` once after `ms` milliseconds; the returned function cancels it and may be called at any time. */
  after(ms: number, callback: () => void): () => void;
}

/**
 * Does scheduled changes when their time has come: each under its row's lock and in one transaction with what it writes, so
 * that it happens once however often the process ends in between. It sleeps until the next one is due.
 */
export class ChangeKeeper implements AsyncDisposable {
  #cancel: (() => void) | undefined;
  #off: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(private readonly options: WriterOptions & { logger: Logger; clock: Clock }) {}

  /** Begins with what came due while no gateway ran. */
  start(): void {
    this.#off = this.options.bus.on('settings.changed', ({ what }) => {
      if (what === 'changes') this.#wake();
    });
    this.#wake();
  }

  /** Does what is due now. Never throws: what failed is logged, and tried again a little later. */
  async run(): Promise<void> {
    try {
      const failed = await this.#doDue();
      await this.#arm(failed ? RETRY_MS : HELD_MS);
    } catch (error) {
      this.#failed(error);
      this.#sleep(RETRY_MS);
    }
  }

  /** One run at a time; what is said during one begins another. */
  #wake(): void {
    this.#again = true;
    if (this.#stopped || this.#running !== undefined) return;
    this.#running = (async () => {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        await this.run();
      }
      this.#running = undefined;
    })();
  }

  async #doDue(): Promise<boolean> {
    let failed = false;
    for (const { id, path } of await this.#due()) {
      if (this.#stopped) break;
      try {
        await this.#doOne(id, path);
      } catch (error) {
        failed = true;
        this.#failed(error);
      }
    }
    return failed;
  }

  async #due(): Promise<{ id: string; path: string }[]> {
    const now = new Date(this.options.clock.now());
    return await this.options.db.inScope(systemScope, (tx) =>
      tx
        .select({ id: settingChanges.id, path: organisations.path })
        .from(settingChanges)
        .innerJoin(organisations, eq(organisations.id, settingChanges.organisationId))
        .where(and(eq(settingChanges.state, 'scheduled'), lte(settingChanges.effectiveAt, now)))
        .orderBy(asc(settingChanges.effectiveAt), asc(settingChanges.createdAt), asc(settingChanges.id)),
    );
  }

  async #doOne(id: string, path: string): Promise<void> {
    const { db, audit, bus } = this.options;
    const at = new Date(this.options.clock.now());
    const ended = await db.inScope({ path }, async (tx) => {
      // Somebody who cancels it at this moment, or another keeper, has it: then it is theirs.
      const [change] = await tx
        .select()
        .from(settingChanges)
        .where(and(eq(settingChanges.id, id), eq(settingChanges.state, 'scheduled')))
        .for('update', { skipLocked: true });
      if (change === undefined) return undefined;
      const acting = actingFor(change);
      const redrafted = await redraft(tx, this.options, change, { at, approved: change.decidedBy !== null });
      if ('conflict' in redrafted) {
        await endInConflict(tx, audit, change, { conflict: redrafted.conflict, acting });
        return 'conflict';
      }
      await applyKept(tx, this.options, change, { redrafted, at, acting, note: noteOf(change) });
      return redrafted.draft;
    });
    if (ended === 'conflict') {
      bus.emit('settings.changed', { what: 'changes', paths: [path], pbxIds: [], keys: [] });
    } else if (ended !== undefined) tell(bus, ended, 'values');
  }

  async #arm(overdueMs: number): Promise<void> {
    const [next] = await this.options.db.inScope(systemScope, (tx) =>
      tx
        .select({ at: min(settingChanges.effectiveAt) })
        .from(settingChanges)
        .where(eq(settingChanges.state, 'scheduled')),
    );
    const due = next?.at ?? null;
    if (due === null) {
      this.#cancel?.();
      return;
    }
    const ms = due.getTime() - this.options.clock.now();
    this.#sleep(ms > 0 ? Math.min(ms, LONGEST_WAIT_MS) : overdueMs);
  }

  #sleep(ms: number): void {
    this.#cancel?.();
    if (!this.#stopped) this.#cancel = this.options.clock.after(ms, () => this.#wake());
  }

  #failed(error: unknown): void {
    if (!this.#stopped) this.options.logger.error({ err: error }, 'a scheduled change of settings was not done');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    this.#off?.();
    this.#cancel?.();
    await this.#running;
    this.#cancel?.();
  }
}

/** The maker is the person; that nobody was at the keyboard stands beside it. */
function actingFor({ createdBy, createdByName }: StoredChange) {
  return { actor: { id: createdBy, name: createdByName }, requestId: randomUUID(), address: gatewayAddress };
}

function noteOf({ effectiveAt, decidedByName }: StoredChange): Record<string, string> {
  return {
    ...(effectiveAt === null ? {} : { scheduledFor: effectiveAt.toISOString() }),
    ...(decidedByName === null ? {} : { approvedBy: decidedByName }),
  };
}
