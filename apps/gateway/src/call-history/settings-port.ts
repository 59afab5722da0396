import type { Masking, SettingLevel } from '@switchroom/contracts';

/** How long the history of a PBX is kept. */
export interface RetentionOf {
  /** Nearest own value, also one that a lock above puts out of force. */
  wantedDays: number;
  days: number;
  /** Level that the effective days come from, and which organisation or PBX that is. */
  origin: { level: 'factory' } | { level: SettingLevel; at: { id: string; name: string } };
}

/** What the call history has to know of the settings, for PBXes by id; a PBX that is gone is left out. */
export interface CallHistorySettings {
  retentionOf(pbxIds: readonly string[]): Promise<ReadonlyMap<string, RetentionOf>>;
  maskingOf(pbxIds: readonly string[]): Promise<ReadonlyMap<string, Masking>>;
}
