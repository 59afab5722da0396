import { describe, expect, it } from 'vitest';
import { createApp, form, planSteps, linkedWorldPerTest } from './testing/harness';

const at = linkedWorldPerTest();
const { confirm, ended, planCreate, planDelete, planUpdate, sent, syncState } = planSteps(at);

describe('a write whose answer never comes', () => {
  it('is verified after the reconnect when the PBX had carried it out, and was sent once', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form());
    const plan = await planUpdate(guid, { displayName: 'New' });
    at.pbx.mock.journal.clear();
    at.pbx.mock.faults.dropAfterExecute('UpdateObject', { times: 1 });
    await confirm(plan);
    const done = await ended(plan);
    expect(done.operations[0]).toMatchObject({ state: 'verified', reason: undefined });
    expect(at.pbx.mock.journal.writes()).toHaveLength(1);
    expect(sent()).toBe(1);
    await syncState('in-sync');
  });

  it('is verified when it created an object, which is found by its Name', async () => {
    const plan = await planCreate();
    at.pbx.mock.faults.dropAfterExecute('UpdateObject', { times: 1 });
    await confirm(plan);
    const done = await ended(plan);
    expect(done.operations[0]).toMatchObject({
      state: 'verified',
      objectGuid: at.pbx.mock.state.object('notes')?.guid,
    });
    expect(sent()).toBe(1);
  });

  it('is verified when it deleted an object', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form());
    const plan = await planDelete(guid);
    at.pbx.mock.faults.dropAfterExecute('DeleteObject', { times: 1 });
    await confirm(plan);
    expect((await ended(plan)).operations[0]?.state).toBe('verified');
    expect(sent('DeleteObject')).toBe(1);
  });

  it('goes on with the rest of the plan once it is verified', async () => {
    const wanted = form({ templates: ['Config User', 'Config Admin'] });
    const plan = await planCreate(wanted);
    at.pbx.mock.faults.dropAfterExecute('UpdateObject', { times: 2 });
    await confirm(plan);
    const done = await ended(plan);
    expect(done.operations.map(({ state }) => state)).toEqual(['verified', 'verified', 'verified']);
    expect(sent()).toBe(3);
  });

  it('has failed when the PBX had not carried it out, and is not sent again by itself', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form());
    const plan = await planUpdate(guid, { displayName: 'New', templates: ['Config User'] });
    at.pbx.mock.journal.clear();
    at.pbx.mock.faults.dropBefore('UpdateObject', { times: 1 });
    await confirm(plan);
    const done = await ended(plan);
    expect(done.operations.map(({ state }) => state)).toEqual(['failed', 'skipped']);
    expect(done.operations[0]?.reason?.key).toBe('not-carried-out');
    expect(at.pbx.mock.journal.writes()).toHaveLength(0);
    expect(sent()).toBe(1);
  });

  it('can be retried by a person, as a new plan', async () => {
    const plan = await planCreate();
    at.pbx.mock.faults.dropBefore('UpdateObject', { times: 1 });
    await confirm(plan);
    await ended(plan);
    const again = await at.rooms.plans.retry(at.world.tenant, plan.id);
    expect(again.state).toBe('open');
    await confirm(again);
    expect((await ended(again)).state).toBe('verified');
    expect(at.pbx.mock.journal.writes()).toHaveLength(1);
  });

  it('is settled by reading when the link stays up: carried out', async () => {
    const plan = await planCreate();
    at.pbx.mock.faults.neverAnswer('UpdateObject', { times: 1 });
    await confirm(plan);
    expect((await ended(plan)).operations[0]?.state).toBe('verified');
    expect(sent()).toBe(1);
  });

  it('is settled by reading when the link stays up: not carried out, after several looks', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form());
    const plan = await planUpdate(guid, { displayName: 'New' });
    // Answers nobody asked for are no answer, and the refusal means that nothing is executed.
    at.pbx.mock.faults.failWrite('UpdateObject', 'no', { times: 1 });
    at.pbx.mock.faults.answerWithOtherSrc('UpdateObject', { times: 1 });
    at.pbx.mock.journal.clear();
    await confirm(plan);
    expect((await ended(plan)).operations[0]).toMatchObject({ state: 'failed', reason: { key: 'not-carried-out' } });
    expect(sent()).toBe(1);
    expect(at.pbx.mock.journal.count({ mt: 'GetObject', direction: 'in' })).toBeGreaterThanOrEqual(3);
  });

  it('is read again when reading back gets no answer', async () => {
    const plan = await planCreate();
    const seen: string[] = [];
    const stop = at.rooms.bus.on('plan.changed', () => {
      void at.rooms.plans.get(at.world.tenant, plan.id).then(({ operations }) => seen.push(operations[0]?.state ?? ''));
    });
    const written = at.pbx.mock.journal.waitFor(({ mt }) => mt === 'UpdateObjectResult', { onlyNew: true });
    void written.then(() => at.pbx.mock.faults.neverAnswer('GetObject', { times: 2 }));
    await confirm(plan);
    const done = await ended(plan);
    stop();
    expect(done.operations[0]?.state).toBe('verified');
    expect(seen).toContain('unknown');
    expect(sent()).toBe(1);
  });

  it('is in conflict when the object is neither as before nor as wanted', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form());
    const plan = await planUpdate(guid, { displayName: 'New' });
    at.pbx.mock.faults.dropBefore('UpdateObject', { times: 1 });
    const gone = new Promise<void>((resolve) => {
      const stop = at.rooms.fleet.on('down', () => {
        at.pbx.mock.admin.updateObject('notes', { dn: 'Theirs' });
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
    const guid = await createApp(at.rooms, at.world, at.pbx, form());
    const plan = await planUpdate(guid, {}, true);
    at.pbx.mock.faults.dropAfterExecute('UpdateObject', { times: 1 });
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
    ['twice', () => at.pbx.mock.faults.answerTwice('UpdateObject')],
    ['late', () => at.pbx.mock.faults.answerLate('UpdateObject', 100)],
    ['with another src', () => at.pbx.mock.faults.answerWithOtherSrc('UpdateObject')],
    ['without a src', () => at.pbx.mock.faults.answerWithoutSrc('UpdateObject')],
    ['without a guid', () => at.pbx.mock.faults.resultWithoutGuid('UpdateObject')],
    ['out of order', () => at.pbx.mock.faults.shuffleAnswers()],
    ['with fields nobody knows', () => at.pbx.mock.faults.unknownFields()],
    ['amid messages nobody knows', () => at.pbx.mock.faults.unknownMessages()],
    ['amid garbage', () => at.pbx.mock.faults.garbage()],
  ])('a PBX that answers %s is written to once, and verified', async (_how, arrange) => {
    const plan = await planCreate();
    arrange();
    await confirm(plan);
    const done = await ended(plan);
    expect(done.operations[0]).toMatchObject({
      state: 'verified',
      objectGuid: at.pbx.mock.state.object('notes')?.guid,
    });
    expect(sent()).toBe(1);
  });

  it('a PBX that refuses says why in its own words', async () => {
    const plan = await planCreate();
    at.pbx.mock.faults.failWrite('UpdateObject', 'disk full');
    await confirm(plan);
    const done = await ended(plan);
    expect(done.operations[0]).toMatchObject({
      state: 'failed',
      reason: { key: 'pbx-refused', params: { text: 'disk full' } },
    });
    expect(at.pbx.mock.state.object('notes')).toBeUndefined();
    expect(await at.world.base.sql('select 1 from applied_objects where pbx_id = $1', [at.pbx.row.id])).toEqual([]);
  });

  it('a PBX that stores something else than was written is found out', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form());
    const plan = await planUpdate(guid, { displayName: 'New', critical: true });
    const stop = at.pbx.mock.core.objects.onChange(({ guid: changed }) => {
      stop();
      // Before anything can be read back, the PBX makes something of its own of one field.
      if (changed === guid) at.pbx.mock.admin.updateObject(guid, { dn: 'NEW' });
    });
    await confirm(plan);
    const done = await ended(plan);
    expect(done.operations[0]).toMatchObject({
      state: 'failed',
      reason: { key: 'read-back-differs', params: { fields: 'displayName' } },
    });
  });
});
