import { AppError } from '@switchroom/contracts';
import { waitUntil } from '@switchroom/testkit/vitest';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayEventMap } from '../events';
import type { Fleet } from '../fleet/port';
import {
  createApp,
  createWorld,
  form,
  linkApp,
  type LinkedPbx,
  linkUp,
  planIn,
  type Rooms,
  servePbx,
  startRooms,
  status,
  type World,
} from '../plans/testing/harness';

let world: World;
let rooms: Rooms;
let pbx: LinkedPbx;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(async () => {
  await rooms[Symbol.asyncDispose]();
  await pbx[Symbol.asyncDispose]();
});

async function begin(options: Parameters<typeof servePbx>[1] = {}): Promise<void> {
  pbx = await servePbx(world, { version: '14r1', ...options });
  rooms = await startRooms(world);
  await linkUp(rooms, world, pbx);
}

/** Follows the user table, or not, according to the flags of the App object. */
const withoutTableUsers = { ...linkApp, flags: ['websocket', 'admin', 'rcc', 'pbx'] as const };

interface SnapshotRow {
  guid: string;
  kind: string;
  name: string;
  long_name: string;
  outside: { drift: boolean; deleted: boolean; fields: { field: string; ours: string; live: string }[] } | null;
  model: { fields: Record<string, unknown>; connected?: boolean };
  [column: string]: unknown;
}
const objects = () =>
  world.base.sql<SnapshotRow>('select * from snapshot_objects where pbx_id = $1 order by name, guid', [pbx.row.id]);
const object = async (name: string) => (await objects()).find((row) => row.name === name);
const events = () =>
  world.base.sql<{ kind: string; params: Record<string, string> }>(
    'select kind, params from pbx_events where pbx_id = $1 order by at',
    [pbx.row.id],
  );
const live = () => waitUntil(async () => (await status(world, pbx.row.id)).live_updates, { message: 'live updates' });

/** The initial copy of the user table is stored. */
const usersKnown = () =>
  waitUntil(async () => (await status(world, pbx.row.id)).users !== null, { message: 'the users of the PBX' });

/** The next event of the bus that fits, and how long it took. */
function next<E extends keyof GatewayEventMap>(event: E, fits: (payload: GatewayEventMap[E]) => boolean = () => true) {
  const started = performance.now();
  return new Promise<{ payload: GatewayEventMap[E]; ms: number }>((resolve) => {
    const stop = rooms.bus.on(event, (payload) => {
      if (!fits(payload)) return;
      stop();
      resolve({ payload, ms: performance.now() - started });
    });
  });
}

describe('the first reading', () => {
  it('stores every App object and template, nodes and licences, and is no news', async () => {
    await begin({
      nodes: [
        { name: 'root', node: 'root' },
        { name: 'branch', node: 'root' },
      ],
    });
    await waitUntil(async () => (await status(world, pbx.row.id)).licences !== null, { message: 'the licences' });
    const stored = await objects();
    const on = (type: string) =>
      pbx.mock.state
        .ofType(type)
        .map(({ guid }) => guid)
        .sort();
    const kept = (kind: string) =>
      stored
        .filter((row) => row.kind === kind)
        .map(({ guid }) => guid)
        .sort();
    expect(kept('app')).toEqual(on('app'));
    expect(kept('template')).toEqual(on('config'));
    expect(stored.every(({ outside }) => outside === null)).toBe(true);
    expect(await events()).toEqual([]);
    const row = await status(world, pbx.row.id);
    expect(row).toMatchObject({ sync_state: 'in-sync', app_objects: on('app').length, drifted_objects: 0 });
    expect(row.nodes).toHaveLength(2);
    expect(row.licences?.testMode).toBe(false);
    expect((await object(linkApp.name))?.model.connected).toBe(true);
  });

  it('counts the users by template and keeps those with apps of their own', async () => {
    await begin({ users: 120 });
    await usersKnown();
    const row = await status(world, pbx.row.id);
    expect(row.users).toBe(pbx.mock.state.ofType('').length);
    const expected: Record<string, number> = {};
    for (const { config } of pbx.mock.state.ofType('')) {
      if (typeof config === 'string' && config !== '') expected[config] = (expected[config] ?? 0) + 1;
    }
    expect(row.users_by_template).toEqual(expected);
    const direct = await world.base.sql<{ guid: string }>('select guid from snapshot_users where pbx_id = $1', [
      pbx.row.id,
    ]);
    const own = pbx.mock.state.ofType('').filter(({ apps }) => typeof apps === 'string' && apps !== '');
    expect(direct.map(({ guid }) => guid).sort()).toEqual(own.map(({ guid }) => guid).sort());
  });

  it('reports test mode', async () => {
    await begin({ testMode: true });
    await waitUntil(async () => (await status(world, pbx.row.id)).licences !== null, { message: 'the licences' });
    expect((await status(world, pbx.row.id)).licences?.testMode).toBe(true);
  });

  it('declares the replication before it reads, so that nothing falls between', async () => {
    await begin();
    const order = pbx.mock.journal.entries.filter(({ direction }) => direction === 'in').map(({ mt }) => mt);
    expect(order.indexOf('ReplicateStart')).toBeGreaterThanOrEqual(0);
    expect(order.indexOf('ReplicateStart')).toBeLessThan(order.indexOf('GetAppObjects'));
  });

  it('loses nothing that changes while it reads', async () => {
    pbx = await servePbx(world, { version: '14r1', users: 30 });
    rooms = await startRooms(world);
    pbx.mock.faults.slow(3);
    const reading = pbx.mock.journal.waitFor(({ mt }) => mt === 'GetConfigObjectsResult');
    const linking = linkUp(rooms, world, pbx);
    await reading;
    const guid = pbx.mock.admin.createObject({ cn: 'Late', h323: 'late', pseudo: { type: 'app', app: {} } });
    const user = pbx.mock.admin.createUser({ cn: 'Late User', config: 'Config User' });
    await linking;
    await waitUntil(async () => (await object('late'))?.guid === guid, { message: 'the object made meanwhile' });
    await usersKnown();
    expect((await status(world, pbx.row.id)).users).toBe(pbx.mock.state.ofType('').length);
    expect(pbx.mock.state.object(user)).toBeDefined();
  });

  it('keeps the other objects when one cannot be read, and takes none for deleted', async () => {
    pbx = await servePbx(world, { version: '14r1' });
    const broken = pbx.mock.state.object('users')?.guid;
    let failures = 0;
    rooms = await startRooms(world, {
      snapshots: { pollMs: 20 },
      wrapFleet: (fleet) =>
        withRead(fleet, (read) => (pbxId, request, fields, options) => {
          if ('guid' in fields && fields.guid === broken && failures < 2) {
            failures += 1;
            return Promise.reject(new AppError('pbx-timeout'));
          }
          return read(pbxId, request, fields, options);
        }),
    });
    await linkUp(rooms, world, pbx);
    const all = pbx.mock.state.ofType('app').length + pbx.mock.state.ofType('config').length;
    expect((await objects()).length).toBeGreaterThanOrEqual(all - 1);
    await waitUntil(async () => (await objects()).length === all, { message: 'all objects' });
    expect(failures).toBe(2);
    expect(await events()).toEqual([]);
  });
});

describe('an edit by the native administrator', () => {
  it('shows within a second, named, and marked as from outside', async () => {
    await begin();
    await live();
    const told = next('objects.changed', ({ outside }) => outside);
    const activity = next('activity.added');
    pbx.mock.admin.updateObject('users', { dn: 'People' });
    const { payload, ms } = await told;
    expect(ms).toBeLessThan(1000);
    expect(payload).toMatchObject({ pbxId: pbx.row.id, guids: [pbx.mock.state.object('users')?.guid] });
    await activity;
    expect((await object('users'))?.outside).toMatchObject({ drift: false, deleted: false });
    expect(await events()).toMatchObject([
      { kind: 'outside.changed', params: { name: 'users', fields: 'displayName' } },
    ]);
    expect((await status(world, pbx.row.id)).sync_state).toBe('in-sync');
  });

  it('is drift when it undoes what we applied, until it is put back', async () => {
    await begin();
    await live();
    await createApp(rooms, world, pbx, form());
    expect((await object('notes'))?.outside).toBeNull();
    const drifted = next('sync.changed', ({ state }) => state === 'drifted');
    pbx.mock.admin.updateObject('notes', { dn: 'Theirs' });
    await drifted;
    expect((await object('notes'))?.outside).toMatchObject({
      drift: true,
      fields: [{ field: 'displayName', ours: 'Notes', live: 'Theirs' }],
    });
    const back = next('sync.changed', ({ state }) => state === 'in-sync');
    pbx.mock.admin.updateObject('notes', { dn: 'Notes' });
    await back;
    expect((await object('notes'))?.outside).toBeNull();
  });

  it('can be reverted by a plan', async () => {
    await begin();
    await live();
    const guid = await createApp(rooms, world, pbx, form({ templates: ['Config User'] }));
    const told = next('objects.changed', ({ outside }) => outside);
    pbx.mock.admin.updateObject('notes', { dn: 'Theirs' });
    await told;
    const plan = await rooms.appObjects.planRevert(world.tenant, { pbxId: pbx.row.id, guid });
    expect(plan.operations).toHaveLength(1);
    await rooms.plans.confirm(world.tenant, plan.id);
    await planIn(rooms, world, plan.id, 'verified');
    expect(pbx.mock.state.object('notes')?.dn).toBe('Notes');
    expect((await object('notes'))?.outside).toBeNull();
    expect((await status(world, pbx.row.id)).sync_state).toBe('in-sync');
  });

  it('can be accepted, which writes nothing and is audited', async () => {
    await begin();
    await live();
    const guid = await createApp(rooms, world, pbx, form());
    const told = next('objects.changed', ({ outside }) => outside);
    pbx.mock.admin.updateObject('notes', { dn: 'Theirs' });
    await told;
    pbx.mock.journal.clear();
    const shown = (await rooms.appObjects.get(world.tenant, { pbxId: pbx.row.id, guid })).outside?.at ?? new Date(0);
    const again = next('objects.changed', ({ outside }) => outside);
    pbx.mock.admin.updateObject('notes', { dn: 'Theirs again' });
    await again;
    const input = { pbxId: pbx.row.id, guid };
    // What the person decided about is not what is there now.
    await expect(rooms.appObjects.acceptOutside(world.tenant, { ...input, seenAt: shown })).rejects.toMatchObject({
      code: 'plan-outdated',
    });
    const seenAt = (await rooms.appObjects.get(world.tenant, input)).outside?.at ?? new Date(0);
    await rooms.appObjects.acceptOutside(world.tenant, { ...input, seenAt });
    expect(pbx.mock.journal.writes()).toEqual([]);
    expect((await object('notes'))?.outside).toBeNull();
    expect((await status(world, pbx.row.id)).sync_state).toBe('in-sync');
    const [entry] = await world.base.sql<{ before: unknown; after: unknown }>(
      "select before, after from audit_entries where pbx_id = $1 and action = 'app-object.accept-outside'",
      [pbx.row.id],
    );
    expect(entry).toEqual({ before: { displayName: 'Notes' }, after: { displayName: 'Theirs again' } });
    await expect(rooms.appObjects.planRevert(world.tenant, { pbxId: pbx.row.id, guid })).rejects.toMatchObject({
      code: 'plan-empty',
    });
  });

  it('that creates or deletes an object is told; an object of ours that is gone is drift and can be made anew', async () => {
    await begin();
    await live();
    const guid = await createApp(rooms, world, pbx, form({ templates: ['Config User'] }));
    const created = next('objects.changed', ({ outside }) => outside);
    pbx.mock.admin.createObject({ cn: 'New', h323: 'new', pseudo: { type: 'app', app: {} } });
    await created;
    expect((await object('new'))?.outside).toMatchObject({ drift: false, fields: [] });
    const removed = next('objects.changed', ({ outside }) => outside);
    pbx.mock.admin.deleteObject('new');
    await removed;
    expect(await object('new')).toBeUndefined();
    const lost = next('sync.changed', ({ state }) => state === 'drifted');
    pbx.mock.admin.deleteObject('notes');
    await lost;
    expect((await object('notes'))?.outside).toMatchObject({ drift: true, deleted: true });
    expect((await events()).map(({ kind }) => kind)).toEqual(['outside.created', 'outside.deleted', 'outside.deleted']);
    const plan = await rooms.appObjects.planRevert(world.tenant, { pbxId: pbx.row.id, guid });
    await rooms.plans.confirm(world.tenant, plan.id);
    await planIn(rooms, world, plan.id, 'verified');
    expect((await object('notes'))?.guid).toBe(pbx.mock.state.object('notes')?.guid);
    expect((await object('notes'))?.guid).not.toBe(guid);
    expect((await status(world, pbx.row.id)).sync_state).toBe('in-sync');
  });

  it('of users is counted', async () => {
    await begin({ users: 20 });
    await usersKnown();
    const before = await status(world, pbx.row.id);
    const guid = pbx.mock.admin.createUser({ cn: 'Ann Lee', config: 'Config User', apps: 'users' });
    const count = (row: { users_by_template: Record<string, number> | null }) =>
      row.users_by_template?.['Config User'] ?? 0;
    await waitUntil(async () => count(await status(world, pbx.row.id)) === count(before) + 1, {
      message: 'one user more',
    });
    expect(await world.base.sql('select apps from snapshot_users where guid = $1', [guid])).toEqual([
      { apps: ['users'] },
    ]);
    pbx.mock.admin.deleteObject(guid);
    await waitUntil(async () => (await status(world, pbx.row.id)).users === before.users, { message: 'one user less' });
    expect(await world.base.sql('select 1 from snapshot_users where guid = $1', [guid])).toEqual([]);
  });
});

describe('our own writes', () => {
  it("are never taken for somebody else's", async () => {
    await begin();
    await live();
    const seen: boolean[] = [];
    const stop = rooms.bus.on('objects.changed', ({ outside }) => seen.push(outside));
    const guid = await createApp(rooms, world, pbx, form({ templates: ['Config User', 'Config Admin'] }));
    const plan = await rooms.appObjects.planDelete(world.tenant, { pbxId: pbx.row.id, guid });
    await rooms.plans.confirm(world.tenant, plan.id);
    await planIn(rooms, world, plan.id, 'verified');
    // A change of our own makes the replication speak; the reading that follows it is the last thing to wait for.
    await rooms.snapshots.refresh(pbx.row.id);
    stop();
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).not.toContain(true);
    expect(await events()).toEqual([]);
    expect((await status(world, pbx.row.id)).sync_state).toBe('in-sync');
  });
});

describe('a PBX that is away', () => {
  it('is unknown, keeps its snapshot, and what changed meanwhile is told when it is back', async () => {
    await begin();
    await live();
    const before = await objects();
    const unknown = next('sync.changed', ({ state }) => state === 'unknown');
    pbx.mock.powerLoss();
    await unknown;
    expect(await objects()).toEqual(before);
    expect((await status(world, pbx.row.id)).sync_at).not.toBeNull();
    await expect(rooms.snapshots.refresh(pbx.row.id)).rejects.toMatchObject({ code: 'pbx-offline' });
    pbx.mock.admin.updateObject('users', { dn: 'Changed while away' });
    const told = next('objects.changed', ({ outside }) => outside);
    pbx.mock.powerOn();
    await told;
    await waitUntil(async () => (await status(world, pbx.row.id)).sync_state === 'in-sync', { message: 'in sync' });
    expect((await object('users'))?.outside?.fields).toEqual([
      {
        field: 'displayName',
        ours: String(before.find(({ name }) => name === 'users')?.model.fields.displayName),
        live: 'Changed while away',
      },
    ]);
  });

  it('is unknown after a restart of the gateway until it is read again', async () => {
    await begin();
    await rooms[Symbol.asyncDispose]();
    rooms = await startRooms(world);
    expect((await status(world, pbx.row.id)).sync_state).toBe('unknown');
    await rooms.fleet.reconcile([pbx.target]);
    await waitUntil(async () => (await status(world, pbx.row.id)).sync_state === 'in-sync', { message: 'in sync' });
  });
});

describe('without TableUsers', () => {
  it('reads again from time to time, and does not know the users', async () => {
    await begin({ apps: [withoutTableUsers], users: 10 });
    const row = await status(world, pbx.row.id);
    expect(row).toMatchObject({ live_updates: false, users: null, users_by_template: null });
    expect(pbx.mock.journal.count({ mt: 'ReplicateStart' })).toBe(0);
    const told = next('objects.changed', ({ outside }) => outside);
    pbx.mock.admin.updateObject('users', { dn: 'People' });
    await told;
    expect((await object('users'))?.model.fields.displayName).toBe('People');
  });

  it('a plan that may touch users says that it does not know them', async () => {
    await begin({ apps: [withoutTableUsers] });
    const guid = await createApp(rooms, world, pbx, form());
    const plan = await rooms.appObjects.planDelete(world.tenant, { pbxId: pbx.row.id, guid });
    expect(plan.warnings).toEqual([{ key: 'users-unknown', params: {} }]);
    expect(plan.usersAffected).toBeUndefined();
  });
});

/** A fleet whose reads pass through the test. */
function withRead(fleet: Fleet, wrap: (read: Fleet['read']) => Fleet['read']): Fleet {
  const read = wrap(fleet.read.bind(fleet));
  return new Proxy(fleet, {
    get(target, property) {
      if (property === 'read') return read;
      const value: unknown = Reflect.get(target, property);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
