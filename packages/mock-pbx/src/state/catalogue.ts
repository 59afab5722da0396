import type { JsonObject } from './types';

/** The API flags of an App object as the PBX stores them. */
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

/** App object flag -> id of the API it grants, in the order PbxInfo lists them. */
export const API_OF_FLAG = {
  pbx: 'PbxApi',
  pbxsignal: 'PbxSignal',
  epsignal: 'EpSignal',
  messages: 'PbxMessages',
  tableusers: 'PbxTableUsers',
  admin: 'PbxAdminApi',
  services: 'Services',
  rcc: 'RCC',
  impersonation: 'PbxImpersonation',
} as const satisfies Partial<Record<AppFlag, string>>;

/** One App object of the factory state. */
export interface CatalogueApp {
  readonly html: string;
  readonly cn: string;
  readonly name: string;
  readonly flags: readonly AppFlag[];
  /** Names of the templates that give the app. */
  readonly templates: readonly string[];
}

/** App objects that a PBX has from its installation. */
export const CATALOGUE_APPS: readonly CatalogueApp[] = [
  {
    html: 'innovaphone-remotecontrol',
    cn: 'Remote Control',
    name: 'remotecontrol',
    flags: ['websocket', 'pbxsignal', 'pbx'],
    templates: ['Config User'],
  },
  {
    html: 'innovaphone-microsoft365',
    cn: 'Microsoft365',
    name: 'microsoft365',
    flags: ['websocket'],
    templates: ['Config Admin'],
  },
  {
    html: 'innovaphone-profile',
    cn: 'Profile',
    name: 'profile',
    flags: ['websocket', 'tableusers', 'admin', 'services'],
    templates: ['Config All'],
  },
  { html: 'innovaphone-users', cn: 'Users', name: 'users', flags: [], templates: ['Config All'] },
  { html: 'innovaphone-usersadmin', cn: 'Users Admin', name: 'usersadmin', flags: [], templates: ['Config Admin'] },
  { html: 'innovaphone-usersapis', cn: 'Users APIs', name: 'usersapis', flags: ['hidden', 'websocket'], templates: [] },
  {
    html: 'innovaphone-reporting',
    cn: 'Reports',
    name: 'reporting',
    flags: ['websocket'],
    templates: ['Config Admin'],
  },
  { html: 'innovaphone-calllist', cn: 'Call list', name: 'calllist', flags: ['websocket'], templates: ['Config User'] },
  {
    html: 'innovaphone-calllist-api',
    cn: 'Call list API',
    name: 'calllist-api',
    flags: ['hidden', 'websocket'],
    templates: ['Config User'],
  },
  { html: 'innovaphone-fax', cn: 'Fax', name: 'fax', flags: ['websocket'], templates: ['Config Fax'] },
];

/** Template name -> parent and own values besides `apps`. */
export const CATALOGUE_TEMPLATES: readonly { readonly cn: string; readonly fields: JsonObject }[] = [
  {
    cn: 'Config All',
    fields: { 'apps-my': 'users', allows: [{ name: '@', visible: true, online: true, presence: true }] },
  },
  { cn: 'Config User', fields: { config: 'Config All', uclic: true } },
  { cn: 'Config Admin', fields: { config: 'Config User', reporting: true } },
  { cn: 'Config Fax', fields: { config: 'Config User', fax: true } },
];

/** Other objects of the factory state: one of each kind that a list message of the administration API names. */
export const CATALOGUE_OTHERS: readonly { readonly cn: string; readonly type: string; readonly fields?: JsonObject }[] =
  [
    {
      cn: 'Night service',
      type: 'bool',
      fields: { pseudo: { type: 'bool', bool: { on: false, reason: 'automatic' } } },
    },
    { cn: 'Company holiday', type: 'bool', fields: { pseudo: { type: 'bool', bool: { on: true, reason: 'manual' } } } },
    { cn: 'Push', type: 'push' },
    { cn: 'Messages', type: 'messages' },
    { cn: 'Reception', type: 'waiting', fields: { e164: '9' } },
    { cn: 'Trunk', type: 'trunk', fields: { e164: '0' } },
  ];

/** Groups the generated users are in. */
export const GROUPS = ['Sales', 'Support', 'Service', 'Management', 'Logistics'] as const;
