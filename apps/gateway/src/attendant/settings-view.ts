import type { PauseReason, SettingValue } from '@switchroom/contracts';
import type { FieldsOf } from '@switchroom/protocol';
import { bareNumber, type LinkInfo, type SettingsInfo } from '@switchroom/protocol/attendant';
import type { Language } from './language';
import type { SettingsSource } from './port';

export type SettingsView = FieldsOf<typeof SettingsInfo>['settings'];
export type LinkOfPbx = FieldsOf<typeof LinkInfo>['link'];

const keys = [
  'attendant.minLookupLength',
  'attendant.searchMaxResults',
  'attendant.retentionDays',
  'attendant.clientUpdatesUrl',
  'attendant.skystonePrefix',
  'attendant.seeAllParkedCalls',
  'attendant.showRemoteParty',
  'attendant.panic.enabled',
  'attendant.panic.number',
  'attendant.pauseReasons',
] as const;

/** The settings of a PBX that consoles depend on. What stays in the gateway (prefix, panic number) is in here as well. */
export interface SettingsFacts {
  readonly minLookupLength: number;
  readonly searchMaxResults: number;
  readonly retentionDays: number;
  readonly clientUpdatesUrl: string;
  readonly skystonePrefix: string;
  readonly seeAllParkedCalls: boolean;
  readonly showRemoteParty: boolean;
  readonly panicEnabled: boolean;
  readonly panicNumber: string;
  readonly pauseReasons: readonly PauseReason[];
}

/** @throws {AppError} `not-found` for a PBX that is gone */
export async function readSettings(source: SettingsSource, pbxId: string): Promise<SettingsFacts> {
  const values = await source.effective({ pbxId }, keys);
  return {
    minLookupLength: numberOf(values['attendant.minLookupLength']),
    searchMaxResults: numberOf(values['attendant.searchMaxResults']),
    retentionDays: numberOf(values['attendant.retentionDays']),
    clientUpdatesUrl: textOf(values['attendant.clientUpdatesUrl']),
    skystonePrefix: textOf(values['attendant.skystonePrefix']),
    seeAllParkedCalls: values['attendant.seeAllParkedCalls'] === true,
    showRemoteParty: values['attendant.showRemoteParty'] === true,
    panicEnabled: values['attendant.panic.enabled'] === true,
    panicNumber: textOf(values['attendant.panic.number']),
    pauseReasons: reasonsOf(values['attendant.pauseReasons']),
  };
}

/** What a console may know of the settings. The numbers that they name are not among it. */
export function settingsView(facts: SettingsFacts, link: LinkOfPbx, language: Language): SettingsView {
  const { minLookupLength, searchMaxResults, retentionDays, clientUpdatesUrl } = facts;
  const { seeAllParkedCalls, showRemoteParty, panicEnabled, panicNumber } = facts;
  return {
    minLookupLength,
    searchMaxResults,
    retentionDays,
    clientUpdatesUrl,
    skystone: facts.skystonePrefix !== '',
    seeAllParkedCalls,
    showRemoteParty,
    panic: { enabled: panicEnabled, ready: link.state === 'up' && bareNumber(panicNumber) !== undefined },
    pauseReasons: facts.pauseReasons.map((reason) => reasonView(reason, language)),
  };
}

/** A pause reason as the console of one language shows it. */
export function reasonView({ text, translations }: PauseReason, language: Language): { key: string; text: string } {
  return { key: text, text: translations[language] ?? text };
}

function numberOf(value: SettingValue): number {
  if (typeof value !== 'number') throw new Error('a setting is no number');
  return value;
}

function textOf(value: SettingValue): string {
  if (typeof value !== 'string') throw new Error('a setting is no text');
  return value;
}

function reasonsOf(value: SettingValue): readonly PauseReason[] {
  if (!Array.isArray(value)) throw new Error('the pause reasons are no list');
  return (value as readonly unknown[]).map((item) => {
    if (typeof item === 'object' && item !== null && 'text' in item && 'translations' in item) {
      return item as PauseReason;
    }
    throw new Error('a pause reason has no text');
  });
}
