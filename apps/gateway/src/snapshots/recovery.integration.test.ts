import { GetNodes } from '@switchroom/protocol';
import { waitUntil } from '@switchroom/testkit/vitest';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../db/database';
import {
  createWorld,
  type LinkedPbx,
  linkUp,
  type Rooms,
  servePbx,
  startRooms,
  status,
  type World,
} from '../plans/testing/harness';

let world: World;
let rooms: Rooms;
let pbx: LinkedPbx;
/** While true every transaction of the rooms fails, as with a database that restarts. */
let away = false;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(async () => {
  away = false;
  await rooms[Symbol.asyncDispose]();
  await pbx[Symbol.asyncDispose]();
});

async function begin(options: Parameters<typeof servePbx>[1] = {}, timings: Parameters<typeof startRooms>[1] = {}) {
  pbx = await servePbx(world, { version: '14r1', ...options });
  const { db } = world.base;
  const failures = { count: 0 };
  const flaky: Database = {
    ...db,
    inScope: (scope, work) => {
      if (!away) return db.inScope(scope, work);
      failures.count += 1;
      return Promise.reject(new Error('the database is away'));
    },
  };
  rooms = await startRooms({ ...world, base: { ...world.base, db: flaky } }, timings);
  return failures;
}

const displayName = async (name: string) => {
  const [row] = await world.base.sql<{ dn: string }>(
    "select model -> 'fields' ->> 'displayName' as dn from snapshot_objects where pbx_id = $1 and name = $2",
    [pbx.row.id, name],
  );
  return row?.dn;
};
const shows = (name: string, dn: string) =>
  waitUntil(async () => (await displayName(name)) === dn, { message: `"${name}" to be "${dn}" in the snapshot` });
const syncState = (state: string) =>
  waitUntil(async () => (await status(world, pbx.row.id)).sync_state === state, { message: `sync to be ${state}` });
const live = () => waitUntil(async () => (await status(world, pbx.row.id)).live_updates, { message: 'live updates' });

describe('a database that is away for a while', () => {
  it('delays the first reading, and does not prevent it', async () => {
    const failures = await begin({ users: 5 });
    away = true;
    await rooms.fleet.reconcile([pbx.target]);
    await waitUntil(() => failures.count >= 3, { message: 'several tries' });
    away = false;
    await syncState('in-sync');
    await waitUntil(async () => (await status(world, pbx.row.id)).users !== null, { message: 'the users' });
    expect(await displayName('users')).toBeDefined();
  });

  it('delays what the PBX told meanwhile, and loses none of it', async () => {
    const failures = await begin({ users: 5 });
    await linkUp(rooms, world, pbx);
    await live();
    await waitUntil(async () => (await status(world, pbx.row.id)).users !== null, { message: 'the users' });
    const before = (await status(world, pbx.row.id)).users ?? 0;
    away = true;
    pbx.mock.admin.updateObject('users', { dn: 'People' });
    pbx.mock.admin.createUser({ cn: 'Ann Lee', config: 'Config User' });
    await waitUntil(() => failures.count >= 2, { message: 'two tries' });
    away = false;
    await shows('users', 'People');
    await waitUntil(async () => (await status(world, pbx.row.id)).users === before + 1, { message: 'one user more' });
    expect(failures.count).toBeGreaterThanOrEqual(2);
  });

  it('learns afterwards that a PBX went away', async () => {
    const failures = await begin();
    await linkUp(rooms, world, pbx);
    await live();
    away = true;
    pbx.mock.powerLoss();
    await waitUntil(() => failures.count >= 1, { message: 'a try' });
    expect((await status(world, pbx.row.id)).sync_state).toBe('in-sync');
    away = false;
    await syncState('unknown');
  });
});

describe('a link that was replaced', () => {
  it('ends late, and does not end the following of the one that took its place', async () => {
    await begin();
    await linkUp(rooms, world, pbx);
    await live();
    const downs: number[] = [];
    rooms.fleet.on('down', ({ epoch }) => downs.push(epoch));
    pbx.mock.faults.neverAnswer('GetNodes', { times: 1 });
    // This request keeps the old link draining while the new one becomes ready.
    const draining = rooms.fleet.read(pbx.row.id, GetNodes, {}).catch(() => undefined);
    await pbx.mock.journal.waitFor(({ mt, direction }) => mt === 'GetNodes' && direction === 'in', { onlyNew: true });
    await rooms.fleet.reconcile([{ ...pbx.target, version: 2 }]);
    await waitUntil(() => rooms.fleet.epoch(pbx.row.id) === 2, { message: 'the new link' });
    expect(downs).toEqual([]);
    await draining;
    expect(downs).toEqual([1]);
    await live();
    pbx.mock.admin.updateObject('users', { dn: 'People' });
    await shows('users', 'People');
  });
});

describe('a copy of the users that breaks off', () => {
  it('is begun anew', async () => {
    await begin({ users: 5 }, { snapshots: { nextDeadlineMs: 100 } });
    pbx.mock.faults.neverAnswer('ReplicateNext', { times: 1 });
    await linkUp(rooms, world, pbx);
    await waitUntil(async () => (await status(world, pbx.row.id)).users !== null, { message: 'the users' });
    expect(pbx.mock.journal.count({ mt: 'ReplicateStart', direction: 'in' })).toBe(2);
    pbx.mock.admin.updateObject('users', { dn: 'People' });
    await shows('users', 'People');
  });
});

describe('a reading that people ask for', () => {
  it('is made once, however often they ask while it runs', async () => {
    await begin();
    await linkUp(rooms, world, pbx);
    await live();
    pbx.mock.journal.clear();
    await Promise.all(Array.from({ length: 10 }, () => rooms.snapshots.refresh(pbx.row.id)));
    expect(pbx.mock.journal.count({ mt: 'GetAppObjects', direction: 'in' })).toBe(1);
  });
});
