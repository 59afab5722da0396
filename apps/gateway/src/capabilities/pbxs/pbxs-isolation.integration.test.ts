import { describe, expect, it } from 'vitest';
import { createPbx, tenantOf } from '../../../test/factories/index';
import type { FleetUpdate } from './pbxs.service';
import { listInput, pbxsRoom, refusal } from './testing/pbxs-room';

const { database, tree, service, bus, records, retried } = pbxsRoom();

describe('tenant isolation', () => {
  it('answers not-found for a foreign PBX in every call, and changes nothing', async () => {
    const own = tenantOf(tree.alpha);
    const foreign = tenantOf(tree.beta);
    const pbx = await createPbx(database.db, tree.alphaOne, { name: 'Hotel Post' });
    const signal = AbortSignal.timeout(5_000);
    const calls: (() => Promise<unknown>)[] = [
      () => service.get(foreign, pbx.id),
      () => service.instructions(foreign, pbx.id),
      () => service.reconnect(foreign, pbx.id),
      () => service.refresh(foreign, pbx.id),
      () => service.setPassword(foreign, { pbxId: pbx.id }),
      () => service.remove(foreign, { pbxId: pbx.id, confirmName: pbx.name }),
      () => service.update(foreign, { organisationId: tree.beta.id, pbxId: pbx.id, version: 1, name: 'Taken over' }),
      () => service.activity(foreign, { pbxId: pbx.id, limit: 10 }),
    ];
    for (const call of calls) expect((await refusal(call())).code).toBe('not-found');
    expect((await service.list(foreign, listInput(tree.beta.id))).rows).toEqual([]);
    expect((await service.watchOne(foreign, pbx.id, signal)[Symbol.asyncIterator]().next()).done).toBe(true);
    expect(retried).toEqual([]);
    expect(records).toEqual([]);
    // The positive twin: the owner reaches it.
    expect((await service.get(own, pbx.id)).name).toBe('Hotel Post');
    expect((await service.activity(own, { pbxId: pbx.id, limit: 10 })).rows).toEqual([]);
  });

  it('refuses a name with a NUL as wrong input, not as a fault of ours', async () => {
    const pbx = await createPbx(database.db, tree.alphaOne, { name: 'Hotel Post' });
    const input = { organisationId: tree.alpha.id, pbxId: pbx.id, version: 1, name: 'Hotel\0Post' };
    expect((await refusal(service.update(tenantOf(tree.alpha), input))).code).toBe('invalid-input');
  });

  it('streams changes to the owner and nothing to a neighbour', async () => {
    const abort = new AbortController();
    const mine = service.watch(tenantOf(tree.alpha), abort.signal)[Symbol.asyncIterator]();
    const theirs = service.watch(tenantOf(tree.beta), abort.signal)[Symbol.asyncIterator]();
    await Promise.all([mine.next(), theirs.next()]);
    const updates: FleetUpdate[] = [];
    const neighbour = theirs.next().then((result) => {
      if (result.done !== true) updates.push(result.value);
    });
    const pbx = await createPbx(database.db, tree.alphaOne, { name: 'Hotel Post' });
    const next = mine.next();
    bus.emit('pbx.changed', { pbxId: pbx.id, organisationId: tree.alphaOne.id, what: 'row' });
    const update = await next;
    expect(update.value).toMatchObject({ kind: 'rows', rows: [{ id: pbx.id }], counts: { total: 1 } });
    abort.abort();
    await neighbour;
    expect(updates).toEqual([]);
    expect((await mine.next()).done).toBe(true);
  });

  it('tells that a PBX is gone to whoever may see its organisation, also when nothing of it changed before', async () => {
    const pbx = await createPbx(database.db, tree.alphaOne, { name: 'Hotel Post' });
    const abort = new AbortController();
    const mine = service.watch(tenantOf(tree.alpha), abort.signal)[Symbol.asyncIterator]();
    const theirs = service.watch(tenantOf(tree.beta), abort.signal)[Symbol.asyncIterator]();
    await Promise.all([mine.next(), theirs.next()]);
    const neighbour = theirs.next();
    const next = mine.next();
    await service.remove(tenantOf(tree.alpha), { pbxId: pbx.id, confirmName: pbx.name });
    expect((await next).value).toMatchObject({ kind: 'removed', pbxId: pbx.id, counts: { total: 0 } });
    abort.abort();
    expect((await neighbour).done).toBe(true);
  });
});
