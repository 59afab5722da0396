import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { PbxConfig, PbxCore } from '../core';
import type { Licence } from './licences';
import type { StoreSnapshot } from './object-store';

const FORMAT = 1;
const DEBOUNCE_MS = 100;

interface StoredState {
  readonly format: number;
  /** What the factory state is computed from; another factory would give the stored changes another meaning. */
  readonly factory: string;
  readonly config: PbxConfig;
  readonly store: StoreSnapshot;
  readonly licences: readonly Licence[];
  readonly testMode: boolean;
}

/** Keeps the changes of a PBX in a file: read at the start, written a moment after each change, in one step. */
export class StateFile {
  private timer: NodeJS.Timeout | undefined;
  private readonly stop: () => void;

  /** Throws when the file exists but cannot be used; the message says what to do. */
  constructor(
    private readonly core: PbxCore,
    private readonly path: string,
  ) {
    this.load();
    this.stop = core.objects.onChange(() => this.touch());
  }

  /** Plans a write; many changes in a row become one. */
  touch(): void {
    this.timer ??= setTimeout(() => this.write(), DEBOUNCE_MS);
  }

  /** Writes what is pending and stops. */
  close(): void {
    this.stop();
    if (this.timer) this.write();
  }

  private load(): void {
    let content: string;
    try {
      content = readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw new Error(`The state file ${this.path} cannot be read`, { cause: error });
    }
    let state: StoredState;
    try {
      state = JSON.parse(content) as StoredState;
    } catch (error) {
      throw new Error(`The state file ${this.path} is damaged: delete it to start afresh`, { cause: error });
    }
    if (state.format !== FORMAT || state.factory !== this.factory()) {
      throw new Error(
        `The state file ${this.path} belongs to another PBX (name, domain, users or seed differ): ` +
          'start with the same options or choose another file',
      );
    }
    this.core.objects.store.restore(state.store);
    this.core.licences.replace(state.licences, state.testMode);
    Object.assign(this.core.config, state.config);
  }

  private write(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { objects, licences, config } = this.core;
    const state: StoredState = {
      format: FORMAT,
      factory: this.factory(),
      config,
      store: objects.store.snapshot(),
      licences: licences.list(),
      testMode: licences.testMode,
    };
    const draft = `${this.path}.${process.pid}.tmp`;
    // The file holds App passwords in clear, as the PBX needs them to check digests.
    writeFileSync(draft, JSON.stringify(state), { mode: 0o600 });
    renameSync(draft, this.path);
  }

  private factory(): string {
    const { name, domain, users, seed, catalogue } = this.core.options;
    return JSON.stringify({ name, domain, users, seed, catalogue });
  }
}
