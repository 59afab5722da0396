import { listPlansInput } from '@switchroom/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantOf } from '../../../test/factories/index';
import {
  createWorld,
  form,
  type LinkedPbx,
  linkUp,
  planIn,
  type Rooms,
  servePbx,
  startRooms,
  type World,
} from '../../plans/testing/harness';

let world: World;
let rooms: Rooms;
let pbx: LinkedPbx;
let foreign: LinkedPbx;

beforeAll(async () => {
  world = await createWorld();
  pbx = await servePbx(world, { version: '14r1' });
  foreign = await servePbx(world, { version: '14r1', organisation: world.tree.betaOne, seed: 7 });
  rooms = await startRooms(world);
  await linkUp(rooms, world, pbx, foreign);
});
afterAll(async () => {
  await rooms[Symbol.asyncDispose]();
  await pbx[Symbol.asyncDispose]();
  await foreign[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const create = (name: string, longName: string) =>
  rooms.appObjects.planCreate(world.tenant, { pbxId: pbx.row.id, form: form({ name, longName }) });
const list = (input: object = {}, tenant = world.tenant) =>
  rooms.plans.list(tenant, listPlansInput.parse({ organisationId: tenant.organisationId, ...input }));

describe('the list of plans', () => {
  it('pages newest first, filters and searches', async () => {
    const made = [];
    for (const name of ['one', 'two', 'three']) made.push((await create(name, name)).id);
    const newestFirst = made.toReversed();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 1, cursor });
      expect(page.total).toBe(3);
      seen.push(...page.rows.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(newestFirst);
    expect((await list({ q: 'two' })).rows.map(({ id }) => id)).toEqual([made[1]]);
    await rooms.plans.confirm(world.tenant, made[2] ?? '');
    await planIn(rooms, world, made[2] ?? '', 'verified');
    expect((await list({ state: ['verified'] })).rows).toMatchObject([
      { id: made[2], pbx: { id: pbx.row.id }, operations: { verified: 1, pending: 0 } },
    ]);
    expect((await list({ state: ['discarded'] })).total).toBe(2);
    expect((await list({ pbxId: foreign.row.id })).rows).toEqual([]);
  });
});

describe('another organisation', () => {
  it('neither sees nor decides on a plan, while the one above does', async () => {
    const plan = await create('memo', 'Memo');
    const stranger = tenantOf(world.tree.betaOne);
    foreign.mock.journal.clear();
    pbx.mock.journal.clear();
    const never = new AbortController().signal;
    for (const attempt of [
      () => rooms.plans.get(stranger, plan.id),
      () => rooms.plans.confirm(stranger, plan.id),
      () => rooms.plans.discard(stranger, plan.id),
      () => rooms.plans.stop(stranger, plan.id),
      () => rooms.plans.retry(stranger, plan.id),
      () => rooms.plans.watch(stranger, plan.id, never)[Symbol.asyncIterator]().next(),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'not-found' });
    }
    expect((await list({}, stranger)).rows).toEqual([]);
    expect((await rooms.plans.get(world.tenant, plan.id)).state).toBe('open');
    expect(pbx.mock.journal.entries).toEqual([]);
    expect(foreign.mock.journal.entries).toEqual([]);

    const above = tenantOf(world.tree.alpha);
    expect((await rooms.plans.get(above, plan.id)).id).toBe(plan.id);
    await rooms.plans.confirm(above, plan.id);
    await planIn(rooms, world, plan.id, 'verified');
    const [entry] = await world.base.sql<{ organisation_id: string }>(
      "select organisation_id from audit_entries where action = 'plan.confirm' and target_id = $1",
      [plan.id],
    );
    expect(entry?.organisation_id).toBe(pbx.row.organisationId);
  });

  it('is not disturbed by a plan for another PBX: its open plans stay open', async () => {
    const beta = tenantOf(world.tree.betaOne);
    const theirs = await rooms.appObjects.planCreate(beta, {
      pbxId: foreign.row.id,
      form: form({ name: 'theirs', longName: 'Theirs' }),
    });
    const ours = await create('ours', 'Ours');
    await rooms.plans.confirm(world.tenant, ours.id);
    await planIn(rooms, world, ours.id, 'verified');
    expect((await rooms.plans.get(beta, theirs.id)).state).toBe('open');
    expect(foreign.mock.state.object('ours')).toBeUndefined();
  });
});
