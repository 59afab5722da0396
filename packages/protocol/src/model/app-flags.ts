import type { ApiId } from '../messages/define';
import { readBoolean } from './values';

/**
 * Check marks of an App object, named as in `pseudo.app`: `web` = plain web site, `websocket` = the PBX opens the connection,
 * `hidden` = not shown to users; the others each grant one API.
 */
export const APP_FLAGS = [
  'web',
  'websocket',
  'hidden',
  'pbx',
  'pbxsignal',
  'epsignal',
  'messages',
  'tableusers',
  'admin',
  'services',
  'rcc',
  'impersonation',
] as const;

export type AppFlag = (typeof APP_FLAGS)[number];
export type AppFlags = Readonly<Record<AppFlag, boolean>>;

const API_OF_FLAG = {
  pbx: 'PbxApi',
  pbxsignal: 'PbxSignal',
  epsignal: 'EpSignal',
  messages: 'PbxMessages',
  tableusers: 'PbxTableUsers',
  admin: 'PbxAdminApi',
  services: 'Services',
  rcc: 'RCC',
  impersonation: 'PbxImpersonation',
} as const satisfies Partial<Record<AppFlag, ApiId>>;

type GrantingFlag = keyof typeof API_OF_FLAG;
const granting = Object.keys(API_OF_FLAG) as GrantingFlag[];

/** The APIs that a set of flags grants, in the order of PbxInfo. The pairing of names is inferred, except admin and tableusers. */
export function grantedApis(flags: Partial<AppFlags>): ApiId[] {
  return granting.filter((flag) => flags[flag] === true).map((flag) => API_OF_FLAG[flag]);
}

/** The flag that grants an API, for saying which check mark is missing. */
export function flagGranting(api: ApiId): AppFlag | undefined {
  return granting.find((flag) => API_OF_FLAG[flag] === api);
}

/** Flags out of `pseudo.app`, whatever the notation; a missing or unreadable flag is off. */
export function readAppFlags(app: Readonly<Record<string, unknown>>): AppFlags {
  const flags = Object.fromEntries(APP_FLAGS.map((flag) => [flag, readBoolean(app[flag]) ?? false]));
  return flags as AppFlags;
}
