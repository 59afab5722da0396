import type { BuiltInRole } from '@switchroom/contracts';

/** The demo's organisations and PBXes. Names are invented; every domain ends in `.example`, which nobody can own. */
export interface DemoReseller {
  name: string;
  customers: DemoCustomer[];
}

export interface DemoCustomer {
  name: string;
  pbxs: DemoPbxPlan[];
}

export interface DemoPbxPlan {
  name: string;
  domain: string;
  /** The PBX's own name. */
  pbx: string;
  users: number;
  direction: 'inbound' | 'outbound';
  /** Of the PBX's firmware, as PbxInfo words it. */
  version: string;
  build: string;
}

const v14 = { version: '14r2', build: '1420417' };
const v15 = { version: '15r1', build: '1510233' };
const v13 = { version: '13r3', build: '137934' };

/** Somebody of the demo beside its administrator: one for each way of seeing the portal. */
export interface DemoPersonPlan {
  name: string;
  email: string;
  role: BuiltInRole;
  /** The organisation where the role is held, by name. */
  organisation: string;
}

export const demoProvider = 'Switchroom Demo';

export const demoPeople: readonly DemoPersonPlan[] = [
  {
    name: 'Petra Prüfer',
    email: 'auditor@demo.switchroom.example',
    role: 'auditor',
    organisation: demoProvider,
  },
  {
    name: 'Henrik Helferich',
    email: 'helpdesk@nordlicht.demo.switchroom.example',
    role: 'help-desk',
    organisation: 'Nordlicht Kommunikation',
  },
  {
    name: 'Birgit Brandt',
    email: 'admin@brandt.demo.switchroom.example',
    role: 'customer-administrator',
    organisation: 'Brandt Maschinenbau',
  },
  {
    name: 'Oskar Ober',
    email: 'operator@brandt.demo.switchroom.example',
    role: 'operator',
    organisation: 'Brandt Maschinenbau',
  },
];

export const demoResellers: readonly DemoReseller[] = [
  {
    name: 'Nordlicht Kommunikation',
    customers: [
      {
        name: 'Brandt Maschinenbau',
        pbxs: [
          { name: 'Werk Lübeck', domain: 'brandt.example', pbx: 'luebeck', users: 2000, direction: 'inbound', ...v15 },
          { name: 'Werk Rostock', domain: 'brandt.example', pbx: 'rostock', users: 180, direction: 'outbound', ...v15 },
          {
            name: 'Vertrieb München',
            domain: 'brandt.example',
            pbx: 'muenchen',
            users: 65,
            direction: 'inbound',
            ...v14,
          },
        ],
      },
      {
        name: 'Klinikum Seeblick',
        pbxs: [
          {
            name: 'Haupthaus',
            domain: 'seeblick.example',
            pbx: 'haupthaus',
            users: 420,
            direction: 'outbound',
            ...v14,
          },
          {
            name: 'Tagesklinik',
            domain: 'seeblick.example',
            pbx: 'tagesklinik',
            users: 40,
            direction: 'outbound',
            ...v13,
          },
        ],
      },
      {
        name: 'Harbour & Vale Solicitors',
        pbxs: [
          {
            name: 'London office',
            domain: 'harbourvale.example',
            pbx: 'london',
            users: 95,
            direction: 'inbound',
            ...v15,
          },
          {
            name: 'Bristol office',
            domain: 'harbourvale.example',
            pbx: 'bristol',
            users: 30,
            direction: 'inbound',
            ...v15,
          },
        ],
      },
    ],
  },
  {
    name: 'Telefonia Alpina',
    customers: [
      {
        name: 'Cantina Monteverde',
        pbxs: [
          {
            name: 'Sede di Bolzano',
            domain: 'monteverde.example',
            pbx: 'bolzano',
            users: 55,
            direction: 'inbound',
            ...v14,
          },
          {
            name: 'Magazzino di Trento',
            domain: 'monteverde.example',
            pbx: 'trento',
            users: 12,
            direction: 'outbound',
            ...v14,
          },
        ],
      },
      {
        name: 'Grand Hotel Belvedere',
        pbxs: [
          { name: 'Hotel', domain: 'belvedere.example', pbx: 'hotel', users: 260, direction: 'inbound', ...v15 },
          { name: 'Terme', domain: 'belvedere.example', pbx: 'terme', users: 24, direction: 'outbound', ...v14 },
          {
            name: 'Residence al Lago',
            domain: 'belvedere.example',
            pbx: 'lago',
            users: 48,
            direction: 'outbound',
            ...v13,
          },
        ],
      },
    ],
  },
];
