import type { EffectiveSettings, SettingsReader, SettingsWriter } from './port';
import { EffectiveCache } from './effective';
import { createSettingsReader } from './reader';
import { createSettingsWriter, type WriterOptions } from './writer';

/** Settings, as the composition root hands them to capabilities and to the services that make them true. */
export interface SettingsRoom {
  reader: SettingsReader;
  writer: SettingsWriter;
  effective: EffectiveSettings;
}

export function createSettingsRoom(options: WriterOptions): SettingsRoom & Disposable {
  const effective = new EffectiveCache(options.db, options.bus);
  return {
    reader: createSettingsReader(options),
    writer: createSettingsWriter(options),
    effective,
    [Symbol.dispose]: () => effective[Symbol.dispose](),
  };
}
