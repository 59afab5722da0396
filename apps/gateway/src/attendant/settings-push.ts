import type { Logger } from '../observability/logger-port';
import type { SettingsSource } from './port';
import type { Sessions } from './sessions';
import { readSettings } from './settings-view';
import type { Tasks } from './tasks';

/** Brings changed settings to the consoles of the PBXes concerned. */
export class SettingsPush {
  /** Grows with every change that was heard of: a session that was opened meanwhile may have read older values. */
  #revision = 0;
  /** The newest reading of each PBX; an older one that ends later says nothing any more. */
  readonly #newest = new Map<string, number>();
  readonly #failed = new Set<string>();

  constructor(
    private readonly context: { settings: SettingsSource; sessions: Sessions; tasks: Tasks; logger: Logger },
  ) {}

  get revision(): number {
    return this.#revision;
  }

  changed(pbxIds: readonly string[]): void {
    this.#revision += 1;
    for (const pbxId of pbxIds) this.refresh(pbxId);
  }

  /** Reads the settings of a PBX again, when there is somebody to tell. */
  refresh(pbxId: string): void {
    if (this.context.sessions.ofPbx(pbxId).length === 0) return;
    this.context.tasks.run('settings could not be told to consoles', () => this.#tell(pbxId));
  }

  /** Tries again what failed. */
  retry(): void {
    const failed = [...this.#failed];
    this.#failed.clear();
    for (const pbxId of failed) this.refresh(pbxId);
  }

  async #tell(pbxId: string): Promise<void> {
    const { settings, sessions } = this.context;
    const reading = (this.#newest.get(pbxId) ?? 0) + 1;
    this.#newest.set(pbxId, reading);
    try {
      // Whoever keeps settings hears of the change at this same moment, perhaps after us, and forgets them first.
      await Promise.resolve();
      const facts = await readSettings(settings, pbxId);
      if (this.#newest.get(pbxId) !== reading) return;
      this.#newest.delete(pbxId);
      for (const session of sessions.ofPbx(pbxId)) session.setSettings(facts);
    } catch (error) {
      this.#failed.add(pbxId);
      throw error;
    }
  }
}
