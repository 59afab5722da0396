import type { CallOrder, LoginEntry } from '../state/orders';
import type { JsonObject } from '../state/types';

/** One frame as it went over the wire. */
export interface JournalEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Number of the connection, unique in the PBX. */
  readonly connection: number;
  /** `in`: received by the PBX. */
  readonly direction: 'in' | 'out';
  readonly text: string;
  readonly mt: string | undefined;
  readonly api: string | undefined;
  readonly src: string | undefined;
}

/** One write that the PBX carried out or refused. */
export interface WriteEntry {
  readonly at: number;
  readonly connection: number;
  readonly mt: string;
  readonly request: JsonObject;
  /** The object written to, when there is one. */
  readonly guid: string | undefined;
  /** Why the PBX refused; undefined = executed. */
  readonly error: string | undefined;
}

/** Choice of entries for `count`. */
export interface JournalFilter {
  readonly mt?: string;
  readonly direction?: 'in' | 'out';
  readonly api?: string;
  readonly connection?: number;
}

/** Every frame both ways, every write, order of call control and user login, the newest `limit` of each. */
export class Journal {
  private readonly frames: JournalEntry[] = [];
  private readonly executed: WriteEntry[] = [];
  private readonly orders: CallOrder[] = [];
  private readonly userLogins: LoginEntry[] = [];
  private readonly waiters = new Set<(entry: JournalEntry) => void>();

  /** `limit` 0 keeps nothing; `waitFor` still sees new frames. */
  constructor(private readonly limit: number) {}

  get entries(): readonly JournalEntry[] {
    return this.frames;
  }

  /** Writes that changed the PBX: UpdateObject, DeleteObject and the like, without those it refused. */
  writes(mt?: string): readonly WriteEntry[] {
    return this.executed.filter((entry) => entry.error === undefined && (mt === undefined || entry.mt === mt));
  }

  /** Writes that the PBX refused. */
  refusedWrites(): readonly WriteEntry[] {
    return this.executed.filter((entry) => entry.error !== undefined);
  }

  /** Orders of call control (RCC: UserCall, UserHold, ...) in the order they came, refused ones included. */
  calls(mt?: string): readonly CallOrder[] {
    return this.orders.filter((entry) => mt === undefined || entry.mt === mt);
  }

  /** User logins that this PBX was asked to make. */
  logins(): readonly LoginEntry[] {
    return this.userLogins;
  }

  count(filter: JournalFilter = {}): number {
    return this.frames.filter((entry) => matches(entry, filter)).length;
  }

  clear(): void {
    this.frames.length = 0;
    this.executed.length = 0;
    this.orders.length = 0;
    this.userLogins.length = 0;
  }

  /**
   * The first entry that fulfils `predicate`: one already in the journal, else the next that comes. Rejects after
   * `timeoutMs` (default 5000) with the types seen so far. `onlyNew` ignores what is already there.
   */
  waitFor(
    predicate: (entry: JournalEntry) => boolean,
    options: { readonly timeoutMs?: number; readonly onlyNew?: boolean } = {},
  ): Promise<JournalEntry> {
    const present = options.onlyNew === true ? undefined : this.frames.find(predicate);
    if (present) return Promise.resolve(present);
    const timeoutMs = options.timeoutMs ?? 5000;
    return new Promise((resolve, reject) => {
      const waiter = (entry: JournalEntry): void => {
        if (!predicate(entry)) return;
        clearTimeout(timer);
        this.waiters.delete(waiter);
        resolve(entry);
      };
      const timer = setTimeout(() => {
        this.waiters.delete(waiter);
        const seen = this.frames.slice(-20).map((entry) => `${entry.direction}:${entry.mt ?? '?'}`);
        reject(new Error(`No such frame within ${timeoutMs} ms. Last frames: ${seen.join(' ') || 'none'}`));
      }, timeoutMs);
      this.waiters.add(waiter);
    });
  }

  /** For the connections of the PBX. */
  record(entry: JournalEntry): void {
    push(this.frames, entry, this.limit);
    for (const waiter of this.waiters) waiter(entry);
  }

  /** For the dispatcher of the PBX. */
  recordWrite(entry: WriteEntry): void {
    push(this.executed, entry, this.limit);
  }

  /** For the call control of the PBX. */
  recordOrder(entry: CallOrder): void {
    push(this.orders, entry, this.limit);
  }

  /** For the logins that the PBX makes. */
  recordLogin(entry: LoginEntry): void {
    push(this.userLogins, entry, this.limit);
  }

  /** True when recording a frame has any effect; lets a PBX without a journal skip the work. */
  get listening(): boolean {
    return this.limit > 0 || this.waiters.size > 0;
  }
}

function matches(entry: JournalEntry, filter: JournalFilter): boolean {
  return (
    (filter.mt === undefined || entry.mt === filter.mt) &&
    (filter.direction === undefined || entry.direction === filter.direction) &&
    (filter.api === undefined || entry.api === filter.api) &&
    (filter.connection === undefined || entry.connection === filter.connection)
  );
}

function push<T>(list: T[], entry: T, limit: number): void {
  if (limit <= 0) return;
  list.push(entry);
  // Dropping in blocks keeps the cost of a long run constant.
  if (list.length > limit * 1.25) list.splice(0, list.length - limit);
}
