import { SessionInfo } from '@switchroom/protocol/attendant';
import type { Database } from '../db/database';
import type { Clock } from '../link/clock';
import type { Logger } from '../observability/logger-port';
import type { ConsoleSession } from './session';
import type { Sessions } from './sessions';
import { type EndedSession, type SessionEnd, storeEnds } from './session-store';

/** Close codes of the websocket protocol. */
const NORMAL = 1000;
const GOING_AWAY = 1001;

/** Ends sessions: the console is told, the seat is free at once, and the database learns it as soon as it can. */
export class Endings {
  /** By id. What is stored stays for a while: somebody may have read the row just before. */
  readonly #ended = new Map<string, { readonly ended: EndedSession; stored: boolean }>();

  constructor(private readonly context: { db: Database; sessions: Sessions; clock: Clock; logger: Logger }) {}

  /** Whether a session is over that the database may still have as open. */
  isEnding(id: string): boolean {
    return this.#ended.has(id);
  }

  /** Settles when it is written down, or the attempt has failed; then it is tried again with `flush`. */
  async end(session: ConsoleSession, reason: SessionEnd): Promise<void> {
    await this.endAll([session], reason);
  }

  async endAll(sessions: readonly ConsoleSession[], reason: SessionEnd): Promise<void> {
    const at = this.context.clock.now();
    for (const session of sessions) {
      if (!this.context.sessions.remove(session)) continue;
      const { id, seenAt } = session;
      this.#ended.set(id, { ended: { id, reason, at, seenAt }, stored: false });
      letGo(session, reason);
    }
    await this.flush();
  }

  /** Of a session that was admitted and never began. */
  async endUnborn(id: string, reason: SessionEnd): Promise<void> {
    const at = this.context.clock.now();
    this.#ended.set(id, { ended: { id, reason, at, seenAt: at }, stored: false });
    await this.flush();
  }

  /** The transaction of the session that took the seat over has written it down already. */
  replaced(session: ConsoleSession): void {
    if (this.context.sessions.remove(session)) letGo(session, 'replaced');
  }

  /** Writes down what could not be written before. Never throws. */
  async flush(): Promise<void> {
    const waiting = [...this.#ended.values()].filter(({ stored }) => !stored);
    try {
      await storeEnds(
        this.context.db,
        waiting.map(({ ended }) => ended),
      );
      for (const one of waiting) one.stored = true;
    } catch (error) {
      this.context.logger.warn({ err: error }, 'the end of console sessions could not be written down yet');
    }
  }

  /** Forgets what was written down before the last call of this. */
  tidy(): void {
    for (const [id, { stored }] of this.#ended) if (stored) this.#ended.delete(id);
  }
}

function letGo(session: ConsoleSession, reason: SessionEnd): void {
  if (reason === 'closed') return session.release();
  session.tell(SessionInfo, { session: session.id, ended: reason });
  session.close(reason === 'stopping' ? GOING_AWAY : NORMAL, reason);
}
