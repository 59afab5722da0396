import { ATTENDANT_LIMITS, isSilent } from '@switchroom/protocol/attendant';
import type { Database } from '../db/database';
import type { Clock } from '../link/clock';
import type { Logger } from '../observability/logger-port';
import type { Endings } from './endings';
import { endPausesOfTheGone } from './pauses';
import type { ConsoleSession } from './session';
import type { Sessions } from './sessions';
import { currentOperators, endUnknown, type SessionEnd, storeSeen } from './session-store';
import type { SettingsPush } from './settings-push';
import type { Tasks } from './tasks';

const EVERY_MS = ATTENDANT_LIMITS.sweepSeconds * 1000;
const DEADLINE_MS = ATTENDANT_LIMITS.deadlineSeconds * 1000;
/** How old the last sign of life in the database may become. */
const SAVE_SEEN_MS = ATTENDANT_LIMITS.heartbeatSeconds * 1000;

export interface SweeperContext {
  readonly db: Database;
  readonly sessions: Sessions;
  readonly endings: Endings;
  readonly push: SettingsPush;
  readonly tasks: Tasks;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Looks at all sessions every few seconds: who fell silent, who is no operator any more, what is still to be written. */
export class Sweeper implements Disposable {
  #cancel: () => void = () => undefined;
  #startedAt = 0;
  #stopped = false;
  #writing = false;
  #again = false;

  constructor(private readonly context: SweeperContext) {}

  start(): void {
    this.#startedAt = this.context.clock.now();
    this.#arm();
  }

  #arm(): void {
    if (this.#stopped) return;
    this.#cancel = this.context.clock.after(EVERY_MS, () => {
      this.#arm();
      this.#sweep();
    });
  }

  /** Silent consoles lose their seats at once, however slow the database is; the rest waits for it. */
  #sweep(): void {
    const { sessions, endings, tasks, clock } = this.context;
    const now = clock.now();
    const silent = sessions.all().filter((session) => isSilent(seatOf(session), now));
    tasks.run('silent consoles were not written down', () => endings.endAll(silent, 'silent'));
    this.#again = true;
    if (this.#writing) return;
    this.#writing = true;
    tasks.run('sessions of consoles were not looked after', () => this.#writeAll());
  }

  /** One at a time; what is asked for during one begins another. */
  async #writeAll(): Promise<void> {
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        await this.#write(this.context.clock.now());
      }
    } finally {
      this.#writing = false;
    }
  }

  async #write(now: number): Promise<void> {
    const { db, sessions, endings, push } = this.context;
    endings.tidy();
    await endings.flush();
    push.retry();
    await this.#recheck();
    await this.#saveSeen(now);
    const known = sessions.all().map(({ id }) => id);
    await endUnknown(db, known, new Date(now - DEADLINE_MS - SAVE_SEEN_MS));
    // After a restart consoles get the time to come back before their operators count as gone.
    if (now - this.#startedAt > DEADLINE_MS) await endPausesOfTheGone(db, new Date(now - DEADLINE_MS));
  }

  /** What the administrator changed about operators holds for open sessions as well. */
  async #recheck(): Promise<void> {
    const { db, sessions, endings } = this.context;
    const looked = sessions.all();
    const current = await currentOperators(db, looked);
    const over = new Map<SessionEnd, ConsoleSession[]>();
    for (const session of looked) {
      const operator = current.get(session.operator.operatorId);
      if (operator !== undefined && operator.consoleType === session.facts.type) {
        session.operator = operator;
        continue;
      }
      const reason = operator === undefined ? 'not-an-operator' : 'licence-withdrawn';
      over.set(reason, [...(over.get(reason) ?? []), session]);
    }
    for (const [reason, ended] of over) await endings.endAll(ended, reason);
  }

  async #saveSeen(now: number): Promise<void> {
    const { db, sessions } = this.context;
    const old = sessions
      .all()
      .filter((session) => session.seenAt > session.savedSeenAt && now - session.savedSeenAt >= SAVE_SEEN_MS);
    const seen = old.map((session) => ({ session, at: session.seenAt }));
    await storeSeen(
      db,
      seen.map(({ session, at }) => ({ id: session.id, at })),
    );
    for (const { session, at } of seen) session.savedSeenAt = at;
  }

  [Symbol.dispose](): void {
    this.#stopped = true;
    this.#cancel();
  }
}

function seatOf({ id, operator, facts, seenAt, connected }: ConsoleSession) {
  return { session: id, user: operator.operatorId, type: facts.type, seenAt, connected };
}
