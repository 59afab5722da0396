import type { ResultOf } from '../messages/define';
import type { AppInfo } from '../messages/app-websocket';
import { isRecord, readBoolean, readNumber, readText } from './values';

/** The service information of an AppInfoResult, in any of the three spellings seen. */
export function serviceInfoOf(result: ResultOf<typeof AppInfo>): ResultOf<typeof AppInfo>['serviceInfo'] {
  return result.serviceInfo ?? result.seviceInfo ?? result.sericeinfo;
}

/** What the PBX says in `info` of a login it made. Everything is optional. */
export interface LoginInfo {
  readonly appobj?: string;
  readonly appdn?: string;
  readonly appurl?: string;
  readonly pbx?: string;
  readonly cn?: string;
  /** No App licence was granted. */
  readonly unlicensed: boolean;
  readonly testmode: boolean;
  /** Number of Service licences assigned to the App object. */
  readonly lics?: number;
  readonly groups: readonly string[];
  readonly apps: readonly { readonly name: string; readonly dn?: string }[];
}

/** Reads `info` of an AppLogin; never throws, unreadable parts are left out. */
export function readLoginInfo(info: unknown): LoginInfo {
  const raw = isRecord(info) ? info : {};
  const groups: readonly unknown[] = Array.isArray(raw.groups) ? raw.groups : [];
  const apps: readonly unknown[] = Array.isArray(raw.apps) ? raw.apps : [];
  return {
    appobj: readText(raw.appobj),
    appdn: readText(raw.appdn),
    appurl: readText(raw.appurl),
    pbx: readText(raw.pbx),
    cn: readText(raw.cn),
    unlicensed: readBoolean(raw.unlicensed) ?? false,
    testmode: readBoolean(raw.testmode) ?? false,
    lics: readNumber(raw.lics),
    groups: groups.filter((group) => typeof group === 'string'),
    apps: apps.flatMap((app) =>
      isRecord(app) && typeof app.name === 'string' ? [{ name: app.name, dn: readText(app.dn) }] : [],
    ),
  };
}
