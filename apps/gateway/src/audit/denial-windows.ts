/** How denials are written down. */
export interface DenialSettings {
  /** Of one kind (who, where, what) written one by one in a window. */
  single: number;
  windowMs: number;
}

const usual: DenialSettings = { single: 10, windowMs: 60_000 };
/** Kinds remembered at most. Whoever gets beyond it is written one by one again, and has run into the limit of calls. */
const MAX_KINDS = 10_000;

interface Window {
  seen: number;
  timer: NodeJS.Timeout;
  /** Writes how many more there were. */
  writeMore: (more: number) => Promise<void>;
}

/**
 * Keeps a loop of refused calls from filling the audit log: the first ones of a kind are entries of their own, and the
 * rest of the window becomes one entry that says how many more there were.
 */
export class DenialWindows implements AsyncDisposable {
  readonly #windows = new Map<string, Window>();
  readonly #writing = new Set<Promise<void>>();

  constructor(
    private readonly onError: (error: unknown) => void,
    private readonly settings: DenialSettings = usual,
  ) {}

  /** `write` writes one entry: `more` undefined for a denial by itself, else for so many that were not written. */
  async record(kind: string, write: (more: number | undefined) => Promise<void>): Promise<void> {
    const window = this.#windows.get(kind) ?? this.#open(kind);
    if (window === undefined) return await write(undefined);
    window.seen += 1;
    window.writeMore = write;
    if (window.seen <= this.settings.single) await write(undefined);
  }

  /** Writes what is still counted. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const kind of this.#windows.keys()) this.#close(kind);
    await Promise.all(this.#writing);
  }

  #open(kind: string): Window | undefined {
    if (this.#windows.size >= MAX_KINDS) return undefined;
    const timer = setTimeout(() => this.#close(kind), this.settings.windowMs).unref();
    const window = { seen: 0, timer, writeMore: async () => undefined };
    this.#windows.set(kind, window);
    return window;
  }

  #close(kind: string): void {
    const window = this.#windows.get(kind);
    this.#windows.delete(kind);
    if (window === undefined) return;
    clearTimeout(window.timer);
    const more = window.seen - this.settings.single;
    if (more <= 0) return;
    const writing = window
      .writeMore(more)
      .catch(this.onError)
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }
}
