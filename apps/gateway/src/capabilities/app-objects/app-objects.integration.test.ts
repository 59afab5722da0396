import { type ListAppObjectsInput, listAppObjectsInput } from '@switchroom/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantOf } from '../../../test/factories/index';
import {
  createApp,
  createWorld,
  form,
  type LinkedPbx,
  linkApp,
  linkUp,
  type Rooms,
  servePbx,
  startRooms,
  type World,
} from '../../plans/testing/harness';

let world: World;
let rooms: Rooms;
let pbx: LinkedPbx;

beforeAll(async () => {
  world = await createWorld();
  pbx = await servePbx(world, {
    version: '14r1',
    catalogue: false,
    users: 4,
    templates: [
      { cn: 'Config User', apps: 'beta' },
      { cn: 'Config Admin', config: 'Config User' },
    ],
    apps: [
      linkApp,
      { name: 'alpha', cn: 'Zeta', password: 'p', url: 'https://a.test/x/y/innovaphone-fax', flags: ['websocket'] },
      { name: 'beta', cn: 'Yota', password: 'p', url: 'https://a.test/x/y/acme-one', flags: ['hidden'] },
      { name: 'gamma', cn: 'Xeno', password: 'p', url: 'https://a.test/x/y/acme-two', flags: [] },
    ],
  });
  rooms = await startRooms(world);
  await linkUp(rooms, world, pbx);
});
afterAll(async () => {
  await rooms[Symbol.asyncDispose]();
  await pbx[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

type Input = Partial<ListAppObjectsInput>;
const list = (input: Input = {}, tenant = world.tenant) => {
  const parsed = listAppObjectsInput.parse({ organisationId: tenant.organisationId, pbxId: pbx.row.id, ...input });
  return rooms.appObjects.list(tenant, parsed);
};
const names = async (input: Input) => (await list(input)).rows.map(({ name }) => name);

describe('the list', () => {
  it('sorts both ways by each key', async () => {
    expect(await names({})).toEqual(['alpha', 'attendant', 'beta', 'gamma']);
    expect(await names({ dir: 'desc' })).toEqual(['gamma', 'beta', 'attendant', 'alpha']);
    expect(await names({ sort: 'longName' })).toEqual(['attendant', 'gamma', 'beta', 'alpha']);
    expect((await names({ sort: 'app' }))[0]).toBe('beta');
    expect(await names({ sort: 'changed' })).toHaveLength(4);
  });

  it.each(['name', 'longName', 'app', 'changed'] as const)('pages by %s without gap or repetition', async (sort) => {
    for (const dir of ['asc', 'desc'] as const) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await list({ sort, dir, limit: 1, cursor });
        expect(page.total).toBe(4);
        seen.push(...page.rows.map(({ name }) => name));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(seen).toEqual(await names({ sort, dir }));
    }
  });

  it('searches names and URLs literally and filters', async () => {
    expect(await names({ q: 'ALPH' })).toEqual(['alpha']);
    expect(await names({ q: 'Yota' })).toEqual(['beta']);
    expect(await names({ q: 'acme-' })).toEqual(['beta', 'gamma']);
    expect(await names({ q: '%' })).toEqual([]);
    expect(await names({ only: 'hidden' })).toEqual(['beta']);
    expect(await names({ only: 'connected' })).toEqual(['attendant']);
    expect(await names({ only: 'outside' })).toEqual([]);
  });

  it('tells templates, catalogue entry, our own link, and how old it is', async () => {
    const { rows, asOf, online } = await list();
    expect(online).toBe(true);
    expect(asOf).toBeInstanceOf(Date);
    const row = (name: string) => rows.find((each) => each.name === name);
    expect(row('beta')).toMatchObject({ templates: ['Config User'], flags: { hidden: true }, isOwnLink: false });
    expect(row('alpha')).toMatchObject({ catalogueKey: 'fax', connected: false });
    expect(row(linkApp.name)).toMatchObject({ isOwnLink: true, connected: true });
  });

  it('refuses a cursor that it did not make', async () => {
    await expect(list({ cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('one App object', () => {
  it('shows the form and everything that refers to it', async () => {
    pbx.mock.admin.createUser({ cn: 'Ann Lee', apps: 'beta' });
    pbx.mock.admin.updateObject('gamma', { apps: 'beta' });
    const guid = pbx.mock.state.object('beta')?.guid ?? '';
    const get = () => rooms.appObjects.get(world.tenant, { pbxId: pbx.row.id, guid });
    await expect.poll(async () => (await get()).references.directUsers).toMatchObject([{ longName: 'Ann Lee' }]);
    await expect.poll(async () => (await get()).references.apps).toMatchObject([{ name: 'gamma' }]);
    const detail = await get();
    expect(detail.references.templates.map(({ name }) => name)).toEqual(['Config User']);
    expect(detail.form).toMatchObject({ name: 'beta', longName: 'Yota', templates: ['Config User'] });
  });

  it('is not found for a template, or for nothing', async () => {
    const template = pbx.mock.state.object('Config User')?.guid ?? '';
    for (const guid of [template, 'f'.repeat(32)]) {
      await expect(rooms.appObjects.get(world.tenant, { pbxId: pbx.row.id, guid })).rejects.toMatchObject({
        code: 'not-found',
      });
    }
  });
});

describe('templates', () => {
  it('are listed with parents, apps and users', async () => {
    const { rows, asOf } = await rooms.templates.list(world.tenant, pbx.row.id);
    expect(asOf).toBeInstanceOf(Date);
    expect(rows).toMatchObject([
      { name: 'Config Admin', parents: ['Config User'], apps: [] },
      { name: 'Config User', parents: [], apps: ['beta'] },
    ]);
  });
});

describe('watching', () => {
  it('says nothing at first, then the guids that changed, and ends with the signal', async () => {
    const stop = new AbortController();
    const stream = rooms.appObjects.watch(world.tenant, pbx.row.id, stop.signal)[Symbol.asyncIterator]();
    const first = stream.next();
    await list();
    const guid = pbx.mock.admin.updateObject('alpha', { dn: 'Changed' });
    expect((await first).value).toEqual({ guids: [guid], outside: true });
    const last = stream.next();
    stop.abort();
    expect(await last).toEqual({ done: true, value: undefined });
  });
});

describe('another organisation', () => {
  it('sees nothing of it and can do nothing to it, while its own and the one above can', async () => {
    const guid = await createApp(rooms, world, pbx, form());
    const own = form();
    const stranger = tenantOf(world.tree.betaOne);
    const pbxId = pbx.row.id;
    pbx.mock.journal.clear();
    const never = new AbortController().signal;
    const attempts = [
      () => list({}, stranger),
      () => rooms.appObjects.get(stranger, { pbxId, guid }),
      () => rooms.appObjects.planCreate(stranger, { pbxId, form: form({ name: 'x', longName: 'X' }) }),
      () =>
        rooms.appObjects.planUpdate(stranger, {
          pbxId,
          guid,
          base: own,
          form: { ...own, critical: true },
          newPassword: false,
        }),
      () => rooms.appObjects.planDelete(stranger, { pbxId, guid }),
      () => rooms.appObjects.planRevert(stranger, { pbxId, guid }),
      () => rooms.appObjects.acceptOutside(stranger, { pbxId, guid, seenAt: new Date() }),
      () => rooms.appObjects.watch(stranger, pbxId, never)[Symbol.asyncIterator]().next(),
      () => rooms.templates.list(stranger, pbxId),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'not-found' });
    expect(pbx.mock.journal.entries).toEqual([]);

    for (const allowed of [world.tenant, tenantOf(world.tree.alpha), tenantOf(world.tree.provider)]) {
      expect((await list({}, allowed)).rows.map(({ name }) => name)).toContain('notes');
      const plan = await rooms.appObjects.planUpdate(allowed, {
        pbxId,
        guid,
        base: own,
        form: { ...own, critical: true },
        newPassword: false,
      });
      expect(plan.organisationId).toBe(pbx.row.organisationId);
    }
  });
});
