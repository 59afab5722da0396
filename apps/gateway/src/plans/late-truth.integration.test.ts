import { AppError, type PlanView } from '@switchroom/contracts';
import { GetObject } from '@switchroom/protocol';
import { waitUntil } from '@switchroom/testkit/vitest';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Fleet } from '../fleet/port';
import { createApp, form, linkApp, planIn, planSteps, linkedWorldPerTest } from './testing/harness';

/** What a test puts between the plans and the PBX. */
let onRead: (address: Record<string, unknown>) => Promise<void>;
let onWrite: (send: () => Promise<unknown>) => Promise<unknown>;
beforeEach(() => {
  onRead = () => Promise.resolve();
  onWrite = (send) => send();
});

const at = linkedWorldPerTest({}, { wrapFleet: intercepted, plans: { writeDeadlineMs: 2000 } });
const { planCreate, planDelete, planUpdate, sent } = planSteps(at);

const carriedOut = async (plan: PlanView) => {
  await at.rooms.plans.confirm(at.world.tenant, plan.id);
  return await planIn(at.rooms, at.world, plan.id, 'verified', 'stopped');
};

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

describe('a link that flaps between reading and writing', () => {
  it('does not let a write out that was decided on before: what changed meanwhile is a conflict', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form());
    const plan = await planUpdate(guid, { displayName: 'Mine' });
    at.pbx.mock.journal.clear();
    let flaps = 1;
    onRead = async (address) => {
      if (address.guid !== guid || flaps === 0) return;
      flaps -= 1;
      const before = at.rooms.fleet.epoch(at.pbx.row.id) ?? 0;
      at.pbx.mock.powerLoss();
      at.pbx.mock.admin.updateObject('notes', { dn: 'Theirs' });
      at.pbx.mock.powerOn();
      await waitUntil(() => (at.rooms.fleet.epoch(at.pbx.row.id) ?? 0) > before, {
        message: 'the next connection',
        on: (look) => at.rooms.fleet.on('ready', look),
      });
    };
    const done = await carriedOut(plan);
    expect(done.operations[0]).toMatchObject({ state: 'conflict', conflicts: [{ live: 'Theirs', desired: 'Mine' }] });
    expect(sent()).toBe(0);
    expect(at.pbx.mock.state.object('notes')?.dn).toBe('Theirs');
  });
});

describe('a PBX that takes its time', () => {
  it('is not said to have done nothing before the deadline of the write, although the line was lost', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form());
    const plan = await planUpdate(guid, { displayName: 'Slow' });
    let late: NodeJS.Timeout | undefined;
    onWrite = async () => {
      // The PBX has the frame, the line breaks at once, and it carries the write out some time after it is back.
      const down = new Promise<void>((resolve) => {
        at.rooms.fleet.on('down', () => resolve());
      });
      at.rooms.fleet.on('ready', () => {
        late ??= setTimeout(() => at.pbx.mock.admin.updateObject('notes', { dn: 'Slow' }), 300);
      });
      at.pbx.mock.powerLoss();
      await down;
      at.pbx.mock.powerOn();
      throw new AppError('pbx-outcome-unknown');
    };
    const done = await carriedOut(plan);
    clearTimeout(late);
    expect(done.operations[0]).toMatchObject({ state: 'verified', reason: undefined });
    const told = await at.world.base.sql("select 1 from pbx_events where pbx_id = $1 and kind like 'outside.%'", [
      at.pbx.row.id,
    ]);
    expect(told).toEqual([]);
  });
});

describe('a Name that cannot be looked up', () => {
  it('does not count as free: nothing is created', async () => {
    const plan = await planCreate();
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
    const plan = await planCreate();
    onWrite = () => Promise.reject(new AppError('pbx-offline'));
    await at.rooms.plans.confirm(at.world.tenant, plan.id);
    await waitUntil(
      async () => {
        const now = await at.rooms.plans.get(at.world.tenant, plan.id);
        return now.state === 'running' && now.operations[0]?.state === 'pending';
      },
      { message: 'the write to be taken back', on: (look) => at.rooms.bus.on('plan.changed', look) },
    );
    expect((await at.rooms.plans.discard(at.world.tenant, plan.id)).state).toBe('discarded');
    expect(sent()).toBe(0);
  });
});

describe('what plans refuse', () => {
  it('the App object of our own link, however its Name was typed here', async () => {
    await at.world.base.sql('update pbxs set app_object_name = upper(app_object_name) where id = $1', [at.pbx.row.id]);
    const guid = at.pbx.mock.state.object(linkApp.name)?.guid ?? '';
    await expect(planDelete(guid)).rejects.toMatchObject({
      code: 'invalid-input',
      fields: [{ rule: 'own-link' }],
    });
  });

  it('to make a template anew that was deleted on the PBX: an App object would come of it', async () => {
    await createApp(at.rooms, at.world, at.pbx, form({ templates: ['Config User'] }));
    const template = at.pbx.mock.state.ofType('config').find(({ cn }) => cn === 'Config User')?.guid ?? '';
    at.pbx.mock.admin.deleteObject(template);
    await waitUntil(
      async () => {
        const [row] = await at.world.base.sql<{ gone: boolean | null }>(
          "select (outside ->> 'deleted')::boolean as gone from snapshot_objects where pbx_id = $1 and guid = $2",
          [at.pbx.row.id, template],
        );
        return row?.gone === true;
      },
      { message: 'the deletion to be noticed' },
    );
    await expect(
      at.rooms.appObjects.planRevert(at.world.tenant, { pbxId: at.pbx.row.id, guid: template }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});
