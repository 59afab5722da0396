import { AppError, type SettingView } from '@switchroom/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SettingsWorld, settingsWorld, type TestActor } from '../../settings/testing/settings-world';
import { createSettingsService } from './create-settings-service';
import type { SettingsService } from './settings.service';

let world: SettingsWorld;
let service: SettingsService;
let provider: TestActor;
let reseller: TestActor;
let customer: TestActor;
beforeAll(async () => {
  world = await settingsWorld();
  service = createSettingsService(world.room);
  provider = await world.somebody(world.tree.provider);
  reseller = await world.somebody(world.tree.alpha);
  customer = await world.somebody(world.tree.alphaOne);
});
afterAll(() => world[Symbol.asyncDispose]());

const days = 'attendant.retentionDays';
const found = (settings: SettingView[], key: string) => settings.find((one) => one.key === key);
const ofPbx = async (actor: TestActor, key: string, pbxId = world.sitePbx.id) =>
  found(
    (await service.list(actor.tenant, [actor.tenant], { organisationId: actor.tenant.organisationId, pbxId })).settings,
    key,
  );
/** As the form does it: with the revision that it showed. */
const save = async (
  actor: TestActor,
  target: { organisationId: string; pbxId?: string },
  change: { key: string; value: unknown; revision?: number },
) => {
  const changes = [{ revision: 0, ...change }] as Parameters<SettingsService['preview']>[1]['changes'];
  const tenant = { ...actor.tenant };
  const { digest } = await service.preview(tenant, { ...target, changes });
  return await service.save(tenant, actor.caller, { ...target, changes, digest, reason: '' });
};
const home = (actor: TestActor) => ({ organisationId: actor.tenant.organisationId });

describe('settings', () => {
  it('come from the nearest of five levels, and go back to the one above with "use default"', async () => {
    const { tree, site, sitePbx } = world;
    const at = async (organisation: Parameters<typeof world.somebody>[0]) => await world.somebody(organisation);
    expect(await ofPbx(provider, days)).toMatchObject({ effective: 10, origin: { level: 'factory' }, revision: 0 });
    const levels = [
      ['provider', provider, home(provider), 100],
      ['reseller', reseller, home(reseller), 90],
      ['customer', customer, home(customer), 80],
      ['site', await at(site), { organisationId: site.id }, 70],
      ['pbx', customer, { organisationId: tree.alphaOne.id, pbxId: sitePbx.id }, 60],
    ] as const;
    for (const [level, actor, target, value] of levels) {
      await save(actor, target, { key: days, value });
      expect(await ofPbx(provider, days)).toMatchObject({ effective: value, origin: { level } });
    }
    expect(await ofPbx(provider, days)).toMatchObject({ own: 60, inherited: 70, revision: 1 });
    const why = await service.why(provider.tenant, [provider.tenant], {
      ...home(provider),
      pbxId: sitePbx.id,
      key: days,
    });
    expect(why.steps.map(({ level, value, fate }) => [level, value, fate])).toEqual([
      ['provider', 100, 'overridden'],
      ['reseller', 90, 'overridden'],
      ['customer', 80, 'overridden'],
      ['site', 70, 'overridden'],
      ['pbx', 60, 'holds'],
    ]);
    expect(why.steps[1]?.set).toEqual({ personName: reseller.tenant.actor.name, at: new Date(world.clock.now()) });
    for (const [level, actor, target] of levels.toReversed()) {
      await save(actor, target, { key: days, value: null, revision: 1 });
      expect((await ofPbx(provider, days))?.origin.level).not.toBe(level);
    }
    expect(await ofPbx(provider, days)).toMatchObject({ own: undefined, effective: 10, origin: { level: 'factory' } });
    expect(await world.rows(days)).toEqual([]);
    const entries = await world.audit(tree.alphaOne.id);
    expect(entries.map(({ target, before, after }) => [target, before, after])).toEqual([
      ['Alpha One', { [days]: null }, { [days]: 80 }],
      ['Alpha One', { [days]: 80 }, { [days]: null }],
    ]);
    expect((await world.audit(site.id)).map(({ target }) => target)).toEqual([
      'Alpha One Site',
      'Branch',
      'Branch',
      'Alpha One Site',
    ]);
  });

  it('name nobody above the reach of who looks, and show nothing that does not reach them', async () => {
    const key = 'attendant.searchMaxResults';
    await save(provider, home(provider), { key, value: 111 });
    await save(reseller, home(reseller), { key, value: 222 });
    await service.lock(reseller.tenant, reseller.caller, { ...home(reseller), key, reason: 'as agreed' });
    const list = await service.list(customer.tenant, [world.tree.alphaOne], home(customer));
    expect(found(list.settings, key)).toMatchObject({
      effective: 222,
      origin: { level: 'reseller', place: null },
      lockedBy: { by: null, personName: null, reason: 'as agreed' },
    });
    const why = await service.why(customer.tenant, [world.tree.alphaOne], { ...home(customer), key });
    expect(why.steps).toMatchObject([
      { level: 'provider', place: null, value: undefined, fate: 'overridden', set: { personName: null } },
      { level: 'reseller', place: null, value: 222, fate: 'holds', lock: { by: null } },
      { level: 'customer', place: { organisation: { name: 'Alpha One' } }, fate: 'none' },
    ]);
    const said = JSON.stringify([list, why]);
    for (const { name } of [world.tree.provider, world.tree.alpha, reseller.tenant.actor, provider.tenant.actor]) {
      expect(said).not.toContain(name);
    }
    expect(said).not.toContain('111');
    await service.unlock(reseller.tenant, reseller.caller, { ...home(reseller), key });
  });

  it('that are locked above cannot be changed by a direct call, and can again once they are unlocked there', async () => {
    const key = 'attendant.minLookupLength';
    await save(customer, home(customer), { key, value: 4 });
    await service.lock(reseller.tenant, reseller.caller, { ...home(reseller), key, reason: 'fixed' });
    expect(world.told.at(-1)).toMatchObject({ what: 'locks', keys: [key] });
    // What was set below is there still, and does not hold.
    expect(await ofPbx(customer, key)).toMatchObject({ effective: 6, origin: { level: 'factory' } });
    const refused = { code: 'invalid-input', fields: [{ path: `changes.${key}`, rule: 'setting-locked' }] };
    const change = { key, value: 5, revision: 1 };
    const changes = [change];
    await expect(save(customer, home(customer), change)).rejects.toMatchObject(refused);
    await expect(
      service.save(customer.tenant, customer.caller, { ...home(customer), changes, digest: 'x', reason: '' }),
    ).rejects.toMatchObject(refused);
    await expect(
      save(customer, { ...home(customer), pbxId: world.sitePbx.id }, { key, value: 5 }),
    ).rejects.toMatchObject(refused);
    await expect(
      service.lock(customer.tenant, customer.caller, { ...home(customer), key, reason: 'mine' }),
    ).rejects.toMatchObject({ fields: [{ path: `locks.${key}`, rule: 'setting-locked' }] });
    await expect(service.unlock(customer.tenant, customer.caller, { ...home(customer), key })).rejects.toMatchObject({
      code: 'not-found',
    });
    // Where it is locked it can be changed, which then holds below.
    await save(reseller, home(reseller), { key, value: 7 });
    expect(await ofPbx(customer, key)).toMatchObject({ effective: 7, lockedBy: { reason: 'fixed' } });
    await service.unlock(reseller.tenant, reseller.caller, { ...home(reseller), key });
    expect(await ofPbx(customer, key)).toMatchObject({ effective: 4, lockedBy: undefined });
    await save(customer, home(customer), change);
    const entries = (await world.audit(world.tree.alpha.id)).filter(({ action }) => action !== 'settings.update');
    expect(entries.slice(-2)).toMatchObject([
      { action: 'settings.lock', after: { setting: key, reason: 'fixed' }, before: null },
      { action: 'settings.unlock', before: { setting: key, reason: 'fixed' }, after: { setting: key } },
    ]);
  });

  it('are refused from a form that somebody else has overtaken, also when it was taken away and set again', async () => {
    const target = home(customer);
    await save(customer, target, { key: days, value: 20 });
    await expect(save(customer, target, { key: days, value: 21 })).rejects.toMatchObject({
      code: 'plan-outdated',
      params: { key: days },
    });
    const [row] = await world.rows(days);
    const revision = row?.revision ?? 0;
    await save(customer, target, { key: days, value: null, revision });
    await save(customer, target, { key: days, value: 22 });
    await expect(save(customer, target, { key: days, value: 23, revision })).rejects.toMatchObject({
      code: 'plan-outdated',
    });
    expect((await ofPbx(customer, days))?.effective).toBe(22);
  });

  it('are refused when what would be hit is no longer what was shown', async () => {
    const changes = [{ key: 'attendant.seeAllParkedCalls', value: false, revision: 0 }];
    const { digest, impact } = await service.preview(reseller.tenant, { ...home(reseller), changes });
    expect(impact).toMatchObject({ pbxs: 3, customers: 2, consoles: 6 });
    expect(impact.examples.map(({ name }) => name)).toEqual(['Branch', 'Main', 'Sibling']);
    await save(customer, home(customer), { key: 'attendant.seeAllParkedCalls', value: false });
    await expect(
      service.save(reseller.tenant, reseller.caller, { ...home(reseller), changes, digest, reason: '' }),
    ).rejects.toMatchObject({ code: 'plan-outdated' });
    expect((await service.preview(reseller.tenant, { ...home(reseller), changes })).impact.pbxs).toBe(1);
  });

  it('are saved by one of two at the same moment', async () => {
    const target = home(customer);
    const changes = (value: number) => [{ key: 'attendant.calendar.refreshSeconds', value, revision: 0 }];
    const attempts = await Promise.all(
      [61, 62, 63].map(async (value) => {
        const { digest } = await service.preview(customer.tenant, { ...target, changes: changes(value) });
        return { value, digest };
      }),
    );
    const results = await Promise.allSettled(
      attempts.map(({ value, digest }) =>
        service.save(customer.tenant, customer.caller, { ...target, changes: changes(value), digest, reason: '' }),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'plan-outdated' });
    }
    expect(await world.rows('attendant.calendar.refreshSeconds')).toHaveLength(1);
  });

  it('of the same places in any order are saved one after the other, without waiting in a circle', async () => {
    const { tree, site, pbx, sitePbx, siblingPbx } = world;
    const key = 'attendant.numbering.outgoingPrefix';
    const targets = [
      { organisationId: tree.alpha.id },
      { pbxId: sitePbx.id },
      { organisationId: tree.alphaTwo.id },
      { pbxId: pbx.id },
      { organisationId: site.id },
      { pbxId: siblingPbx.id },
    ];
    const orders = [targets, targets.toReversed(), [...targets.slice(3), ...targets.slice(0, 3)]];
    const requests = orders.map((places, index) => ({
      kind: 'bulk' as const,
      wanted: places.map((target) => ({ target, key, value: String(index + 1) })),
      refusals: 'skip' as const,
    }));
    const { writer } = world.room;
    const previews = await Promise.all(requests.map((request) => writer.preview(reseller.tenant, request)));
    const results = await Promise.allSettled(
      requests.map((request, index) =>
        writer.save(reseller.tenant, reseller.caller, {
          ...request,
          digest: previews[index]?.digest ?? '',
          reason: '',
        }),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'plan-outdated' });
    }
    const rows = await world.rows(key);
    expect([rows.length, new Set(rows.map(({ value }) => value)).size]).toEqual([targets.length, 1]);
  });

  it('are all written or none', async () => {
    const target = { ...home(customer), pbxId: world.pbx.id };
    const before = await world.audit(world.tree.alphaOne.id);
    const changes = [
      { key: 'attendant.skystonePrefix', value: '9', revision: 0 },
      { key: 'attendant.retentionDays', value: 5000, revision: 0 },
    ];
    await expect(service.preview(customer.tenant, { ...target, changes })).rejects.toMatchObject({
      fields: [{ path: `changes.${days}`, params: { min: 1, max: 3650 } }],
    });
    expect(await world.rows('attendant.skystonePrefix')).toEqual([]);
    expect(await world.audit(world.tree.alphaOne.id)).toEqual(before);
  });

  it.each([
    ['attendant.unheardOf', 1, 'setting-unknown'],
    [days, 'ten', 'setting-range'],
    ['attendant.searchMaxResults', 501, 'setting-range'],
    ['attendant.calendar.tenantId', '01234567-89ab-cdef-0123-456789abcde', 'setting-guid'],
    ['attendant.clientUpdatesUrl', String.raw`\\server`, 'setting-url-or-unc'],
  ])('%s cannot be %j', async (key, value, rule) => {
    const target = { ...home(customer), pbxId: world.pbx.id };
    await expect(save(customer, target, { key, value })).rejects.toMatchObject({
      fields: [{ path: `changes.${key}`, rule }],
    });
  });

  it('keep a secret sealed, and say of it only that there is one', async () => {
    const key = 'pbx.mail.password';
    const secret = 'correct horse battery';
    const changes = [{ key, value: secret, revision: 0 }];
    const target = home(customer);
    const preview = await service.preview(customer.tenant, { ...target, changes });
    expect(preview.differences).toMatchObject([
      { before: undefined, after: true, effectiveBefore: false, effectiveAfter: true },
    ]);
    await service.save(customer.tenant, customer.caller, { ...target, changes, digest: preview.digest, reason: '' });
    expect(await world.rows(key)).toMatchObject([{ value: null, sealed: true, revision: 1 }]);
    const [row] = await world.base.sql<{
      id: string;
      organisation_id: string;
      sealed_value: Buffer;
      data_key_id: string;
    }>('SELECT * FROM setting_values WHERE key = $1', [key]);
    if (row === undefined) throw new Error('there is no row');
    const owner = { organisationId: row.organisation_id, id: row.id, purpose: 'setting' };
    expect(await world.secrets.open({ sealed: row.sealed_value, dataKeyId: row.data_key_id }, owner)).toBe(secret);
    expect(await ofPbx(customer, key)).toMatchObject({
      own: undefined,
      effective: '',
      inherited: '',
      secretSet: { own: false, effective: true },
    });
    const why = await service.why(customer.tenant, [customer.tenant], { ...target, pbxId: world.pbx.id, key });
    expect(why.steps.at(-2)).toMatchObject({ value: undefined, secretSet: true, fate: 'holds' });
    expect((await world.audit(world.tree.alphaOne.id)).at(-1)).toMatchObject({ after: { [key]: 'changed' } });
    expect(await world.room.effective.effective({ pbxId: world.pbx.id }, [key])).toEqual({ [key]: '' });
    const everything = await world.base.sql<{ text: string }>(
      `SELECT (SELECT jsonb_agg(v) FROM setting_values v)::text || (SELECT jsonb_agg(i) FROM setting_change_items i)::text
         || (SELECT jsonb_agg(a) FROM audit_entries a)::text AS text`,
    );
    expect(JSON.stringify([preview, why, everything])).not.toContain(secret);
  });

  it('of a sibling are neither seen nor changed, and a foreign place is as one that does not exist', async () => {
    const sibling = await world.somebody(world.tree.alphaTwo);
    await save(sibling, home(sibling), { key: 'attendant.numbering.countryCode', value: '39' });
    expect(await ofPbx(customer, 'attendant.numbering.countryCode')).toMatchObject({ effective: '' });
    const foreign = { ...home(customer), pbxId: world.siblingPbx.id };
    const change = { key: days, value: 3 };
    await expect(service.list(customer.tenant, [customer.tenant], foreign)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(service.why(customer.tenant, [customer.tenant], { ...foreign, key: days })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(save(customer, foreign, change)).rejects.toMatchObject({ code: 'not-found' });
    const above = { ...customer.tenant, organisationId: world.tree.alpha.id };
    await expect(
      world.room.writer.preview(above, {
        kind: 'edit',
        wanted: [{ target: { organisationId: world.tree.alpha.id }, ...change }],
        refusals: 'throw',
      }),
    ).rejects.toMatchObject({ code: 'not-found' });
    const rows = await world.rows(days);
    expect(rows.filter(({ place }) => place === world.siblingPbx.id || place === world.tree.alpha.id)).toEqual([]);
  });

  it('are told to pages at the place, above and below it, and to nobody beside', async () => {
    const watched = async (actor: TestActor, pbxId?: string) => {
      const abort = new AbortController();
      const stream = service.watch(actor.tenant, { ...home(actor), ...(pbxId && { pbxId }) }, abort.signal);
      const news = stream[Symbol.asyncIterator]();
      expect(await news.next()).toEqual({ done: false, value: { keys: [] } });
      return { news, abort };
    };
    const sibling = await world.somebody(world.tree.alphaTwo);
    const pages = [await watched(reseller), await watched(customer), await watched(customer, world.sitePbx.id)];
    const beside = await watched(sibling);
    await save(customer, home(customer), { key: 'attendant.showRemoteParty', value: false });
    for (const { news } of pages) {
      expect(await news.next()).toEqual({ done: false, value: { keys: ['attendant.showRemoteParty'] } });
    }
    // The next thing that the neighbour hears is their own.
    await save(sibling, home(sibling), { key: 'attendant.skystonePrefix', value: '8' });
    expect(await beside.news.next()).toEqual({ done: false, value: { keys: ['attendant.skystonePrefix'] } });
    for (const { news, abort } of [...pages, beside]) {
      abort.abort();
      await news.return?.();
    }
  });

  it('hold for services at once after a change above, and are read once until then', async () => {
    const { effective } = world.room;
    const key = 'attendant.forwardMasking';
    const masking = async () => (await effective.effective({ pbxId: world.pbx.id }, [key]))[key];
    expect(await masking()).toEqual({ digits: 3 });
    await world.base.sql(
      `INSERT INTO setting_values (organisation_id, key, value, set_by, set_by_name) VALUES ($1, $2, $3, 'x', 'X')`,
      [world.tree.provider.id, key, JSON.stringify({ digits: 9 })],
    );
    expect(await masking()).toEqual({ digits: 3 });
    await save(reseller, home(reseller), { key, value: { digits: 5 } });
    expect(await masking()).toEqual({ digits: 5 });
    expect(world.told.at(-1)?.pbxIds).toContain(world.pbx.id);
    await expect(effective.effective({ pbxId: crypto.randomUUID() }, [key])).rejects.toBeInstanceOf(AppError);
  });
});
