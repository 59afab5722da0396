import { type SettingGroup, settingGroups } from '@switchroom/contracts';
import { pbxPath } from '../../pbx/paths';
import { settingsPath } from '../sides';

/** Where settings are looked at: the organisation of the page, or one of its PBXes. */
export interface SettingsTarget {
  organisationId: string;
  pbxId?: string;
}

/** Address of the values of a place, of one group of them, or of one setting, which then has the focus. */
export function valuesPath(target: SettingsTarget, group?: SettingGroup, key?: string): string {
  const { organisationId, pbxId } = target;
  const base = pbxId === undefined ? settingsPath(organisationId) : pbxPath(organisationId, pbxId, 'settings');
  return `${base}${group === undefined ? '' : `/${group}`}${key === undefined ? '' : `#${key}`}`;
}

/** The group that an address shows; undefined where it names none, or one that there is not. */
export function groupOf(pathname: string): SettingGroup | undefined {
  const name = /\/settings\/([a-z]+)\/?$/.exec(pathname)?.[1];
  return settingGroups.find((group) => group === name);
}

/** The PBX whose settings an address shows. */
export function settingsPbxOf(pathname: string): string | undefined {
  return /\/pbxs\/([^/]+)\/settings(?:\/|$)/.exec(pathname)?.[1];
}

/** Whether an address shows values of the place, so that nothing entered is lost on the way there. */
export function staysAt(target: SettingsTarget, path: string): boolean {
  const base = valuesPath(target);
  const [pathname = ''] = path.split(/[?#]/);
  return pathname === base || (pathname.startsWith(`${base}/`) && groupOf(pathname) !== undefined);
}
