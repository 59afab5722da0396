import type { ConsoleSession } from './session';

/** The open sessions of this process, which are all there are: one gateway works on a database. */
export class Sessions {
  readonly #byId = new Map<string, ConsoleSession>();

  add(session: ConsoleSession): void {
    this.#byId.set(session.id, session);
  }

  /** False when it had ended already. */
  remove(session: ConsoleSession): boolean {
    return this.#byId.delete(session.id);
  }

  get(id: string): ConsoleSession | undefined {
    return this.#byId.get(id);
  }

  all(): readonly ConsoleSession[] {
    return [...this.#byId.values()];
  }

  ofPbx(pbxId: string): readonly ConsoleSession[] {
    return this.all().filter((session) => session.pbxId === pbxId);
  }

  ofOperator(operatorId: string): readonly ConsoleSession[] {
    return this.all().filter(({ operator }) => operator.operatorId === operatorId);
  }
}
