import { alarmMailSettings } from './entries/alarm-mail';
import { alarmSettings } from './entries/alarms';
import { attendantSettings } from './entries/attendant';
import { authenticationSettings } from './entries/authentication';
import { calendarSettings } from './entries/calendar';
import { loggingSettings } from './entries/logging';
import { mailSettings } from './entries/mail';
import { mailOauth2Settings } from './entries/mail-oauth2';
import { mailOauth2KeySettings } from './entries/mail-oauth2-keys';
import { myappsSettings } from './entries/myapps';
import { numberingSettings } from './entries/numbering';
import { panicSettings } from './entries/panic';
import { pauseSettings } from './entries/pause';
import { recordingSettings } from './entries/recording';
import { reportsSettings } from './entries/reports';
import { usersSettings } from './entries/users';
import type { SettingEntry } from './entry';

/** Every setting there is, in the order of the pages. Adding one is one entry in `entries`. */
export const settingsCatalogue: readonly SettingEntry[] = [
  ...attendantSettings,
  ...panicSettings,
  ...calendarSettings,
  ...pauseSettings,
  ...numberingSettings,
  ...authenticationSettings,
  ...mailSettings,
  ...mailOauth2Settings,
  ...mailOauth2KeySettings,
  ...loggingSettings,
  ...alarmSettings,
  ...alarmMailSettings,
  ...myappsSettings,
  ...recordingSettings,
  ...usersSettings,
  ...reportsSettings,
];

const byKey = new Map(settingsCatalogue.map((entry) => [entry.key, entry]));

/** The entry of a key; undefined for one that this version does not know. */
export function settingEntry(key: string): SettingEntry | undefined {
  return byKey.get(key);
}
