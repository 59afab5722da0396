import { listSettingChangesInput, type ListSettingChangesInput, type SettingDifference } from '@switchroom/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SettingsWorld, settingsWorld, type TestActor } from '../../settings/testing/settings-world';
import type { SettingTarget } from '../../settings/tree';
import { createSettingsHistoryService } from './create-history-service';
import type { SettingsHistoryService } from './history.service';

const [days, masking, number, password] = [
  'attendant.retentionDays',
  'attendant.forwardMasking',
  'attendant.panic.number',
  'pbx.mail.password',
] as const;

let world: SettingsWorld;
let history: SettingsHistoryService;
let provider: TestActor;
let alpha: TestActor;
let one: TestActor;
let beta: TestActor;
beforeAll(async () => {
  world = await settingsWorld();
  history = createSettingsHistoryService({ db: world.base.db, writer: world.room.writer });
  provider = await world.somebody(world.tree.provider);
  alpha = await world.somebody(world.tree.alpha);
  one = await world.somebody(world.tree.alphaOne);
  beta = await world.somebody(world.tree.betaOne);
});
afterAll(() => world[Symbol.asyncDispose]());

/** A minute later than the change before. */
const change = async (actor: TestActor, wanted: [SettingTarget, string, unknown][], reason = '') => {
  world.clock.advance(60_000);
  const values = wanted.map(([target, key, value]) => ({ target, key, value }));
  return (await world.change(actor, { wanted: values, reason })).changeId;
};
const list = async (actor: TestActor, input: Partial<ListSettingChangesInput> = {}, roots = [actor.tenant]) => {
  const { organisationId } = actor.tenant;
  return await history.list(actor.tenant, listSettingChangesInput.parse({ organisationId, ...input }), roots);
};
const ids = async (actor: TestActor, input: Partial<ListSettingChangesInput> = {}) =>
  (await list(actor, input)).rows.map(({ id }) => id);
const previewOf = async (actor: TestActor, changeId: string) =>
  await history.previewRestore(actor.tenant, changeId, [actor.tenant]);
const restore = async (actor: TestActor, changeId: string, digest?: string) => {
  world.clock.advance(60_000);
  return await history.restore(actor.tenant, actor.caller, {
    organisationId: actor.tenant.organisationId,
    changeId,
    digest: digest ?? (await previewOf(actor, changeId)).digest,
    reason: 'it was better',
  });
};
const short = (differences: readonly SettingDifference[]) =>
  differences.map(({ key, before, after, changedSince }) => [key, before, after, changedSince?.personName]);

describe('the history of settings', () => {
  it('is listed by place, key, state and what is below, newest first, page by page', async () => {
    const { alphaOne, alphaTwo } = world.tree;
    const first = await change(alpha, [[{ organisationId: alphaOne.id }, days, 30]], 'first');
    const second = await change(alpha, [
      [{ organisationId: alphaOne.id }, masking, { digits: 4 }],
      [{ pbxId: world.pbx.id }, days, 31],
      [{ organisationId: alphaTwo.id }, days, 32],
    ]);
    const third = await change(one, [[{ pbxId: world.pbx.id }, days, null]]);
    expect(await ids(one)).toEqual([third, second, first]);
    expect(await ids(one, { pbxId: world.pbx.id })).toEqual([third, second]);
    expect(await ids(one, { pbxId: world.sitePbx.id })).toEqual([]);
    expect(await ids(one, { key: masking })).toEqual([second]);
    expect(await ids(alpha, { below: true })).toEqual([third, second, first]);
    expect(await ids(alpha)).toEqual([second, first]);
    expect(await ids(alpha, { state: 'open' })).toEqual([]);
    expect(await ids(alpha, { state: 'ended', key: days })).toEqual([second, first]);
    const page = await list(one, { limit: 2 });
    expect(page.total).toBe(3);
    expect(await ids(one, { limit: 2, cursor: page.nextCursor })).toEqual([first]);
    await expect(list(one, { cursor: 'garbage' })).rejects.toMatchObject({ code: 'invalid-input' });
    const [row] = (await list(alpha, { below: true, key: masking })).rows;
    expect(row).toMatchObject({
      kind: 'edit',
      state: 'applied',
      mine: true,
      items: 3,
      places: 3,
      keys: [masking, days],
    });
  });

  it('shows each value before and after, and of secrets only that there was one', async () => {
    const { alphaOne } = world.tree;
    const id = await change(alpha, [
      [{ organisationId: alphaOne.id }, days, 40],
      [{ organisationId: alphaOne.id }, password, 'geheim-canary'],
    ]);
    const detail = await history.get(alpha.tenant, id, [alpha.tenant]);
    const place = { organisation: { id: alphaOne.id, name: alphaOne.name, kind: 'customer' } };
    expect(detail.differences).toEqual([
      { place, key: days, before: 30, after: 40 },
      { place, key: password, before: undefined, after: true },
    ]);
    expect(detail.impact?.pbxs).toBe(2);
    expect(JSON.stringify(detail)).not.toContain('geheim-canary');
  });

  it('has what somebody above did, with its date, and without names of what is out of reach', async () => {
    const { alphaOne, betaOne, provider: top } = world.tree;
    const id = await change(
      provider,
      [
        [{ organisationId: alphaOne.id }, days, 50],
        [{ organisationId: betaOne.id }, days, 51],
      ],
      'because Beta One asked',
    );
    const [row] = (await list(one)).rows;
    expect(row).toMatchObject({
      id,
      organisation: null,
      personName: null,
      mine: false,
      reason: '',
      items: 1,
      places: 1,
    });
    expect(row?.at).toEqual(new Date(world.clock.now()));
    const detail = await history.get(one.tenant, id, [one.tenant]);
    expect(detail.impact).toBeNull();
    expect(detail.differences).toHaveLength(1);
    for (const hidden of [top.name, betaOne.name, provider.caller.name, 'Beta', 'Foreign']) {
      expect(JSON.stringify([row, detail])).not.toContain(hidden);
    }
    // The same for somebody who reaches the provider.
    const [open] = (await list({ ...one, tenant: { ...one.tenant } }, {}, [provider.tenant])).rows;
    expect(open).toMatchObject({ organisation: { id: top.id }, personName: provider.caller.name });
  });

  it('of others is not found', async () => {
    const id = await change(alpha, [[{ organisationId: world.tree.alphaOne.id }, masking, { digits: 5 }]]);
    await expect(history.get(beta.tenant, id, [beta.tenant])).rejects.toMatchObject({ code: 'not-found' });
    await expect(previewOf(beta, id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(restore(beta, id, '0')).rejects.toMatchObject({ code: 'not-found' });
    await expect(list(beta, { pbxId: world.pbx.id })).rejects.toMatchObject({ code: 'not-found' });
    expect(await ids(beta, { below: true })).not.toContain(id);
  });
});

describe('restoring what a change left behind', () => {
  it('is a new change, and names who changed what since', async () => {
    const target = { organisationId: world.tree.alphaTwo.id };
    const good = await change(alpha, [
      [target, days, 60],
      [target, masking, { digits: 6 }],
    ]);
    await change(provider, [[target, days, 61]]);
    const late = await world.somebody(world.tree.alpha);
    await change(late, [[target, masking, null]]);
    const preview = await previewOf(alpha, good);
    expect(short(preview.differences)).toEqual([
      [masking, undefined, { digits: 6 }, late.caller.name],
      [days, 61, 60, null],
    ]);
    expect(preview.differences[0]?.changedSince?.at).toEqual(new Date(world.clock.now()));
    const { changeId } = await restore(alpha, good, preview.digest);
    const restored = await history.get(alpha.tenant, changeId, [alpha.tenant]);
    expect(restored).toMatchObject({ kind: 'restore', reason: 'it was better' });
    expect(restored.differences.map(({ key, before, after }) => [key, before, after])).toEqual([
      [masking, undefined, { digits: 6 }],
      [days, 61, 60],
    ]);
    // Now it is as it was: nothing to do, twice.
    expect((await previewOf(alpha, good)).differences).toEqual([]);
    await expect(restore(alpha, good)).rejects.toMatchObject({ code: 'plan-empty' });
  });

  it('also brings "use default" back', async () => {
    const target = { pbxId: world.siblingPbx.id };
    await change(alpha, [[target, days, 70]]);
    const away = await change(alpha, [[target, days, null]]);
    await change(alpha, [[target, days, 71]]);
    expect(short((await previewOf(alpha, away)).differences)).toEqual([[days, 71, undefined, alpha.caller.name]]);
    await restore(alpha, away);
    expect((await world.rows(days)).some(({ place }) => place === world.siblingPbx.id)).toBe(false);
  });

  it('cannot bring a secret back that was replaced, nor what is locked meanwhile', async () => {
    const target = { organisationId: world.tree.alphaTwo.id };
    const id = await change(alpha, [
      [target, password, 'first'],
      [target, days, 80],
    ]);
    // Nobody touched the secret: it is as the change left it.
    expect((await previewOf(alpha, id)).skipped).toEqual([]);
    await change(alpha, [
      [target, password, 'second'],
      [target, days, 81],
    ]);
    await world.room.writer.lock(provider.tenant, provider.caller, {
      organisationId: world.tree.provider.id,
      key: days,
      reason: 'for all',
    });
    const preview = await previewOf(alpha, id);
    expect(preview.differences).toEqual([]);
    expect(preview.skipped.map(({ key, rule }) => [key, rule])).toEqual([
      [password, 'setting-secret-kept'],
      [days, 'setting-locked'],
    ]);
    await world.room.writer.lock(provider.tenant, provider.caller, {
      organisationId: world.tree.provider.id,
      key: days,
      reason: null,
    });
    expect((await previewOf(alpha, id)).differences).toHaveLength(1);
  });

  it('is outdated when somebody changes one of the values in between', async () => {
    const target = { organisationId: world.tree.alphaTwo.id };
    const id = await change(alpha, [[target, days, 90]]);
    await change(alpha, [[target, days, 91]]);
    const { digest } = await previewOf(alpha, id);
    await change(alpha, [[target, days, 92]]);
    await expect(restore(alpha, id, digest)).rejects.toMatchObject({ code: 'plan-outdated' });
    const rows = await world.rows(days);
    expect(rows.find(({ place }) => place === target.organisationId)?.value).toBe(92);
  });

  it('asks of what lives hang on what a save asks, and nothing can be restored that was never done', async () => {
    const target = { organisationId: world.tree.alphaTwo.id };
    const id = await change(alpha, [[target, number, '112']]);
    await change(alpha, [[target, number, '144']]);
    const stale = await world.somebody(world.tree.alpha, { stale: true });
    await expect(restore(stale, id)).rejects.toMatchObject({ code: 'step-up-required' });
    await world.base.sql('INSERT INTO organisation_policies (organisation_id, setting_approval_pbxs) VALUES ($1, 1)', [
      world.tree.alpha.id,
    ]);
    const preview = await previewOf(alpha, id);
    expect(preview).toMatchObject({ critical: [number], needsSecondPerson: true });
    const waiting = await restore(alpha, id, preview.digest);
    expect(waiting.state).toBe('waiting');
    await expect(previewOf(alpha, waiting.changeId)).rejects.toMatchObject({
      code: 'invalid-input',
      fields: [{ path: 'changeId', rule: 'setting-change-not-done' }],
    });
    expect(await ids(alpha, { state: 'open' })).toEqual([waiting.changeId]);
    await world.base.sql('DELETE FROM organisation_policies');
  });
});
