import { AppError, type PlanView } from '@switchroom/contracts';
import { GetObject } from '@switchroom/protocol';
import { waitUntil } from '@switchroom/testkit/vitest';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
  type World,
} from './testing/harness';

let world: World;
let rooms: Rooms;
let pbx: LinkedPbx;
/** What a test puts between the plans and the PBX. */
let onRead: (address: Record<string, unknown>) => Promise<void>;
let onWrite: (send: () => Promise<unknown>) => Promise<unknown>;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  onRead = () => Promise.resolve();
  onWrite = (send) => send();
  pbx = await servePbx(world, { version: '14r1' });
  rooms = await startRooms(world, { wrapFleet: intercepted, plans: { writeDeadlineMs: 2000 } });
  await linkUp(rooms, world, pbx);
});
afterEach(async () => {
  await rooms[Symbol.asyncDispose]();
  await pbx[Symbol.asyncDispose]();
});

function intercepted(fleet: Fleet): Fleet {
  const read: Fleet['read'] = async (pbxId, request, fields, options) => {
    const result = await fleet.read(pbxId, request, fields, options);
    if ((request as unknown) === GetObject) await onRead(fields as Record<string, unknown>);
    return result;
  };
  const write: Fleet['write'] = async (...call) => (await onWrite(() => fleet.write(...call))) as never;
  return new Proxy(fleet, {
    get(target, property) {
      if (property === 'read') return read;
      if (property === 'write') return write;
      const value: unknown = Reflect.get(target, property);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

const sent = () => pbx.mock.journal.count({ mt: 'UpdateObject', direction: 'in' });
const planUpdate = (guid: string, change: Parameters<typeof form>[0]) =>
  rooms.appObjects.planUpdate(world.tenant, {
    pbxId: pbx.row.id,
    guid,
    base: form(),
    form: form(change),
    newPassword: false,
  });
const carriedOut = async (plan: PlanView) => {
  await rooms.plans.confirm(world.tenant, plan.id);
  return await planIn(rooms, world, plan.id, 'verified', 'stopped');
};

describe('a link that flaps between reading and writing', () => {
  it('does not let a write out that was decided on before: what changed meanwhile is a conflict', async () => {
    const guid = await createApp(rooms, world, pbx, form());
    const plan = await planUpdate(guid, { displayName: 'Mine' });
    pbx.mock.journal.clear();
    let flaps = 1;
    onRead = async (address) => {
      if (address.guid !== guid || flaps === 0) return;
      flaps -= 1;
      const before = rooms.fleet.epoch(pbx.row.id) ?? 0;
      pbx.mock.powerLoss();
      pbx.mock.admin.updateObject('notes', { dn: 'Theirs' });
      pbx.mock.powerOn();
      await waitUntil(() => (rooms.fleet.epoch(pbx.row.id) ?? 0) > before, {
        message: 'the next connection',
        on: (look) => rooms.fleet.on('ready', look),
      });
    };
    const done = await carriedOut(plan);
    expect(done.operations[0]).toMatchObject({ state: 'conflict', conflicts: [{ live: 'Theirs', desired: 'Mine' }] });
    expect(sent()).toBe(0);
    expect(pbx.mock.state.object('notes')?.dn).toBe('Theirs');
  });
});

describe('a PBX that takes its time', () => {
  it('is not said to have done nothing before the deadline of the write, although the line was lost', async () => {
    const guid = await createApp(rooms, world, pbx, form());
    const plan = await planUpdate(guid, { displayName: 'Slow' });
    let late: NodeJS.Timeout | undefined;
    onWrite = async () => {
      // The PBX has the frame, the line breaks at once, and it carries the write out some time after it is back.
      const down = new Promise<void>((resolve) => {
        rooms.fleet.on('down', () => resolve());
      });
      rooms.fleet.on('ready', () => {
        late ??= setTimeout(() => pbx.mock.admin.updateObject('notes', { dn: 'Slow' }), 300);
      });
      pbx.mock.powerLoss();
      await down;
      pbx.mock.powerOn();
      throw new AppError('pbx-outcome-unknown');
    };
    const done = await carriedOut(plan);
    clearTimeout(late);
    expect(done.operations[0]).toMatchObject({ state: 'verified', reason: undefined });
    const told = await world.base.sql("select 1 from pbx_events where pbx_id = $1 and kind like 'outside.%'", [
      pbx.row.id,
    ]);
    expect(told).toEqual([]);
  });
});

describe('a Name that cannot be looked up', () => {
  it('does not count as free: nothing is created', async () => {
    const plan = await rooms.appObjects.planCreate(world.tenant, { pbxId: pbx.row.id, form: form() });
    onRead = (address) =>
      address.h323 === 'notes'
        ? Promise.reject(new AppError('pbx-refused', { params: { text: 'busy' } }))
        : Promise.resolve();
    const done = await carriedOut(plan);
    expect(done.operations[0]).toMatchObject({
      state: 'failed',
      reason: { key: 'read-failed', params: { text: 'busy' } },
    });
    expect(sent()).toBe(0);
  });
});

describe('a plan that began and sent nothing', () => {
  it('can still be discarded', async () => {
    const plan = await rooms.appObjects.planCreate(world.tenant, { pbxId: pbx.row.id, form: form() });
    onWrite = () => Promise.reject(new AppError('pbx-offline'));
    await rooms.plans.confirm(world.tenant, plan.id);
    await waitUntil(
      async () => {
        const now = await rooms.plans.get(world.tenant, plan.id);
        return now.state === 'running' && now.operations[0]?.state === 'pending';
      },
      { message: 'the write to be taken back', on: (look) => rooms.bus.on('plan.changed', look) },
    );
    expect((await rooms.plans.discard(world.tenant, plan.id)).state).toBe('discarded');
    expect(sent()).toBe(0);
  });
});

describe('what plans refuse', () => {
  it('the App object of our own link, however its Name was typed here', async () => {
    await world.base.sql('update pbxs set app_object_name = upper(app_object_name) where id = $1', [pbx.row.id]);
    const guid = pbx.mock.state.object(linkApp.name)?.guid ?? '';
    await expect(rooms.appObjects.planDelete(world.tenant, { pbxId: pbx.row.id, guid })).rejects.toMatchObject({
      code: 'invalid-input',
      fields: [{ rule: 'own-link' }],
    });
  });

  it('to make a template anew that was deleted on the PBX: an App object would come of it', async () => {
    await createApp(rooms, world, pbx, form({ templates: ['Config User'] }));
    const template = pbx.mock.state.ofType('config').find(({ cn }) => cn === 'Config User')?.guid ?? '';
    pbx.mock.admin.deleteObject(template);
    await waitUntil(
      async () => {
        const [row] = await world.base.sql<{ gone: boolean | null }>(
          "select (outside ->> 'deleted')::boolean as gone from snapshot_objects where pbx_id = $1 and guid = $2",
          [pbx.row.id, template],
        );
        return row?.gone === true;
      },
      { message: 'the deletion to be noticed' },
    );
    await expect(
      rooms.appObjects.planRevert(world.tenant, { pbxId: pbx.row.id, guid: template }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});
