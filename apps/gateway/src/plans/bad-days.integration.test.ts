import type { PlanView } from '@switchroom/contracts';
import { waitUntil } from '@switchroom/testkit/vitest';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fleet } from '../fleet/port';
import {
  createApp,
  createWorld,
  form,
  type LinkedPbx,
  linkUp,
  planIn,
  type Rooms,
  servePbx,
  startRooms,
  status,
  type World,
} from './testing/harness';

let world: World;
let rooms: Rooms;
let pbx: LinkedPbx;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  pbx = await servePbx(world, { version: '14r1' });
  rooms = await startRooms(world);
  await linkUp(rooms, world, pbx);
});
afterEach(async () => {
  await rooms[Symbol.asyncDispose]();
  await pbx[Symbol.asyncDispose]();
});

/** Write frames that reached the PBX, executed or not. */
const sent = (mt = 'UpdateObject') => pbx.mock.journal.count({ mt, direction: 'in' });
const planCreate = () => rooms.appObjects.planCreate(world.tenant, { pbxId: pbx.row.id, form: form() });
const planUpdate = (guid: string, change: Parameters<typeof form>[0], newPassword = false) =>
  rooms.appObjects.planUpdate(world.tenant, { pbxId: pbx.row.id, guid, base: form(), form: form(change), newPassword });
const confirm = (plan: PlanView) => rooms.plans.confirm(world.tenant, plan.id);
const ended = (plan: PlanView) => planIn(rooms, world, plan.id, 'verified', 'stopped');
const online = () =>
  waitUntil(() => rooms.fleet.epoch(pbx.row.id) !== undefined, {
    message: 'the link',
    on: (look) => rooms.fleet.on('ready', look),
  });
const syncState = (state: string) =>
  waitUntil(async () => (await status(world, pbx.row.id)).sync_state === state, { message: `sync to be ${state}` });

describe('a write whose answer never comes', () => {
  it('is verified after the reconnect when the PBX had carried it out, and was sent once', async () => {
    const guid = await createApp(rooms, world, pbx, form());
    const plan = await planUpdate(guid, { displayName: 'New' });
    pbx.mock.journal.clear();
    pbx.mock.faults.dropAfterExecute('UpdateObject', { times: 1 });
    await confirm(plan);
    const done = await ended(plan);
    expect(done.operations[0]).toMatchObject({ state: 'verified', reason: undefined });
    expect(pbx.mock.journal.writes()).toHaveLength(1);
    expect(sent()).toBe(1);
    await syncState('in-sync');
  });

  it('is verified when it created an object, which is found by its Name', async () => {
    const plan = await planCreate();
    pbx.mock.faults.dropAfterExecute('UpdateObject', { times: 1 });
    await confirm(plan);
    const done = await ended(plan);
    expect(done.operations[0]).toMatchObject({ state: 'verified', objectGuid: pbx.mock.state.object('notes')?.guid });
    expect(sent()).toBe(1);
  });

  it('is verified when it deleted an object', async () => {
    const guid = await createApp(rooms, world, pbx, form());
    const plan = await rooms.appObjects.planDelete(world.tenant, { pbxId: pbx.row.id, guid });
    pbx.mock.faults.dropAfterExecute('DeleteObject', { times: 1 });
    await confirm(plan);
    expect((await ended(plan)).operations[0]?.state).toBe('verified');
    expect(sent('DeleteObject')).toBe(1);
  });

  it('goes on with the rest of the plan once it is verified', async () => {
    const wanted = form({ templates: ['Config User', 'Config Admin'] });
    const plan = await rooms.appObjects.planCreate(world.tenant, { pbxId: pbx.row.id, form: wanted });
    pbx.mock.faults.dropAfterExecute('UpdateObject', { times: 2 });
    await confirm(plan);
    const done = await ended(plan);
    expect(done.operations.map(({ state }) => state)).toEqual(['verified', 'verified', 'verified']);
    expect(sent()).toBe(3);
  });

  it('has failed when the PBX had not carried it out, and is not sent again by itself', async () => {
    const guid = await createApp(rooms, world, pbx, form());
    const plan = await planUpdate(guid, { displayName: 'New', templates: ['Config User'] });
    pbx.mock.journal.clear();
    pbx.mock.faults.dropBefore('UpdateObject', { times: 1 });
    await confirm(plan);
    const done = await ended(plan);
    expect(done.operations.map(({ state }) => state)).toEqual(['failed', 'skipped']);
    expect(done.operations[0]?.reason?.key).toBe('not-carried-out');
    expect(pbx.mock.journal.writes()).toHaveLength(0);
    expect(sent()).toBe(1);
  });

  it('can be retried by a person, as a new plan', async () => {
    const plan = await planCreate();
    pbx.mock.faults.dropBefore('UpdateObject', { times: 1 });
    await confirm(plan);
    await ended(plan);
    const again = await rooms.plans.retry(world.tenant, plan.id);
    expect(again.state).toBe('open');
    await confirm(again);
    expect((await ended(again)).state).toBe('verified');
    expect(pbx.mock.journal.writes()).toHaveLength(1);
  });

  it('is settled by reading when the link stays up: carried out', async () => {
    const plan = await planCreate();
    pbx.mock.faults.neverAnswer('UpdateObject', { times: 1 });
    await confirm(plan);
    expect((await ended(plan)).operations[0]?.state).toBe('verified');
    expect(sent()).toBe(1);
  });

  it('is settled by reading when the link stays up: not carried out, after several looks', async () => {
    const guid = await createApp(rooms, world, pbx, form());
    const plan = await planUpdate(guid, { displayName: 'New' });
    // Answers nobody asked for are no answer, and the refusal means that nothing is executed.
    pbx.mock.faults.failWrite('UpdateObject', 'no', { times: 1 });
    pbx.mock.faults.answerWithOtherSrc('UpdateObject', { times: 1 });
    pbx.mock.journal.clear();
    await confirm(plan);
    expect((await ended(plan)).operations[0]).toMatchObject({ state: 'failed', reason: { key: 'not-carried-out' } });
    expect(sent()).toBe(1);
    expect(pbx.mock.journal.count({ mt: 'GetObject', direction: 'in' })).toBeGreaterThanOrEqual(3);
  });

  it('is read again when reading back gets no answer', async () => {
    const plan = await planCreate();
    const seen: string[] = [];
    const stop = rooms.bus.on('plan.changed', () => {
      void rooms.plans.get(world.tenant, plan.id).then(({ operations }) => seen.push(operations[0]?.state ?? ''));
    });
    const written = pbx.mock.journal.waitFor(({ mt }) => mt === 'UpdateObjectResult', { onlyNew: true });
    void written.then(() => pbx.mock.faults.neverAnswer('GetObject', { times: 2 }));
    await confirm(plan);
    const done = await ended(plan);
    stop();
    expect(done.operations[0]?.state).toBe('verified');
    expect(seen).toContain('unknown');
    expect(sent()).toBe(1);
  });

  it('is in conflict when the object is neither as before nor as wanted', async () => {
    const guid = await createApp(rooms, world, pbx, form());
    const plan = await planUpdate(guid, { displayName: 'New' });
    pbx.mock.faults.dropBefore('UpdateObject', { times: 1 });
    const gone = new Promise<void>((resolve) => {
      const stop = rooms.fleet.on('down', () => {
        pbx.mock.admin.updateObject('notes', { dn: 'Theirs' });
        stop();
        resolve();
      });
    });
    await confirm(plan);
    await gone;
    const done = await ended(plan);
    expect(done.operations[0]).toMatchObject({
      state: 'conflict',
      conflicts: [{ field: 'displayName', base: 'Notes', live: 'Theirs', desired: 'New' }],
    });
    await syncState('conflict');
  });

  it('stays unknown when only a password was written, because nobody can read that', async () => {
    const guid = await createApp(rooms, world, pbx, form());
    const plan = await planUpdate(guid, {}, true);
    pbx.mock.faults.dropAfterExecute('UpdateObject', { times: 1 });
    await confirm(plan);
    const done = await ended(plan);
    expect(done.operations[0]).toMatchObject({
      state: 'unknown',
      reason: { key: 'cannot-be-read' },
      unverifiable: ['password'],
    });
    await syncState('unknown');
  });
});

describe('odd answers', () => {
  it.each([
    ['twice', () => pbx.mock.faults.answerTwice('UpdateObject')],
    ['late', () => pbx.mock.faults.answerLate('UpdateObject', 100)],
    ['with another src', () => pbx.mock.faults.answerWithOtherSrc('UpdateObject')],
    ['without a src', () => pbx.mock.faults.answerWithoutSrc('UpdateObject')],
    ['without a guid', () => pbx.mock.faults.resultWithoutGuid('UpdateObject')],
    ['out of order', () => pbx.mock.faults.shuffleAnswers()],
    ['with fields nobody knows', () => pbx.mock.faults.unknownFields()],
    ['amid messages nobody knows', () => pbx.mock.faults.unknownMessages()],
    ['amid garbage', () => pbx.mock.faults.garbage()],
  ])('a PBX that answers %s is written to once, and verified', async (_how, arrange) => {
    const plan = await planCreate();
    arrange();
    await confirm(plan);
    const done = await ended(plan);
    expect(done.operations[0]).toMatchObject({ state: 'verified', objectGuid: pbx.mock.state.object('notes')?.guid });
    expect(sent()).toBe(1);
  });

  it('a PBX that refuses says why in its own words', async () => {
    const plan = await planCreate();
    pbx.mock.faults.failWrite('UpdateObject', 'disk full');
    await confirm(plan);
    const done = await ended(plan);
    expect(done.operations[0]).toMatchObject({
      state: 'failed',
      reason: { key: 'pbx-refused', params: { text: 'disk full' } },
    });
    expect(pbx.mock.state.object('notes')).toBeUndefined();
    expect(await world.base.sql('select 1 from applied_objects where pbx_id = $1', [pbx.row.id])).toEqual([]);
  });

  it('a PBX that stores something else than was written is found out', async () => {
    const guid = await createApp(rooms, world, pbx, form());
    const plan = await planUpdate(guid, { displayName: 'New', critical: true });
    const stop = pbx.mock.core.objects.onChange(({ guid: changed }) => {
      stop();
      // Before anything can be read back, the PBX makes something of its own of one field.
      if (changed === guid) pbx.mock.admin.updateObject(guid, { dn: 'NEW' });
    });
    await confirm(plan);
    const done = await ended(plan);
    expect(done.operations[0]).toMatchObject({
      state: 'failed',
      reason: { key: 'read-back-differs', params: { fields: 'displayName' } },
    });
  });
});

describe('somebody else at the same time', () => {
  it('an edit between plan and confirmation is a conflict that names the field, and stays', async () => {
    const guid = await createApp(rooms, world, pbx, form());
    const plan = await planUpdate(guid, { displayName: 'Mine', templates: ['Config User'] });
    pbx.mock.admin.updateObject('notes', { dn: 'Theirs' });
    pbx.mock.journal.clear();
    await confirm(plan);
    const done = await ended(plan);
    expect(done.operations.map(({ state }) => state)).toEqual(['conflict', 'skipped']);
    expect(done.operations[0]?.conflicts).toEqual([
      { field: 'displayName', wire: 'dn', base: 'Notes', live: 'Theirs', desired: 'Mine' },
    ]);
    expect(sent()).toBe(0);
    expect(pbx.mock.state.object('notes')?.dn).toBe('Theirs');
    await syncState('conflict');
  });

  it('a retry after a conflict plans from what is there now', async () => {
    const guid = await createApp(rooms, world, pbx, form());
    const plan = await planUpdate(guid, { displayName: 'Mine' });
    pbx.mock.admin.updateObject('notes', { dn: 'Theirs' });
    await confirm(plan);
    await ended(plan);
    const again = await rooms.plans.retry(world.tenant, plan.id);
    expect(again.operations[0]?.changes).toEqual([
      { kind: 'value', field: 'displayName', wire: 'dn', from: 'Theirs', to: 'Mine' },
    ]);
    await confirm(again);
    await ended(again);
    expect(pbx.mock.state.object('notes')?.dn).toBe('Mine');
    await syncState('in-sync');
  });

  it('an edit of a template that the plan changes is a conflict too', async () => {
    const guid = await createApp(rooms, world, pbx, form());
    const plan = await planUpdate(guid, { templates: ['Config User'] });
    pbx.mock.admin.assignApp('Config User', 'other');
    await confirm(plan);
    expect((await ended(plan)).operations[0]).toMatchObject({ state: 'conflict', conflicts: [{ field: 'apps' }] });
  });

  it('an object that was deleted meanwhile is a conflict', async () => {
    const guid = await createApp(rooms, world, pbx, form());
    const plan = await planUpdate(guid, { displayName: 'Mine' });
    pbx.mock.admin.deleteObject('notes');
    await confirm(plan);
    expect((await ended(plan)).operations[0]).toMatchObject({ state: 'conflict', reason: { key: 'object-gone' } });
  });

  it('a Name that was taken meanwhile is a conflict, and nothing is written', async () => {
    const plan = await planCreate();
    pbx.mock.admin.createUser({ cn: 'Somebody', h323: 'notes' });
    await confirm(plan);
    const done = await ended(plan);
    expect(done.operations[0]).toMatchObject({ state: 'conflict', reason: { key: 'name-taken' } });
    expect(sent()).toBe(0);
  });

  it('what somebody else has already made so needs no write', async () => {
    const guid = await createApp(rooms, world, pbx, form());
    const plan = await planUpdate(guid, { displayName: 'Same' });
    pbx.mock.admin.updateObject('notes', { dn: 'Same' });
    pbx.mock.journal.clear();
    await confirm(plan);
    expect((await ended(plan)).state).toBe('verified');
    expect(sent()).toBe(0);
  });

  it('an object that changed since it was to be deleted is not deleted', async () => {
    const guid = await createApp(rooms, world, pbx, form());
    const plan = await rooms.appObjects.planDelete(world.tenant, { pbxId: pbx.row.id, guid });
    pbx.mock.admin.updateObject('notes', { dn: 'Still needed' });
    await confirm(plan);
    expect((await ended(plan)).operations[0]).toMatchObject({ state: 'conflict', reason: { key: 'changed-since' } });
    expect(pbx.mock.state.object('notes')).toBeDefined();
  });
});

describe('waiting and restarting', () => {
  it('a plan confirmed while the PBX is away waits for it and can be discarded', async () => {
    const plan = await planCreate();
    pbx.mock.powerLoss();
    await waitUntil(() => rooms.fleet.epoch(pbx.row.id) === undefined, { message: 'the loss of the link' });
    expect((await confirm(plan)).state).toBe('queued');
    expect((await rooms.plans.discard(world.tenant, plan.id)).state).toBe('discarded');
    pbx.mock.powerOn();
    await online();
    expect(sent()).toBe(0);
  });

  it('a queued plan is carried out when the PBX comes back', async () => {
    const plan = await planCreate();
    pbx.mock.powerLoss();
    await waitUntil(() => rooms.fleet.epoch(pbx.row.id) === undefined, { message: 'the loss of the link' });
    await confirm(plan);
    pbx.mock.powerOn();
    expect((await ended(plan)).state).toBe('verified');
  });

  it('a gateway that was killed between sending and recording settles by reading, and writes nothing twice', async () => {
    const wanted = form({ templates: ['Config User'] });
    const plan = await rooms.appObjects.planCreate(world.tenant, { pbxId: pbx.row.id, form: wanted });
    // The first process never learns what became of its write, and never does anything again.
    const killed = await startRooms(world, { wrapFleet: deafAfterWriting });
    await rooms[Symbol.asyncDispose]();
    await linkUp(killed, world, pbx);
    pbx.mock.journal.clear();
    await killed.plans.confirm(world.tenant, plan.id);
    await pbx.mock.journal.waitFor(({ mt, direction }) => mt === 'UpdateObjectResult' && direction === 'out');
    const [before] = await world.base.sql<{ state: string }>(
      'select state from operations where plan_id = $1 and position = 0',
      [plan.id],
    );
    expect(before?.state).toBe('applying');
    await killed.fleet.reconcile([]);
    rooms = await startRooms(world);
    const [after] = await world.base.sql<{ state: string }>(
      'select state from operations where plan_id = $1 and position = 0',
      [plan.id],
    );
    expect(after?.state).toBe('unknown');
    await linkUp(rooms, world, pbx);
    const done = await ended(plan);
    expect(done.operations.map(({ state }) => state)).toEqual(['verified', 'verified']);
    expect(sent()).toBe(2);
    await killed.snapshots[Symbol.asyncDispose]();
  });

  it('draining lets the write under way end and begins no other', async () => {
    const wanted = form({ templates: ['Config User', 'Config Admin'] });
    const plan = await rooms.appObjects.planCreate(world.tenant, { pbxId: pbx.row.id, form: wanted });
    pbx.mock.faults.answerLate('UpdateObject', 50);
    const began = pbx.mock.journal.waitFor(({ mt, direction }) => mt === 'UpdateObject' && direction === 'in');
    await confirm(plan);
    await began;
    await rooms.engine.drain();
    const stored = await rooms.plans.get(world.tenant, plan.id);
    expect(stored.operations.map(({ state }) => state)).toEqual(['verified', 'pending', 'pending']);
    await rooms[Symbol.asyncDispose]();
    rooms = await startRooms(world);
    await linkUp(rooms, world, pbx);
    expect((await ended(plan)).state).toBe('verified');
    expect(sent()).toBe(3);
  });
});

/** A fleet whose writes go out and never come back to the one who sent them. */
function deafAfterWriting(fleet: Fleet): Fleet {
  return new Proxy(fleet, {
    get(target, property) {
      if (property === 'write') {
        return (...call: Parameters<Fleet['write']>) => {
          target.write(...call).catch(() => undefined);
          return new Promise(() => undefined);
        };
      }
      const value: unknown = Reflect.get(target, property);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
