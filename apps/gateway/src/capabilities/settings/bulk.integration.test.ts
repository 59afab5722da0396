import { AppError, type BulkSettingsInput } from '@switchroom/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPbx } from '../../../test/factories/index';
import { type SettingsWorld, settingsWorld, type TestActor } from '../../settings/testing/settings-world';
import type { SettingsBulkService } from './bulk.service';
import { createSettingsBulkService } from './create-bulk-service';

const [days, number, password] = ['attendant.retentionDays', 'attendant.panic.number', 'pbx.mail.password'] as const;

let world: SettingsWorld;
let bulk: SettingsBulkService;
let provider: TestActor;
let alpha: TestActor;
beforeAll(async () => {
  world = await settingsWorld();
  bulk = createSettingsBulkService({ db: world.base.db, reader: world.room.reader, writer: world.room.writer });
  provider = await world.somebody(world.tree.provider);
  alpha = await world.somebody(world.tree.alpha);
});
afterAll(() => world[Symbol.asyncDispose]());

const request = (actor: TestActor, targets: BulkSettingsInput['targets'], changes: BulkSettingsInput['changes']) => ({
  organisationId: actor.tenant.organisationId,
  targets,
  changes,
});
const save = async (
  actor: TestActor,
  targets: BulkSettingsInput['targets'],
  changes: BulkSettingsInput['changes'],
  digest?: string,
) => {
  const input = request(actor, targets, changes);
  const shown = digest ?? (await bulk.preview(actor.tenant, input)).digest;
  return await bulk.save(actor.tenant, actor.caller, { ...input, digest: shown, reason: 'all alike' });
};
const valuesOf = async (key: string) =>
  Object.fromEntries((await world.rows(key)).map(({ place, value }) => [place, value]));

describe('one value at many places', () => {
  it('is one change of kind bulk, recorded at each place, and taken away again as one', async () => {
    const { alphaOne, alphaTwo } = world.tree;
    const targets = [{ organisationId: alphaOne.id }, { organisationId: alphaTwo.id }, { pbxId: world.pbx.id }];
    const preview = await bulk.preview(alpha.tenant, request(alpha, targets, [{ key: days, value: 33 }]));
    expect(preview.skipped).toEqual([]);
    expect(preview.differences).toHaveLength(3);
    expect(preview.impact.pbxs).toBe(3);
    const { changeId, state } = await save(alpha, targets, [{ key: days, value: 33 }]);
    expect(state).toBe('applied');
    expect(await valuesOf(days)).toEqual({ [alphaOne.id]: 33, [alphaTwo.id]: 33, [world.pbx.id]: 33 });
    const [change] = await world.base.sql('SELECT kind, state, reason FROM setting_changes WHERE id = $1', [changeId]);
    expect(change).toEqual({ kind: 'bulk', state: 'applied', reason: 'all alike' });
    expect((await world.audit(alphaTwo.id)).at(-1)).toMatchObject({ action: 'settings.update', after: { [days]: 33 } });
    await save(alpha, targets, [{ key: days, value: null }]);
    expect(await valuesOf(days)).toEqual({});
  });

  it('leaves out where it is locked or archived, names why, and does the rest', async () => {
    const { alphaOne, alphaTwo } = world.tree;
    await world.room.writer.lock(alpha.tenant, alpha.caller, {
      organisationId: alphaOne.id,
      key: days,
      reason: 'theirs',
    });
    await world.base.sql('UPDATE organisations SET archived_at = now() WHERE id = $1', [alphaTwo.id]);
    const targets = [
      { pbxId: world.pbx.id },
      { pbxId: world.siblingPbx.id },
      { organisationId: alphaTwo.id },
      { organisationId: world.tree.alpha.id },
    ];
    const changes = [{ key: days, value: 44 }];
    const preview = await bulk.preview(alpha.tenant, request(alpha, targets, changes));
    const { id, name, kind } = alphaTwo;
    expect(preview.skipped).toEqual([
      { place: { pbx: { id: world.siblingPbx.id, name: 'Sibling' } }, key: days, rule: 'settings-place-archived' },
      { place: { organisation: { id, name, kind } }, key: days, rule: 'settings-place-archived' },
      { place: { pbx: { id: world.pbx.id, name: 'Main' } }, key: days, rule: 'setting-locked' },
    ]);
    await save(alpha, targets, changes, preview.digest);
    expect(await valuesOf(days)).toEqual({ [world.tree.alpha.id]: 44 });
    await world.base.sql('UPDATE organisations SET archived_at = null WHERE id = $1', [alphaTwo.id]);
    await world.room.writer.lock(alpha.tenant, alpha.caller, { organisationId: alphaOne.id, key: days, reason: null });
    await save(alpha, [{ organisationId: world.tree.alpha.id }], [{ key: days, value: null }]);
  });

  it('of nowhere, and of other organisations, is not found, and nothing is done', async () => {
    const changes = [{ key: days, value: 55 }];
    for (const foreign of [
      { pbxId: world.foreignPbx.id },
      { organisationId: world.tree.betaOne.id },
      { organisationId: world.tree.provider.id },
    ]) {
      const targets = [{ organisationId: world.tree.alphaOne.id }, foreign];
      await expect(bulk.preview(alpha.tenant, request(alpha, targets, changes))).rejects.toMatchObject({
        code: 'not-found',
      });
      await expect(save(alpha, targets, changes, '0')).rejects.toMatchObject({ code: 'not-found' });
    }
    expect(await valuesOf(days)).toEqual({});
    // The same from above is found.
    expect(
      (await bulk.preview(provider.tenant, request(provider, [{ pbxId: world.foreignPbx.id }], changes))).differences,
    ).toHaveLength(1);
  });

  it('is refused once where it is allowed nowhere', async () => {
    const targets = [{ organisationId: world.tree.alphaOne.id }, { organisationId: world.tree.alphaTwo.id }];
    const refused = async (key: string, value: BulkSettingsInput['changes'][number]['value']) => {
      const error = await bulk
        .preview(alpha.tenant, request(alpha, targets, [{ key, value }]))
        .catch((thrown: unknown) => thrown);
      return error instanceof AppError ? error.fields : error;
    };
    expect(await refused(days, 0)).toEqual([
      { path: `changes.${days}`, rule: 'setting-range', params: { min: 1, max: 3650 } },
    ]);
    expect(await refused('no.such', 1)).toMatchObject([{ path: 'changes.no.such', rule: 'setting-unknown' }]);
    expect(await refused(number, 'eins')).toMatchObject([{ path: `changes.${number}`, rule: 'setting-dialable' }]);
  });

  it('is outdated when somebody changes one of the places in between, or hangs a PBX below', async () => {
    const { alphaOne, alphaTwo } = world.tree;
    const targets = [{ organisationId: alphaOne.id }, { organisationId: alphaTwo.id }];
    const changes = [{ key: days, value: 66 }];
    const { digest } = await bulk.preview(alpha.tenant, request(alpha, targets, changes));
    await save(provider, [{ organisationId: alphaTwo.id }], [{ key: days, value: 5 }]);
    await expect(save(alpha, targets, changes, digest)).rejects.toMatchObject({ code: 'plan-outdated' });
    expect(await valuesOf(days)).toEqual({ [alphaTwo.id]: 5 });
    const again = await bulk.preview(alpha.tenant, request(alpha, targets, changes));
    const pbx = await createPbx(world.base.db, alphaOne, { name: 'Later' });
    await expect(save(alpha, targets, changes, again.digest)).rejects.toMatchObject({ code: 'plan-outdated' });
    await world.base.sql('DELETE FROM pbxs WHERE id = $1', [pbx.id]);
    await save(alpha, targets, [{ key: days, value: null }]);
  });

  it('that lives hang on asks for the right and a fresh proof, as a single one does', async () => {
    const targets = [{ organisationId: world.tree.alphaOne.id }, { pbxId: world.siblingPbx.id }];
    const changes = [{ key: number, value: '0112' }];
    const stale = await world.somebody(world.tree.alpha, { stale: true });
    await expect(save(stale, targets, changes)).rejects.toMatchObject({ code: 'step-up-required' });
    const weak = await world.somebody(world.tree.alpha, { permissions: ['settings:read', 'settings:update'] });
    await expect(save(weak, targets, changes)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await valuesOf(number)).toEqual({});
    await world.base.sql('INSERT INTO organisation_policies (organisation_id, setting_approval_pbxs) VALUES ($1, 2)', [
      world.tree.alpha.id,
    ]);
    expect((await save(alpha, targets, changes)).state).toBe('waiting');
    expect(await valuesOf(number)).toEqual({});
    await world.base.sql('DELETE FROM organisation_policies');
  });
});

describe('two places side by side', () => {
  it('say what holds and from where, and of secrets only whether there is one', async () => {
    const { alphaOne, alphaTwo, alpha: top } = world.tree;
    await save(
      provider,
      [{ organisationId: world.tree.provider.id }],
      [{ key: 'attendant.searchMaxResults', value: 77 }],
    );
    await save(
      alpha,
      [{ organisationId: alphaOne.id }],
      [
        { key: days, value: 12 },
        { key: password, value: 'geheim-canary' },
      ],
    );
    const seen = await bulk.compare(
      alpha.tenant,
      { organisationId: top.id, left: { pbxId: world.pbx.id }, right: { organisationId: alphaTwo.id } },
      [top],
    );
    const row = (key: string) => seen.rows.find((one) => one.key === key);
    const place = { organisation: { id: alphaOne.id, name: alphaOne.name, kind: 'customer' } };
    expect(seen.left).toEqual({ pbx: { id: world.pbx.id, name: 'Main' } });
    expect(row(days)).toEqual({
      key: days,
      left: { value: 12, origin: { level: 'customer', place } },
      right: { value: 10, origin: { level: 'factory' } },
      equal: false,
    });
    expect(row(password)).toEqual({
      key: password,
      left: { value: '', origin: { level: 'customer', place }, secretSet: true },
      right: { value: '', origin: { level: 'factory' }, secretSet: false },
      equal: false,
    });
    // Above the reseller's reach: it decides, and has no name.
    expect(row('attendant.searchMaxResults')?.left).toEqual({ value: 77, origin: { level: 'provider', place: null } });
    expect(row('attendant.searchMaxResults')?.equal).toBe(true);
    expect(JSON.stringify(seen)).not.toContain('geheim-canary');
    expect(JSON.stringify(seen)).not.toContain(world.tree.provider.name);
    const itself = await bulk.compare(
      alpha.tenant,
      { organisationId: top.id, right: { organisationId: alphaOne.id } },
      [top],
    );
    expect(itself.left).toEqual({ organisation: { id: top.id, name: top.name, kind: 'reseller' } });
  });

  it('are not found outside of reach', async () => {
    const { alphaOne, betaOne, alpha: top } = world.tree;
    for (const foreign of [{ organisationId: betaOne.id }, { pbxId: world.foreignPbx.id }]) {
      await expect(
        bulk.compare(alpha.tenant, { organisationId: top.id, left: { organisationId: alphaOne.id }, right: foreign }, [
          top,
        ]),
      ).rejects.toMatchObject({ code: 'not-found' });
    }
  });
});
