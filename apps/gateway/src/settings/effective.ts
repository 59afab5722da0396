import { AppError, settingsCatalogue, type SettingValue } from '@switchroom/contracts';
import { type Database, systemScope } from '../db/database';
import type { GatewayBus } from '../events';
import { loadTree, pathsOf } from './load';
import type { EffectiveSettings } from './port';
import type { SettingTarget } from './tree';

interface Kept {
  path: string;
  values: ReadonlyMap<string, SettingValue>;
}

/** What holds at places that were asked for, kept until something changes there or above. */
export class EffectiveCache implements EffectiveSettings, Disposable {
  /** By id of the place; a reading that something overtook is no longer in here when it ends. */
  readonly #kept = new Map<string, Promise<Kept>>();
  readonly #paths = new Map<string, string>();
  readonly #off: (() => void)[];

  constructor(
    private readonly db: Database,
    bus: GatewayBus,
  ) {
    this.#off = [
      bus.on('settings.changed', ({ what, paths }) => {
        if (what !== 'changes') this.#forgetBelow(paths);
      }),
      bus.on('pbx.changed', ({ pbxId, what }) => {
        if (what === 'removed') this.#forget(pbxId);
      }),
    ];
  }

  async effective<Key extends string>(target: SettingTarget, keys: readonly Key[]): Promise<Record<Key, SettingValue>> {
    const id = 'pbxId' in target ? target.pbxId : target.organisationId;
    const { values } = await (this.#kept.get(id) ?? this.#read(id, target));
    const found = keys.map((key) => {
      const value = values.get(key);
      if (value === undefined) throw new Error(`there is no setting ${key}`);
      return [key, value] as const;
    });
    return Object.fromEntries(found) as Record<Key, SettingValue>;
  }

  #read(id: string, target: SettingTarget): Promise<Kept> {
    const reading = this.#load(target);
    this.#kept.set(id, reading);
    const settled = (kept: Kept | undefined) => {
      if (this.#kept.get(id) !== reading) return;
      if (kept === undefined) this.#forget(id);
      else this.#paths.set(id, kept.path);
    };
    reading.then(settled, () => settled(undefined));
    return reading;
  }

  /** The scope is that of the system: the gateway asks for itself. */
  async #load(target: SettingTarget): Promise<Kept> {
    const { tree } = await this.db.inScope(systemScope, async (tx) => {
      const { organisations, pbxs } = await pathsOf(tx, [target]);
      return await loadTree(tx, { paths: [...organisations.values()], pbxIds: [...pbxs.keys()], alone: true });
    });
    const place = tree.place(target);
    if (place === undefined) throw new AppError('not-found');
    const values = settingsCatalogue.map(
      (entry) => [entry.key, entry.secret ? '' : tree.resolve(entry, place).value] as const,
    );
    return { path: place.organisation.path, values: new Map(values) };
  }

  /** What is still being read may have been read before the change: it is forgotten as well. */
  #forgetBelow(paths: readonly string[]): void {
    for (const id of this.#kept.keys()) {
      const path = this.#paths.get(id);
      if (path === undefined || paths.some((changed) => path.startsWith(changed))) this.#forget(id);
    }
  }

  #forget(id: string): void {
    this.#kept.delete(id);
    this.#paths.delete(id);
  }

  [Symbol.dispose](): void {
    for (const off of this.#off) off();
    this.#kept.clear();
    this.#paths.clear();
  }
}
