import { waitUntil } from '@switchroom/testkit/vitest';
import { describe, expect, it } from 'vitest';
import type { Fleet } from '../fleet/port';
import { createApp, form, linkUp, planSteps, startRooms, linkedWorldPerTest } from './testing/harness';

const at = linkedWorldPerTest();
const { confirm, ended, online, planCreate, planDelete, planUpdate, sent, stop, syncState } = planSteps(at);

describe('somebody else at the same time', () => {
  it('an edit between plan and confirmation is a conflict that names the field, and stays', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form());
    const plan = await planUpdate(guid, { displayName: 'Mine', templates: ['Config User'] });
    at.pbx.mock.admin.updateObject('notes', { dn: 'Theirs' });
    at.pbx.mock.journal.clear();
    await confirm(plan);
    const done = await ended(plan);
    expect(done.operations.map(({ state }) => state)).toEqual(['conflict', 'skipped']);
    expect(done.operations[0]?.conflicts).toEqual([
      { field: 'displayName', wire: 'dn', base: 'Notes', live: 'Theirs', desired: 'Mine' },
    ]);
    expect(sent()).toBe(0);
    expect(at.pbx.mock.state.object('notes')?.dn).toBe('Theirs');
    await syncState('conflict');
  });

  it('a retry after a conflict plans from what is there now', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form());
    const plan = await planUpdate(guid, { displayName: 'Mine' });
    at.pbx.mock.admin.updateObject('notes', { dn: 'Theirs' });
    await confirm(plan);
    await ended(plan);
    const again = await at.rooms.plans.retry(at.world.tenant, plan.id);
    expect(again.operations[0]?.changes).toEqual([
      { kind: 'value', field: 'displayName', wire: 'dn', from: 'Theirs', to: 'Mine' },
    ]);
    await confirm(again);
    await ended(again);
    expect(at.pbx.mock.state.object('notes')?.dn).toBe('Mine');
    await syncState('in-sync');
  });

  it('an edit of a template that the plan changes is a conflict too', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form());
    const plan = await planUpdate(guid, { templates: ['Config User'] });
    at.pbx.mock.admin.assignApp('Config User', 'other');
    await confirm(plan);
    expect((await ended(plan)).operations[0]).toMatchObject({ state: 'conflict', conflicts: [{ field: 'apps' }] });
  });

  it('an object that was deleted meanwhile is a conflict', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form());
    const plan = await planUpdate(guid, { displayName: 'Mine' });
    at.pbx.mock.admin.deleteObject('notes');
    await confirm(plan);
    expect((await ended(plan)).operations[0]).toMatchObject({ state: 'conflict', reason: { key: 'object-gone' } });
  });

  it('a Name that was taken meanwhile is a conflict, and nothing is written', async () => {
    const plan = await planCreate();
    at.pbx.mock.admin.createUser({ cn: 'Somebody', h323: 'notes' });
    await confirm(plan);
    const done = await ended(plan);
    expect(done.operations[0]).toMatchObject({ state: 'conflict', reason: { key: 'name-taken' } });
    expect(sent()).toBe(0);
  });

  it('what somebody else has already made so needs no write', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form());
    const plan = await planUpdate(guid, { displayName: 'Same' });
    at.pbx.mock.admin.updateObject('notes', { dn: 'Same' });
    at.pbx.mock.journal.clear();
    await confirm(plan);
    expect((await ended(plan)).state).toBe('verified');
    expect(sent()).toBe(0);
  });

  it('an object that changed since it was to be deleted is not deleted', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form());
    const plan = await planDelete(guid);
    at.pbx.mock.admin.updateObject('notes', { dn: 'Still needed' });
    await confirm(plan);
    expect((await ended(plan)).operations[0]).toMatchObject({ state: 'conflict', reason: { key: 'changed-since' } });
    expect(at.pbx.mock.state.object('notes')).toBeDefined();
  });
});

describe('waiting and restarting', () => {
  it('a plan confirmed while the PBX is away waits for it and can be discarded', async () => {
    const plan = await planCreate();
    at.pbx.mock.powerLoss();
    await waitUntil(() => at.rooms.fleet.epoch(at.pbx.row.id) === undefined, { message: 'the loss of the link' });
    expect((await confirm(plan)).state).toBe('queued');
    expect((await at.rooms.plans.discard(at.world.tenant, plan.id)).state).toBe('discarded');
    at.pbx.mock.powerOn();
    await online();
    expect(sent()).toBe(0);
  });

  it('a queued plan is carried out when the PBX comes back', async () => {
    const plan = await planCreate();
    at.pbx.mock.powerLoss();
    await waitUntil(() => at.rooms.fleet.epoch(at.pbx.row.id) === undefined, { message: 'the loss of the link' });
    await confirm(plan);
    at.pbx.mock.powerOn();
    expect((await ended(plan)).state).toBe('verified');
  });

  it('a gateway that was killed between sending and recording settles by reading, and writes nothing twice', async () => {
    const wanted = form({ templates: ['Config User'] });
    const plan = await planCreate(wanted);
    // The first process never learns what became of its write, and never does anything again.
    const killed = await startRooms(at.world, { wrapFleet: deafAfterWriting });
    await at.rooms[Symbol.asyncDispose]();
    await linkUp(killed, at.world, at.pbx);
    at.pbx.mock.journal.clear();
    await killed.plans.confirm(at.world.tenant, plan.id);
    await at.pbx.mock.journal.waitFor(({ mt, direction }) => mt === 'UpdateObjectResult' && direction === 'out');
    const [before] = await at.world.base.sql<{ state: string }>(
      'select state from operations where plan_id = $1 and position = 0',
      [plan.id],
    );
    expect(before?.state).toBe('applying');
    await killed.fleet.reconcile([]);
    at.rooms = await startRooms(at.world);
    const [after] = await at.world.base.sql<{ state: string }>(
      'select state from operations where plan_id = $1 and position = 0',
      [plan.id],
    );
    expect(after?.state).toBe('unknown');
    await linkUp(at.rooms, at.world, at.pbx);
    const done = await ended(plan);
    expect(done.operations.map(({ state }) => state)).toEqual(['verified', 'verified']);
    expect(sent()).toBe(2);
    await killed.snapshots[Symbol.asyncDispose]();
  });

  it('a plan whose PBX went away in the middle can be stopped: the rest is skipped, what was sent is still read', async () => {
    const plan = await planCreate(form({ templates: ['Config User', 'Config Admin'] }));
    at.pbx.mock.faults.dropAfterExecute('UpdateObject', { times: 1 });
    const lost = waitUntil(() => at.rooms.fleet.epoch(at.pbx.row.id) === undefined, {
      message: 'the loss of the link',
    });
    const executed = at.pbx.mock.journal.waitFor(({ mt, direction }) => mt === 'UpdateObject' && direction === 'in');
    await confirm(plan);
    await executed;
    at.pbx.mock.powerLoss();
    await lost;
    const stopped = await stop(plan);
    expect(stopped.state).toBe('running');
    expect(stopped.operations.slice(1).map(({ state, reason }) => [state, reason?.key])).toEqual([
      ['skipped', 'stopped-by-person'],
      ['skipped', 'stopped-by-person'],
    ]);
    await expect(stop(plan)).rejects.toMatchObject({ code: 'plan-not-open' });
    at.pbx.mock.powerOn();
    const done = await ended(plan);
    expect(done.state).toBe('stopped');
    expect(done.operations.map(({ state }) => state)).toEqual(['verified', 'skipped', 'skipped']);
    expect(sent()).toBe(1);
  });

  it('a plan that nothing was sent of ends at once when it is stopped, and one that has ended cannot be', async () => {
    const plan = await planCreate();
    await expect(stop(plan)).rejects.toMatchObject({ code: 'plan-not-open' });
    at.pbx.mock.powerLoss();
    await waitUntil(() => at.rooms.fleet.epoch(at.pbx.row.id) === undefined, { message: 'the loss of the link' });
    await confirm(plan);
    expect((await stop(plan)).state).toBe('stopped');
    await expect(stop(plan)).rejects.toMatchObject({ code: 'plan-not-open' });
    at.pbx.mock.powerOn();
    await online();
    expect(sent()).toBe(0);
  });

  it('draining lets the write under way end and begins no other', async () => {
    const wanted = form({ templates: ['Config User', 'Config Admin'] });
    const plan = await planCreate(wanted);
    at.pbx.mock.faults.answerLate('UpdateObject', 50);
    const began = at.pbx.mock.journal.waitFor(({ mt, direction }) => mt === 'UpdateObject' && direction === 'in');
    await confirm(plan);
    await began;
    await at.rooms.engine.drain();
    const stored = await at.rooms.plans.get(at.world.tenant, plan.id);
    expect(stored.operations.map(({ state }) => state)).toEqual(['verified', 'pending', 'pending']);
    await at.rooms[Symbol.asyncDispose]();
    at.rooms = await startRooms(at.world);
    await linkUp(at.rooms, at.world, at.pbx);
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
