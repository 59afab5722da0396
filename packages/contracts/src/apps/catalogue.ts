import type { AppFlags } from './flags';
import { flagsOf } from './flags';

/** One app that the form offers; `custom` is not here, it is the form without an entry. */
export interface CatalogueApp {
  /** Key of the entry; also the key of its texts in the message catalogue (`apps.<key>`). */
  key: string;
  /** Last path component of the URL: the HTML name. */
  app: string;
  /** Prefilled long name and Name. */
  longName: string;
  name: string;
  /** Name and long name must be exactly these (Connector for Microsoft 365 API). */
  fixedName: boolean;
  flags: AppFlags;
  /** Flags that must stay as they are for the app to work. */
  requiredFlags: Partial<AppFlags>;
  /** Licence as the PBX names it, if the app takes one. */
  licence?: { name: string; per: 'user' | 'service' | 'session'; orderNumber?: string };
  /** Template that usually gives the app. */
  usualTemplate?: string;
  /** Keys of hints shown in the form (`apps.<key>.hints.<hint>`). */
  hints: string[];
  /** The seed the entry comes from. */
  source: string;
}

const on = { websocket: true } as const;
const hiddenSocket = { hidden: true, websocket: true } as const;

function entry(
  key: string,
  app: string,
  longName: string,
  name: string,
  flags: AppFlags,
  source: string,
  more: Partial<Omit<CatalogueApp, 'key' | 'app' | 'longName' | 'name' | 'flags' | 'source'>> = {},
): CatalogueApp {
  return { key, app, longName, name, flags, source, fixedName: false, requiredFlags: {}, hints: [], ...more };
}

/** The apps of the seeds' PBX Manager plugins, with what each plugin creates. */
export const appCatalogue: readonly CatalogueApp[] = [
  entry(
    'attendant',
    'switchroom-attendant',
    'Attendant',
    'attendant',
    flagsOf('websocket', 'admin', 'tableusers', 'rcc', 'pbx', 'services'),
    'Switchroom',
    {
      requiredFlags: { websocket: true, admin: true },
      hints: ['link', 'sessions'],
    },
  ),
  entry(
    'remotecontrol',
    'remotecontrol',
    'Remote Control',
    'remotecontrol',
    flagsOf('websocket', 'pbxsignal', 'pbx'),
    'plugin-remote-control, remote-control',
    {
      requiredFlags: on,
      licence: { name: 'Service(innovaphone-remotecontrol)', per: 'service', orderNumber: '02-00050-015' },
      usualTemplate: 'Config User',
      hints: ['freeSession', 'version'],
    },
  ),
  entry(
    'microsoft365',
    'microsoft365',
    'Microsoft365',
    'microsoft365',
    flagsOf('websocket'),
    'plugin-microsoft365, m365-connector',
    {
      requiredFlags: on,
      licence: { name: 'App(innovaphone-microsoft365)', per: 'user', orderNumber: '02-00050-009' },
      usualTemplate: 'Config Admin',
      hints: ['communicationUsers', 'calendarConflict'],
    },
  ),
  entry(
    'microsoft365Api',
    'microsoft365-api',
    'microsoft365-api',
    'microsoft365-api',
    flagsOf('hidden', 'websocket'),
    'howto-m365-contact-search',
    {
      fixedName: true,
      requiredFlags: hiddenSocket,
      hints: ['fixedName', 'searchUsers'],
    },
  ),
  entry(
    'profile',
    'innovaphone-profile',
    'Profile',
    'profile',
    flagsOf('websocket', 'tableusers', 'admin', 'services'),
    'myapps-platform-services',
    {
      requiredFlags: on,
      hints: ['devicesApi', 'editProfile'],
    },
  ),
  entry('users', 'innovaphone-users', 'Users', 'users', flagsOf(), 'myapps-platform-services'),
  entry('usersAdmin', 'innovaphone-usersadmin', 'Users Admin', 'usersadmin', flagsOf(), 'myapps-platform-services'),
  entry(
    'usersApis',
    'innovaphone-usersapis',
    'Users APIs',
    'usersapis',
    flagsOf('hidden', 'websocket'),
    'myapps-platform-services',
    {
      requiredFlags: hiddenSocket,
      hints: ['mustBeHidden'],
    },
  ),
  entry('reports', 'innovaphone-reporting', 'Reports', 'reporting', flagsOf('websocket'), 'reports-cdr', {
    requiredFlags: on,
  }),
  entry('calllist', 'innovaphone-calllist', 'Call list', 'calllist', flagsOf('websocket'), 'reports-cdr', {
    requiredFlags: on,
  }),
  entry(
    'calllistApi',
    'innovaphone-calllist-api',
    'Call list API',
    'calllist-api',
    flagsOf('websocket'),
    'reports-cdr',
    { requiredFlags: on },
  ),
  entry('fax', 'innovaphone-fax', 'Fax', 'fax', flagsOf('websocket'), 'fax', {
    requiredFlags: on,
    licence: { name: 'Fax', per: 'user' },
    hints: ['portLicence', 'groupAccount'],
  }),
  entry(
    'connect',
    'connect',
    'Connect',
    'connect',
    flagsOf('websocket', 'pbxsignal', 'pbx', 'impersonation'),
    'connect',
    {
      requiredFlags: on,
      licence: { name: 'App(innovaphone-connect)', per: 'user' },
      hints: ['roles', 'zones'],
    },
  ),
  entry(
    'conferenceTranscriptions',
    'conference-transcriptions',
    'Conference Transcriptions API',
    'conference-transcriptions-api',
    flagsOf('hidden', 'websocket'),
    'conference-transcriptions',
    {
      requiredFlags: hiddenSocket,
      hints: ['needsAssistant'],
    },
  ),
  entry(
    'transcriptions',
    'transcriptions',
    'Transcriptions API',
    'transcriptions-api',
    flagsOf('hidden', 'websocket'),
    'transcriptions',
    {
      requiredFlags: hiddenSocket,
      hints: ['remoteService'],
    },
  ),
  entry(
    'kuando',
    'innovaphone-connectorforkuando',
    'kuandoconnector',
    'kuandoconnector',
    flagsOf('hidden', 'websocket'),
    'kuando-connector',
    {
      requiredFlags: hiddenSocket,
      licence: { name: 'App(innovaphone-kuando)', per: 'user' },
      hints: ['bothApps'],
    },
  ),
  entry(
    'kuandoConfig',
    'innovaphone-connectorforkuando-config',
    'kuandoconfig',
    'kuandoconfig',
    flagsOf('websocket'),
    'kuando-connector',
    {
      requiredFlags: on,
      hints: ['bothApps'],
    },
  ),
];

/** HTML names are `vendor-app`; plugins and documents leave innovaphone's own prefix out now and then. */
function withoutVendor(app: string): string {
  return app.replace(/^innovaphone-/, '');
}

/** The entry whose HTML name is the last path component of an App object's URL, if any. */
export function catalogueAppOfUrl(url: string): CatalogueApp | undefined {
  const last = url.split('/').at(-1)?.split(/[~?]/)[0] ?? '';
  return (
    appCatalogue.find((app) => app.app === last) ??
    appCatalogue.find((app) => last !== '' && withoutVendor(app.app) === withoutVendor(last))
  );
}
