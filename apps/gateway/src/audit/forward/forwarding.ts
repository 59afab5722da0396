import { eq } from 'drizzle-orm';
import { type Database, systemScope } from '../../db/database';
import { auditForwarders } from '../../db/schema/index';
import type { Logger } from '../../observability/logger-port';
import { findForwarder, markFailed, markSent, nextEntries } from './forward.queries';
import { type Receiver, type ReceiverGuard, SendError, type SendOptions, sendFrames } from './send';
import { frame, syslogMessage, testMessage } from './syslog';

const BATCH = 500;
const IDLE_MS = 2000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 5 * 60_000;

export interface ForwardingOptions {
  db: Database;
  logger: Logger;
  guard: ReceiverGuard;
  /** How often new entries are looked for, ms. */
  idleMs?: number;
  /** Pause after the first failure, ms; it doubles up to five minutes. */
  firstPauseMs?: number;
  pace?: Pick<SendOptions, 'deadlineMs' | 'graceMs'>;
  random?: () => number;
}

interface Run {
  stop: AbortController;
  done: Promise<void>;
  /** Ends its pause. */
  wake: () => void;
  /** It was asked for again while it may have been about to end. */
  again: boolean;
}

/**
 * Sends the entries of each forwarder's organisation and everything below as they come. A position moves on only when
 * the receiver has the entries, so after a failure or a restart some may be sent twice, none is left out, and within a
 * chain the order stays.
 */
export class Forwarding implements AsyncDisposable {
  readonly #runs = new Map<string, Run>();
  #stopped = false;

  constructor(private readonly options: ForwardingOptions) {}

  /** Takes up every forwarder that is switched on. */
  async start(): Promise<void> {
    if (this.#stopped) return;
    const rows = await this.options.db.inScope(systemScope, (tx) =>
      tx.select({ id: auditForwarders.id }).from(auditForwarders).where(eq(auditForwarders.enabled, true)),
    );
    for (const { id } of rows) this.#begin(id);
  }

  /** Takes up one that was added or changed. The pauses of all others go on: nobody ends them by saving a form. */
  refresh(id: string): void {
    if (this.#stopped) return;
    // One that is switched off finds that out at once.
    this.#begin(id);
    // Whoever has just corrected something does not want to wait for the end of a pause.
    this.#runs.get(id)?.wake();
  }

  /** Sends one message that says nothing. @throws {SendError} */
  async test(receiver: Receiver, sender: string): Promise<void> {
    await sendFrames(receiver, [frame(testMessage(new Date(), sender))], this.#sendOptions());
  }

  #begin(id: string): void {
    const there = this.#runs.get(id);
    if (there !== undefined) there.again = true;
    if (there !== undefined || this.#stopped) return;
    const stop = new AbortController();
    const run: Run = { stop, done: Promise.resolve(), wake: () => {}, again: false };
    this.#runs.set(id, run);
    const sleep = (ms: number) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        run.wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (stop.signal.aborted) run.wake();
      });
    run.done = this.#follow(id, stop.signal, sleep).finally(() => {
      this.#runs.delete(id);
      if (run.again) this.#begin(id);
    });
  }

  async #follow(id: string, signal: AbortSignal, sleep: (ms: number) => Promise<void>): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        const sent = await this.#batch(id, signal);
        if (sent === 'gone') return;
        failures = 0;
        if (sent === 0) await sleep(this.options.idleMs ?? IDLE_MS);
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        await this.#note(id, error);
        await sleep(this.#pause(failures));
      }
    }
  }

  /** Between half of a doubling bound and the whole. */
  #pause(failures: number): number {
    const bound = Math.min(
      LONGEST_PAUSE_MS,
      (this.options.firstPauseMs ?? FIRST_PAUSE_MS) * 2 ** Math.min(failures - 1, 30),
    );
    return Math.round((bound / 2) * (1 + (this.options.random ?? Math.random)()));
  }

  async #batch(id: string, signal: AbortSignal): Promise<number | 'gone'> {
    const { db } = this.options;
    const found = await db.inScope(systemScope, (tx) => findForwarder(tx, id));
    if (found === undefined || !found.forwarder.enabled) return 'gone';
    const entries = await db.inScope(found, (tx) => nextEntries(tx, id, BATCH));
    if (entries.length === 0) return 0;
    const frames = entries.map((entry) => frame(syslogMessage(entry)));
    await sendFrames(found.forwarder, frames, { ...this.#sendOptions(), signal });
    await db.inScope(found, (tx) => markSent(tx, id, entries, new Date()));
    return entries.length;
  }

  async #note(id: string, error: unknown): Promise<void> {
    const text = error instanceof SendError ? `${error.problem}: ${error.detail}` : 'other: internal';
    if (error instanceof SendError)
      this.options.logger.warn({ forwarderId: id, problem: text }, 'the audit log was not forwarded');
    else this.options.logger.error({ err: error, forwarderId: id }, 'the audit log was not forwarded');
    try {
      await this.options.db.inScope(systemScope, (tx) => markFailed(tx, id, text, new Date()));
    } catch (failure) {
      this.options.logger.error({ err: failure, forwarderId: id }, 'the failure of a forwarder was not recorded');
    }
  }

  #sendOptions(): SendOptions {
    return { guard: this.options.guard, ...this.options.pace };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    const runs = [...this.#runs.values()];
    for (const { stop, wake } of runs) {
      stop.abort();
      wake();
    }
    await Promise.all(runs.map(({ done }) => done));
  }
}
