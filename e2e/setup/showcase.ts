import { expect } from '@playwright/test';
import { addAccount, addOrganisation, providerPath } from './accounts';
import type { Api } from './api';
import { addDiallingPbx, addServedPbx, type LinkedPbx } from './pbxs';
import type { World } from './world';

/** A small fleet in which every state occurs once, for looking at the pages. */
export interface Showcase extends AsyncDisposable {
  /** Online, with a verified change and an app that was changed outside. */
  main: LinkedPbx;
  /** A verified change, an open one, and one that ended in a conflict. */
  plans: { verified: string; open: string; conflict: string };
}

const apps = (host: string): string => `https://${host}.klinikum.example/klinikum.example`;

export async function createShowcase(world: World, api: Api): Promise<Showcase> {
  const home = await api.home();
  await world.sql('UPDATE organisations SET name = $2 WHERE id = $1', [home.id, 'Alpen-Telekom']);
  await world.sql('UPDATE members SET name = $1', ['Anna Gruber']);
  const top = await providerPath(world);
  const reseller = await addOrganisation(world, { name: 'Südtirol Kommunikation', kind: 'reseller', parent: top });
  const customer = async (name: string): Promise<string> =>
    (await addOrganisation(world, { name, kind: 'customer', parent: reseller.path })).id;
  const klinikum = await customer('Klinikum Dolomiten');
  const hotel = await customer('Hotel Seeblick');
  const gemeinde = await customer('Gemeinde Eppan');
  await addAccount(world, reseller, 'reseller-administrator');
  await addAccount(world, reseller, 'help-desk');
  await addAccount(world, { id: klinikum, name: 'Klinikum Dolomiten', path: '' }, 'customer-administrator');
  for (const [organisationId, name, permissions] of [
    [home.id, 'Nächtlicher Bericht', ['organisations:read', 'pbxs:read', 'plans:read']],
    [
      klinikum,
      'Rollout der Apps',
      ['pbxs:read', 'app-objects:read', 'app-objects:change', 'plans:read', 'plans:apply'],
    ],
  ] as const) {
    await api.mutate('tokens.create', { organisationId, name, permissions, expiresInDays: 90 });
  }
  const opened: LinkedPbx[] = [];
  const open = async (pbx: Promise<LinkedPbx>): Promise<LinkedPbx> => {
    opened.push(await pbx);
    return await pbx;
  };
  const main = await open(
    addDiallingPbx(api, { name: 'Klinikum Ost', organisationId: klinikum, users: 214, domain: 'klinikum.example' }),
  );
  const conflict = await open(addServedPbx(api, { name: 'Klinikum West', organisationId: klinikum, users: 120 }));
  await open(addDiallingPbx(api, { name: 'Seeblick Haupthaus', organisationId: hotel, users: 64 }));
  const away = await open(addServedPbx(api, { name: 'Seeblick Dependance', organisationId: hotel, users: 18 }));
  const refused = await open(addServedPbx(api, { name: 'Rathaus Eppan', organisationId: gemeinde, users: 42 }));
  await open(addServedPbx(api, { name: 'Bibliothek Eppan', organisationId: gemeinde, users: 9 }));

  const change = (pbx: LinkedPbx, name: string, fields: object): Promise<string> => planUpdate(api, pbx, name, fields);
  const verified = await change(main, 'fax', { url: `${apps('cloud')}/fax/innovaphone-fax` });
  await confirm(api, verified, 'verified');
  editOutside(main, 'fax', `${apps('alt')}/fax/innovaphone-fax`);
  const stopped = await change(conflict, 'reporting', { url: `${apps('cloud')}/reporting/innovaphone-reporting` });
  editOutside(conflict, 'reporting', `${apps('alt')}/reporting/innovaphone-reporting`);
  await confirm(api, stopped, 'stopped');
  const waiting = await change(main, 'remotecontrol', {
    url: `${apps('cloud')}/remotecontrol/innovaphone-remotecontrol`,
    displayName: 'Fernwartung',
    templates: ['Config Admin', 'Config User'],
  });
  await away.unplug();
  refused.mock.admin.setPassword('switchroom', 'another-one');
  await refused.unplug();
  await refused.plug();
  await expect
    .poll(async () => (await api.query<{ link: object }>('pbxs.counts', { organisationId: home.id })).link, {
      timeout: 30_000,
    })
    .toMatchObject({ refused: 1, offline: 1, online: 4 });
  return {
    main,
    plans: { verified, open: waiting, conflict: stopped },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(opened.map(({ mock }) => mock.close()));
    },
  };
}

function editOutside(pbx: LinkedPbx, name: string, url: string): void {
  pbx.mock.admin.updateObject(name, { pseudo: { type: 'app', app: { ...pbx.mock.state.app(name), url } } });
}

async function planUpdate(api: Api, pbx: LinkedPbx, name: string, fields: object): Promise<string> {
  const { id: organisationId } = await api.home();
  const input = { organisationId, pbxId: pbx.id, guid: pbx.mock.state.object(name)?.guid };
  const { form: base } = await api.query<{ form: object }>('appObjects.get', input);
  return (await api.mutate<{ id: string }>('appObjects.planUpdate', { ...input, base, form: { ...base, ...fields } }))
    .id;
}

/** Confirms a plan and waits for its end. */
export async function confirm(api: Api, planId: string, end: 'verified' | 'stopped'): Promise<void> {
  const { id: organisationId } = await api.home();
  await api.mutate('plans.confirm', { organisationId, planId });
  await expect
    .poll(async () => (await api.query<{ state: string }>('plans.get', { organisationId, planId })).state, {
      timeout: 20_000,
    })
    .toBe(end);
}
