import type { SettingChangeState } from '@switchroom/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSettingsRoom } from '../../settings/settings-room';
import { type SettingsWorld, settingsWorld, type TestActor } from '../../settings/testing/settings-world';
import { createSettingsService } from './create-settings-service';
import type { SettingsService } from './settings.service';

let world: SettingsWorld;
let service: SettingsService;
let maker: TestActor;
let second: TestActor;
beforeAll(async () => {
  world = await settingsWorld();
  service = createSettingsService(world.room);
  await world.base.sql('INSERT INTO organisation_policies (organisation_id, setting_approval_pbxs) VALUES ($1, 2)', [
    world.tree.provider.id,
  ]);
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  maker = await world.somebody(world.tree.alphaOne);
  second = await world.somebody(world.tree.alphaOne);
  await world.base.sql('DELETE FROM setting_values');
  await world.base.sql('DELETE FROM setting_locks');
});

const number = 'attendant.panic.number';
const days = 'attendant.retentionDays';
const hour = 3_600_000;
const target = () => ({ organisationId: world.tree.alphaOne.id });
const want = (key: string, value: unknown) => ({ wanted: [{ target: target(), key, value, revision: 0 }] });
const decision = (changeId: string, reason = '') => ({ ...target(), changeId, reason });
const stateOf = async (changeId: string) =>
  (
    await world.base.sql<{ state: SettingChangeState }>('SELECT state FROM setting_changes WHERE id = $1', [changeId])
  )[0]?.state;
const lastAudit = async () => (await world.audit(world.tree.alphaOne.id)).at(-1);
const denials = async () =>
  await world.base.sql<{ after: unknown }>(
    `SELECT after FROM audit_entries WHERE action = 'access.denied' AND organisation_id = $1 ORDER BY seq`,
    [world.tree.alphaOne.id],
  );
const due = () => new Date(world.clock.now() + hour);

describe('what is safety-critical', () => {
  it('asks for the permission and for a fresh proof of the person, and records who had neither', async () => {
    const { siblingPbx, tree } = world;
    const at = { wanted: [{ target: { pbxId: siblingPbx.id }, key: number, value: '112' }] };
    const stale = await world.somebody(tree.alphaTwo, { stale: true });
    await expect(world.change(stale, at)).rejects.toMatchObject({ code: 'step-up-required' });
    const weak = await world.somebody(tree.alphaTwo, { permissions: ['settings:read', 'settings:update'] });
    await expect(world.change(weak, at)).rejects.toMatchObject({
      code: 'forbidden',
      params: { permission: 'settings:critical' },
    });
    const token = { id: 't', name: 'T', organisationId: tree.alphaTwo.id, permissions: [] };
    const program = { ...stale, caller: { ...stale.caller, session: undefined, token } };
    await expect(world.change(program, at)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await world.rows(number)).toEqual([]);
    const rows = await world.base.sql<{ after: unknown }>(
      `SELECT after FROM audit_entries WHERE action = 'access.denied' AND organisation_id = $1 ORDER BY seq`,
      [tree.alphaTwo.id],
    );
    expect(rows.map(({ after }) => after)).toEqual([
      { permission: 'settings:critical', why: 'step-up-required' },
      { permission: 'settings:critical' },
      { permission: 'settings:critical' },
    ]);
    // At one PBX nobody else is asked, and what is not critical asks for nothing of this.
    await expect(world.change(await world.somebody(tree.alphaTwo), at)).resolves.toMatchObject({ state: 'applied' });
    await expect(
      world.change(stale, { wanted: [{ ...at.wanted[0], target: { pbxId: siblingPbx.id }, key: days, value: 5 }] }),
    ).resolves.toMatchObject({ state: 'applied' });
  });

  it('cannot be switched on without its number, and says so where it is missing below', async () => {
    const enabled = 'attendant.panic.enabled';
    await expect(world.change(maker, want(enabled, true))).rejects.toMatchObject({
      fields: [{ path: `changes.${number}`, rule: 'setting-needs-panic-number' }],
    });
    const at = (key: string, value: unknown) => ({ wanted: [{ target: { pbxId: world.siblingPbx.id }, key, value }] });
    const sibling = await world.somebody(world.tree.alphaTwo);
    await world.change(sibling, at(number, ''));
    const reseller = await world.somebody(world.tree.alpha);
    const preview = await world.room.writer.preview(reseller.tenant, {
      kind: 'edit',
      wanted: [
        { target: { organisationId: world.tree.alpha.id }, key: enabled, value: true },
        { target: { organisationId: world.tree.alpha.id }, key: number, value: '112' },
      ],
      refusals: 'throw',
    });
    expect(preview).toMatchObject({
      needsSecondPerson: true,
      critical: [enabled, number],
      warnings: [{ key: number, rule: 'setting-needs-panic-number' }],
    });
  });

  it('and reaches many PBXes waits for somebody else, who is not the one who made it', async () => {
    const { changeId, state } = await world.change(maker, { ...want(number, '112'), reason: 'new control room' });
    expect(state).toBe('waiting');
    expect(await world.rows(number)).toEqual([]);
    expect(await lastAudit()).toMatchObject({ action: 'settings.propose', reason: 'new control room' });
    const view = await service.list(maker.tenant, [maker.tenant], target());
    expect(view.settings.find(({ key }) => key === number)?.pending).toEqual({ changeId, state: 'waiting' });

    await expect(service.approve(maker.tenant, decision(changeId))).rejects.toMatchObject({
      code: 'forbidden',
      fields: [{ rule: 'setting-change-own' }],
    });
    const inTheirName = { ...second.tenant, onBehalfOf: maker.tenant.actor };
    await expect(service.approve(inTheirName, decision(changeId))).rejects.toMatchObject({ code: 'forbidden' });
    expect((await denials()).slice(-2)).toMatchObject([
      { after: { attempted: 'settings.approve', why: 'setting-change-own' } },
      { after: { attempted: 'settings.approve' } },
    ]);
    expect(await stateOf(changeId)).toBe('waiting');

    expect(await service.approve(second.tenant, decision(changeId, 'checked'))).toEqual({ state: 'applied' });
    expect(await world.rows(number)).toMatchObject([{ place: world.tree.alphaOne.id, value: '112' }]);
    expect((await world.audit(world.tree.alphaOne.id)).slice(-2)).toMatchObject([
      { action: 'settings.approve', actor: second.tenant.actor.name, reason: 'checked' },
      {
        action: 'settings.update',
        actor: second.tenant.actor.name,
        after: { [number]: '112', madeBy: maker.tenant.actor.name },
      },
    ]);
    const [row] = await world.base.sql<{ set_by: string }>('SELECT set_by FROM setting_values WHERE key = $1', [
      number,
    ]);
    expect(row?.set_by).toBe(maker.tenant.actor.id);
    await expect(service.approve(second.tenant, decision(changeId))).rejects.toMatchObject({ code: 'plan-not-open' });
  });

  it('is agreed to by one of two at the same moment', async () => {
    const { changeId } = await world.change(maker, want(number, '113'));
    const third = await world.somebody(world.tree.alphaOne);
    const results = await Promise.allSettled(
      [second, third].map(({ tenant }) => service.approve(tenant, decision(changeId))),
    );
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await world.rows(number)).toMatchObject([{ value: '113' }]);
  });

  it('is not done when what it was made from has changed, been locked, or its maker may no longer', async () => {
    const first = await world.change(maker, want(number, '112'));
    const overtaking = await world.change(maker, want(number, '113'));
    expect(await service.approve(second.tenant, decision(overtaking.changeId))).toEqual({ state: 'applied' });
    expect(await service.approve(second.tenant, decision(first.changeId))).toEqual({
      state: 'conflict',
      conflict: { why: 'plan-outdated', key: number },
    });
    expect(await lastAudit()).toMatchObject({ action: 'settings.conflict', result: 'failed' });
    expect(await world.rows(number)).toMatchObject([{ value: '113' }]);
    await world.base.sql('DELETE FROM setting_values');

    const locked = await world.change(maker, want(number, '114'));
    await world.base.sql(
      `INSERT INTO setting_locks (organisation_id, key, reason, locked_by, locked_by_name) VALUES ($1, $2, 'r', 'x', 'X')`,
      [world.tree.alpha.id, number],
    );
    expect(await service.approve(second.tenant, decision(locked.changeId))).toMatchObject({
      conflict: { why: 'setting-locked', key: number },
    });
    await world.base.sql('DELETE FROM setting_locks');

    const left = await world.change(maker, want(number, '115'));
    await world.base.sql('DELETE FROM members WHERE user_id = $1', [maker.caller.id]);
    expect(await service.approve(second.tenant, decision(left.changeId))).toMatchObject({
      conflict: { why: 'right-lost' },
    });
    expect(await world.rows(number)).toEqual([]);
  });

  it('is turned down, or taken back by its maker or somebody who may approve, and by nobody else', async () => {
    const turnedDown = await world.change(maker, want(number, '112'));
    await service.reject(second.tenant, decision(turnedDown.changeId, 'wrong number'));
    expect(await stateOf(turnedDown.changeId)).toBe('rejected');
    expect(await lastAudit()).toMatchObject({ action: 'settings.reject', reason: 'wrong number' });
    await expect(service.cancel(maker.tenant, decision(turnedDown.changeId))).rejects.toMatchObject({
      code: 'plan-not-open',
    });

    const mine = await world.change(maker, want(number, '112'));
    const weak = await world.somebody(world.tree.alphaOne, { permissions: ['settings:read', 'settings:update'] });
    await expect(service.cancel(weak.tenant, decision(mine.changeId))).rejects.toMatchObject({
      code: 'forbidden',
      fields: [{ rule: 'setting-change-of-another' }],
    });
    const sibling = await world.somebody(world.tree.alphaTwo);
    for (const act of ['approve', 'reject', 'cancel'] as const) {
      await expect(service[act](sibling.tenant, decision(mine.changeId))).rejects.toMatchObject({ code: 'not-found' });
    }
    await service.cancel(maker.tenant, decision(mine.changeId));
    expect(await stateOf(mine.changeId)).toBe('cancelled');
    const theirs = await world.change(maker, want(number, '112'));
    await service.cancel(second.tenant, decision(theirs.changeId));
    expect(await lastAudit()).toMatchObject({ action: 'settings.cancel', actor: second.tenant.actor.name });
    expect(await world.rows(number)).toEqual([]);
  });

  it('cannot be locked or unlocked around the second person', async () => {
    const reseller = await world.somebody(world.tree.alpha);
    await world.change(maker, { wanted: [{ target: { pbxId: world.pbx.id }, key: number, value: '110' }] });
    await world.change(maker, { wanted: [{ target: { pbxId: world.sitePbx.id }, key: number, value: '110' }] });
    const lock = { organisationId: world.tree.alpha.id, key: number, reason: 'ours' };
    await expect(service.lock(reseller.tenant, reseller.caller, lock)).rejects.toMatchObject({
      fields: [{ path: `locks.${number}`, rule: 'setting-lock-second-person' }],
    });
    const stale = await world.somebody(world.tree.alphaTwo, { stale: true });
    await expect(
      service.lock(stale.tenant, stale.caller, { ...lock, organisationId: world.tree.alphaTwo.id }),
    ).rejects.toMatchObject({ code: 'step-up-required' });
    expect(await world.base.sql('SELECT * FROM setting_locks')).toEqual([]);
  });
});

describe('a scheduled change', () => {
  it('is done when its time has come, once, as its maker', async () => {
    const keeper = world.another();
    const restarted = world.another();
    const { changeId, state } = await world.change(maker, {
      ...want(days, 30),
      effectiveAt: due(),
      reason: 'from Monday',
    });
    expect(state).toBe('scheduled');
    expect(await world.rows(days)).toEqual([]);
    expect(await lastAudit()).toMatchObject({ action: 'settings.schedule' });
    keeper.start();
    await expect.poll(() => world.clock.next()).toBe(hour);
    world.clock.advance(hour - 1);
    expect(await stateOf(changeId)).toBe('scheduled');
    // Another gateway that comes up at the same moment does it no second time.
    world.clock.advance(1);
    restarted.start();
    await expect.poll(() => stateOf(changeId)).toBe('applied');
    await restarted[Symbol.asyncDispose]();
    await keeper[Symbol.asyncDispose]();
    expect(await world.rows(days)).toMatchObject([{ value: 30, revision: 1 }]);
    const entries = (await world.audit(world.tree.alphaOne.id)).filter(({ reason }) => reason === 'from Monday');
    expect(entries.map(({ action, actor, address }) => [action, actor, address])).toEqual([
      ['settings.schedule', maker.tenant.actor.name, '127.0.0.1'],
      ['settings.update', maker.tenant.actor.name, 'gateway'],
    ]);
    expect(entries[1]?.after).toMatchObject({ [days]: 30, scheduledFor: new Date(world.clock.now()).toISOString() });
    expect(world.clock.next()).toBe(undefined);
  });

  it('that came due while no gateway ran is done by the next one, and wakes it for what is scheduled later', async () => {
    const later = world.another();
    const { changeId } = await world.change(maker, { ...want(days, 31), effectiveAt: due() });
    world.clock.advance(2 * hour);
    later.start();
    await expect.poll(() => stateOf(changeId)).toBe('applied');
    const next = await world.change(maker, {
      wanted: [{ target: target(), key: days, value: 32 }],
      effectiveAt: due(),
    });
    await expect.poll(() => world.clock.next()).toBe(hour);
    world.clock.advance(hour);
    await expect.poll(() => stateOf(next.changeId)).toBe('applied');
    expect(await world.rows(days)).toMatchObject([{ value: 32, revision: 2 }]);
    await later[Symbol.asyncDispose]();
    expect(world.clock.next()).toBe(undefined);
  });

  it('ends in conflict where the value is another by then, its maker has left, or too many PBXes are reached', async () => {
    const keeper = world.another();
    const overtaken = await world.change(maker, { ...want(days, 33), effectiveAt: due() });
    await world.change(second, want(days, 34));
    world.clock.advance(hour);
    keeper.start();
    await expect.poll(() => stateOf(overtaken.changeId)).toBe('conflict');
    expect(await lastAudit()).toMatchObject({
      action: 'settings.conflict',
      actor: maker.tenant.actor.name,
      after: { why: 'plan-outdated', key: days },
    });
    expect(await world.rows(days)).toMatchObject([{ value: 34 }]);

    const orphan = await world.change(maker, { ...want('attendant.searchMaxResults', 9), effectiveAt: due() });
    await expect.poll(() => world.clock.next()).toBe(hour);
    await world.base.sql('DELETE FROM members WHERE user_id = $1', [maker.caller.id]);
    world.clock.advance(hour);
    await expect.poll(() => stateOf(orphan.changeId)).toBe('conflict');
    expect(await lastAudit()).toMatchObject({ after: { why: 'right-lost' } });

    // Its own value of the branch goes away, so that the change of the customer's reaches both PBXes.
    const wanted = [{ target: { pbxId: world.sitePbx.id }, key: number, value: '110' }];
    await world.change(second, { wanted });
    const grown = await world.change(second, { ...want(number, '112'), effectiveAt: due() });
    expect(grown.state).toBe('scheduled');
    await world.change(second, {
      wanted: [{ ...wanted[0], target: { pbxId: world.sitePbx.id }, key: number, value: null }],
    });
    world.clock.advance(hour);
    await expect.poll(() => stateOf(grown.changeId)).toBe('conflict');
    expect(await lastAudit()).toMatchObject({ after: { why: 'second-person-needed' } });
    await keeper[Symbol.asyncDispose]();
  });

  it('of a program is done while its token counts, and not any more once it is revoked', async () => {
    const keeper = world.another();
    const { id } = world.tree.alphaOne;
    const [token] = await world.base.sql<{ id: string }>(
      `INSERT INTO api_tokens (organisation_id, name, created_by, created_by_name, hash, prefix, permissions, expires_at)
       VALUES ($1, 'Reporting', $2, 'Maker', 'hash', 'sw', '{settings:update}', '2030-01-01') RETURNING id`,
      [id, maker.caller.id],
    );
    const program = { ...maker, tenant: { ...maker.tenant, actor: { id: `token:${token?.id}`, name: 'Reporting' } } };
    const done = await world.change(program, { ...want(days, 35), effectiveAt: due() });
    keeper.start();
    await expect.poll(() => world.clock.next()).toBe(hour);
    world.clock.advance(hour);
    await expect.poll(() => stateOf(done.changeId)).toBe('applied');
    const wanted = [{ target: target(), key: days, value: 36 }];
    const revoked = await world.change(program, { wanted, effectiveAt: due() });
    await expect.poll(() => world.clock.next()).toBe(hour);
    await world.base.sql('UPDATE api_tokens SET revoked_at = now() WHERE id = $1', [token?.id]);
    world.clock.advance(hour);
    await expect.poll(() => stateOf(revoked.changeId)).toBe('conflict');
    expect(await lastAudit()).toMatchObject({ actor: 'Reporting', after: { why: 'right-lost' } });
    expect(await world.rows(days)).toMatchObject([{ value: 35 }]);
    await keeper[Symbol.asyncDispose]();
  });

  it('that could not be done because the database was away is done a little later', async () => {
    const { changeId } = await world.change(maker, { ...want(days, 37), effectiveAt: due() });
    world.clock.advance(hour);
    let away = true;
    const db: typeof world.base.db = {
      ...world.base.db,
      inScope: async (scope, work) => {
        if (away) throw new Error('the database is away');
        return await world.base.db.inScope(scope, work);
      },
    };
    await using room = createSettingsRoom({ ...world.room.options, db });
    room.start();
    await expect.poll(() => world.clock.next()).toBe(30_000);
    expect(await stateOf(changeId)).toBe('scheduled');
    away = false;
    world.clock.advance(30_000);
    await expect.poll(() => stateOf(changeId)).toBe('applied');
  });

  it('that was agreed to beforehand keeps its time, and its secret sealed until then', async () => {
    const keeper = world.another();
    const secret = 'scheduled horse battery';
    const wanted = [
      { target: target(), key: number, value: '112', revision: 0 },
      { target: target(), key: 'pbx.mail.password', value: secret, revision: 0 },
    ];
    const { changeId, state } = await world.change(maker, { wanted, effectiveAt: due() });
    expect(state).toBe('waiting');
    expect(await service.approve(second.tenant, decision(changeId))).toEqual({ state: 'scheduled' });
    const items = () =>
      world.base.sql<{ sealed: boolean; after: unknown }>(
        `SELECT sealed_after IS NOT NULL AS sealed, after FROM setting_change_items WHERE change_id = $1 ORDER BY key`,
        [changeId],
      );
    expect(await items()).toEqual([
      { sealed: false, after: '112' },
      { sealed: true, after: true },
    ]);
    world.clock.advance(hour);
    keeper.start();
    await expect.poll(() => stateOf(changeId)).toBe('applied');
    expect(await items()).toMatchObject([{ sealed: false }, { sealed: false }]);
    const [row] = await world.base.sql<{
      id: string;
      organisation_id: string;
      sealed_value: Buffer;
      data_key_id: string;
    }>(`SELECT * FROM setting_values WHERE key = 'pbx.mail.password'`);
    if (row === undefined) throw new Error('there is no row');
    const owner = { organisationId: row.organisation_id, id: row.id, purpose: 'setting' };
    expect(await world.secrets.open({ sealed: row.sealed_value, dataKeyId: row.data_key_id }, owner)).toBe(secret);
    expect(await lastAudit()).toMatchObject({ after: { approvedBy: second.tenant.actor.name } });
    await keeper[Symbol.asyncDispose]();
  });

  it('cannot be for a time that has passed', async () => {
    await expect(
      world.change(maker, { ...want(days, 3), effectiveAt: new Date(world.clock.now()) }),
    ).rejects.toMatchObject({ fields: [{ path: 'effectiveAt', rule: 'setting-time-past' }] });
  });
});
