import type { OrganisationKind } from '@switchroom/contracts';
import { expect, it } from 'vitest';
import type { Tenant } from '../../db/tenant';
import type { SettingsReader } from '../../settings/port';
import { SettingsTree } from '../../settings/tree';
import { ownBelow } from './own-below';

const key = 'attendant.retentionDays';
const organisation = (id: string, kind: OrganisationKind, path: string) => ({ id, name: id, kind, path });
const value = (organisationId: string, pbxId: string | null = null) => ({
  id: `${organisationId} ${pbxId}`,
  organisationId,
  pbxId,
  key,
  value: 20,
  revision: 1,
  setBy: 'anna',
  setByName: 'Anna',
  setAt: new Date(0),
});
const tree = new SettingsTree({
  organisations: [
    organisation('provider', 'provider', '/provider/'),
    organisation('alpha', 'reseller', '/provider/alpha/'),
    organisation('one', 'customer', '/provider/alpha/one/'),
    organisation('two', 'customer', '/provider/alpha/two/'),
  ],
  pbxs: [
    { id: 'main', name: 'Main', organisationId: 'one' },
    { id: 'own', name: 'Own', organisationId: 'alpha' },
  ],
  values: [value('provider'), value('alpha'), value('one'), value('one', 'main')],
  locks: [],
});
const reader = { below: () => Promise.resolve(tree) } as Pick<SettingsReader, 'below'> as SettingsReader;
const at = (organisationId: string, path: string): Tenant => ({ organisationId, path }) as Tenant;

it('counts organisations and PBXes strictly below, whatever has a value of its own above or at the place', async () => {
  expect(await ownBelow(reader, at('provider', '/provider/'), key)).toEqual({ places: 3 });
  expect(await ownBelow(reader, at('alpha', '/provider/alpha/'), key)).toEqual({ places: 2 });
  expect(await ownBelow(reader, at('one', '/provider/alpha/one/'), key)).toEqual({ places: 1 });
  expect(await ownBelow(reader, at('two', '/provider/alpha/two/'), key)).toEqual({ places: 0 });
});

it('knows no setting that the catalogue does not have', async () => {
  await expect(ownBelow(reader, at('alpha', '/provider/alpha/'), 'attendant.nothing')).rejects.toMatchObject({
    code: 'not-found',
  });
});
