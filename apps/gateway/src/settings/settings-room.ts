import type { Logger } from '../observability/logger-port';
import { EffectiveCache } from './effective';
import { ChangeKeeper, type Clock } from './keeper';
import type { EffectiveSettings, SettingsReader, SettingsWriter } from './port';
import { createSettingsReader } from './reader';
import { createSettingsWriter, type WriterOptions } from './writer';

/** What the room is made from. */
export interface SettingsRoomOptions extends WriterOptions {
  logger: Logger;
  clock: Clock;
}

/** Settings, as the composition root hands them to capabilities and to the services that make them true. */
export interface SettingsRoom extends AsyncDisposable {
  reader: SettingsReader;
  writer: SettingsWriter;
  effective: EffectiveSettings;
  /** What approvals and the keeper draft and write with. */
  options: SettingsRoomOptions;
  /** Begins to do scheduled changes. */
  start(): void;
}

export function createSettingsRoom(options: SettingsRoomOptions): SettingsRoom {
  const effective = new EffectiveCache(options.db, options.bus);
  const keeper = new ChangeKeeper(options);
  return {
    reader: createSettingsReader(options),
    writer: createSettingsWriter(options),
    effective,
    options,
    start: () => keeper.start(),
    async [Symbol.asyncDispose]() {
      await keeper[Symbol.asyncDispose]();
      effective[Symbol.dispose]();
    },
  };
}
