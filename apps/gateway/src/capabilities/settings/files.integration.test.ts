import { settingsFileMaxBytes, type SettingValue } from '@switchroom/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditLog } from '../../audit/audit-log';
import { type SettingsWorld, settingsWorld, type TestActor } from '../../settings/testing/settings-world';
import type { SettingTarget } from '../../settings/tree';
import { createSettingsFilesService } from './create-files-service';
import type { SettingsFilesService } from './files.service';

const [days, masking, number, password] = [
  'attendant.retentionDays',
  'attendant.forwardMasking',
  'attendant.panic.number',
  'pbx.mail.password',
] as const;

let world: SettingsWorld;
let files: SettingsFilesService;
let provider: TestActor;
let alpha: TestActor;
let places: SettingTarget[];
beforeAll(async () => {
  world = await settingsWorld();
  const { reader, writer } = world.room;
  files = createSettingsFilesService({ db: world.base.db, audit: createAuditLog(), reader, writer });
  provider = await world.somebody(world.tree.provider);
  alpha = await world.somebody(world.tree.alpha);
  const { alpha: top, alphaOne, alphaTwo } = world.tree;
  places = [
    { organisationId: top.id },
    { organisationId: alphaOne.id },
    { organisationId: alphaTwo.id },
    { organisationId: world.site.id },
    { pbxId: world.pbx.id },
    { pbxId: world.sitePbx.id },
    { pbxId: world.siblingPbx.id },
  ];
});
afterAll(() => world[Symbol.asyncDispose]());

const set = async (actor: TestActor, wanted: [SettingTarget, string, unknown][]) =>
  await world.change(actor, {
    wanted: wanted.map(([target, key, value]) => ({ target, key, value })),
    refusals: 'skip',
  });
const lock = async (actor: TestActor, organisationId: string, key: string, reason: string | null) =>
  await world.room.writer.lock(actor.tenant, actor.caller, { organisationId, key, reason });
const exported = async (actor: TestActor, below = true) =>
  (await files.export(actor.tenant, { organisationId: actor.tenant.organisationId, below })).file;
const previewOf = async (actor: TestActor, file: string) =>
  await files.preview(actor.tenant, { organisationId: actor.tenant.organisationId, file });
const imported = async (actor: TestActor, file: string, digest?: string) =>
  await files.import(actor.tenant, actor.caller, {
    organisationId: actor.tenant.organisationId,
    file,
    digest: digest ?? (await previewOf(actor, file)).digest,
    reason: 'from a file',
  });
/** What stands in the tables, without what every change of them moves. */
const state = async () => ({
  values: await world.base.sql(
    `SELECT coalesce(pbx_id, organisation_id) AS place, key, value, sealed_value FROM setting_values ORDER BY 1, 2`,
  ),
  locks: await world.base.sql('SELECT organisation_id, key, reason FROM setting_locks ORDER BY 1, 2'),
});
const clear = async () => {
  await world.base.sql('DELETE FROM setting_values');
  await world.base.sql('DELETE FROM setting_locks');
};

describe('settings as a file', () => {
  it('have the values and locks of everything below, no secret, and an entry in the log', async () => {
    const { alpha: top, alphaOne } = world.tree;
    await set(alpha, [
      [{ organisationId: top.id }, days, 30],
      [{ pbxId: world.pbx.id }, number, '0112'],
      [{ organisationId: alphaOne.id }, password, 'geheim-canary'],
    ]);
    await lock(alpha, alphaOne.id, masking, 'Vorgabe der Müller AG: "so"');
    await set(provider, [[{ organisationId: world.tree.provider.id }, masking, { digits: 9 }]]);
    const { name, file } = await files.export(alpha.tenant, { organisationId: top.id, below: true });
    expect(name).toBe('settings-reseller-alpha.yaml');
    expect(file).toBe(`format: "switchroom-settings"
version: 1
of: "Reseller Alpha"
complete: true
places:
  - at: []
    id: "${top.id}"
    values:
      attendant.retentionDays: 30
  - at: ["Alpha One"]
    id: "${alphaOne.id}"
    values:
      pbx.mail.password:
        secret: true
    locks:
      attendant.forwardMasking: "Vorgabe der Müller AG: \\"so\\""
  - at: ["Alpha One"]
    pbx: "Main"
    id: "${world.pbx.id}"
    values:
      attendant.panic.number: "0112"
  - at: ["Alpha One", "Alpha One Site"]
    id: "${world.site.id}"
  - at: ["Alpha One", "Alpha One Site"]
    pbx: "Branch"
    id: "${world.sitePbx.id}"
  - at: ["Alpha Two"]
    id: "${world.tree.alphaTwo.id}"
  - at: ["Alpha Two"]
    pbx: "Sibling"
    id: "${world.siblingPbx.id}"
`);
    expect((await world.audit(top.id)).at(-1)).toMatchObject({
      action: 'settings.export',
      target: 'Reseller Alpha',
      after: { below: true, places: 7 },
    });
    expect((await exported(alpha, false)).match(/- at:.*/g)).toEqual(['- at: []']);
    await clear();
  });

  it('change nothing when they are imported again: not a row', async () => {
    const value = fc.oneof(
      fc.integer({ min: 1, max: 3650 }).map((amount): [string, SettingValue] => [days, amount]),
      fc.nat(10).map((digits): [string, SettingValue] => [masking, { digits }]),
      fc
        .constantFrom('0112', '*21*', '#31#', '+41790000000', '007')
        .map((text): [string, SettingValue] => [number, text]),
      fc
        .constantFrom('Müller: "Büro"', 'no', '1e3', '0x1F', "it's #1")
        .map((text): [string, SettingValue] => ['pbx.mail.senderName', text]),
      fc
        .array(fc.constantFrom('Pause', 'Mittag', '007', 'no'), { minLength: 1, maxLength: 1 })
        .map((texts): [string, SettingValue] => [
          'attendant.pauseReasons',
          texts.map((text) => ({ text, translations: { it: 'Pausa', de: text } })),
        ]),
      fc.constant<[string, SettingValue]>([password, 'geheim']),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(6), value), { minLength: 1, maxLength: 8 }),
        fc.array(fc.tuple(fc.nat(3), fc.constantFrom(days, masking)), { maxLength: 2 }),
        async (values, locks) => {
          await clear();
          const wanted = values.flatMap(([pick, [key, own]]): [SettingTarget, string, unknown][] => {
            const place = places[pick];
            return place === undefined ? [] : [[place, key, own]];
          });
          await set(alpha, wanted);
          for (const [pick, key] of locks) {
            const place = places[pick];
            if (place !== undefined && 'organisationId' in place) {
              await lock(alpha, place.organisationId, key, `locked ${pick}`).catch(() => undefined);
            }
          }
          const before = await state();
          const file = await exported(alpha);
          const preview = await previewOf(alpha, file);
          expect([preview.differences, preview.locks ?? [], preview.skipped]).toEqual([[], [], []]);
          await expect(imported(alpha, file)).rejects.toMatchObject({ code: 'plan-empty' });
          expect(await state()).toEqual(before);
          expect(await exported(alpha)).toBe(file);
        },
      ),
      { numRuns: 12 },
    );
    await clear();
  }, 120_000);

  it('bring back exactly what was, as one change, with locks', async () => {
    const { alpha: top, alphaOne, alphaTwo } = world.tree;
    await set(alpha, [
      [{ organisationId: top.id }, days, 30],
      [{ pbxId: world.pbx.id }, masking, { digits: 1 }],
    ]);
    await lock(alpha, alphaOne.id, days, 'why');
    const [before, file] = [await state(), await exported(alpha)];
    await lock(alpha, alphaOne.id, days, null);
    await lock(alpha, alphaTwo.id, masking, 'new');
    await set(alpha, [
      [{ organisationId: top.id }, days, 31],
      [{ organisationId: alphaTwo.id }, days, 32],
      [{ pbxId: world.pbx.id }, masking, null],
    ]);
    // Above all of it: it goes first, or nothing below could come back.
    await lock(alpha, top.id, days, 'all alike');
    const preview = await previewOf(alpha, file);
    expect(preview.differences.map(({ key, before: now, after }) => [key, now, after])).toEqual(
      expect.arrayContaining([
        [days, 31, 30],
        [days, 32, undefined],
        [masking, undefined, { digits: 1 }],
      ]),
    );
    expect(preview.locks?.map(({ key, before: now, after }) => [key, now, after])).toEqual(
      expect.arrayContaining([
        [days, undefined, 'why'],
        [days, 'all alike', undefined],
        [masking, 'new', undefined],
      ]),
    );
    const { changeId } = await imported(alpha, file, preview.digest);
    expect(await state()).toEqual(before);
    const [change] = await world.base.sql('SELECT kind, reason FROM setting_changes WHERE id = $1', [changeId]);
    expect(change).toEqual({ kind: 'import', reason: 'from a file' });
    await clear();
  });

  it('leave secrets alone', async () => {
    const { alphaOne } = world.tree;
    await set(alpha, [[{ organisationId: alphaOne.id }, password, 'geheim']]);
    const before = await state();
    const file = await exported(alpha);
    await set(alpha, [[{ organisationId: alphaOne.id }, days, 5]]);
    await imported(alpha, file);
    expect(await state()).toEqual(before);
    await clear();
    const preview = await previewOf(alpha, file);
    expect(preview.skipped).toMatchObject([{ key: password, rule: 'setting-secret-elsewhere' }]);
  });

  it('of a broken or half-wrong file change nothing', async () => {
    const { alpha: top } = world.tree;
    await set(alpha, [[{ organisationId: top.id }, days, 30]]);
    const before = await state();
    const good = (await exported(alpha)).replace('retentionDays: 30', 'retentionDays: 31');
    const refused = async (file: string) =>
      await imported(alpha, file, '0').then(
        () => 'done',
        (error: unknown) => error,
      );
    expect(await refused(good.slice(0, -20))).toMatchObject({
      fields: [{ path: 'file', rule: 'settings-file-syntax' }],
    });
    const wrong = good.replace(`id: "${world.siblingPbx.id}"`, `id: "x"\n    values:\n      ${days}: 4000`);
    expect(await refused(wrong)).toMatchObject({
      fields: [
        { path: 'file', rule: 'setting-range', params: { min: 1, max: 3650, line: expect.any(Number) as number } },
      ],
    });
    const laughs = `a: &a [x]\nb: &b [*a, *a]\n${good}`;
    expect(await refused(laughs)).toMatchObject({
      fields: [{ rule: 'settings-file-sign', params: { line: 1, column: 4 } }],
    });
    expect(await refused(' '.repeat(settingsFileMaxBytes + 1))).toMatchObject({
      fields: [{ rule: 'settings-file-large' }],
    });
    expect(await state()).toEqual(before);
    await clear();
  });

  it('are outdated when somebody changes something in between', async () => {
    const { alpha: top } = world.tree;
    await set(alpha, [[{ organisationId: top.id }, days, 30]]);
    const file = await exported(alpha);
    await set(alpha, [[{ organisationId: top.id }, days, 31]]);
    const { digest } = await previewOf(alpha, file);
    await set(alpha, [[{ pbxId: world.pbx.id }, days, 32]]);
    await expect(imported(alpha, file, digest)).rejects.toMatchObject({ code: 'plan-outdated' });
    expect(await world.rows(days)).toHaveLength(2);
    await clear();
  });

  it('neither show nor change what is out of reach', async () => {
    const { alpha: top, betaOne } = world.tree;
    await set(provider, [
      [{ organisationId: betaOne.id }, days, 8],
      [{ organisationId: world.tree.provider.id }, days, 9],
    ]);
    const whole = await exported(provider);
    expect(whole).toContain('Beta One');
    const own = await exported(alpha);
    for (const hidden of ['Beta', world.foreignPbx.id, betaOne.id, world.tree.provider.id, world.tree.provider.name]) {
      expect(own).not.toContain(hidden);
    }
    await clear();
    const preview = await previewOf(alpha, whole);
    expect(preview.differences).toEqual([]);
    expect(preview.skipped.map(({ place, name, rule }) => [place, name, rule])).toEqual(
      expect.arrayContaining([[null, 'Reseller Beta / Beta One', 'settings-place-unknown']]),
    );
    const byId = `format: switchroom-settings\nversion: 1\nplaces:\n  - at: [x]\n    id: ${betaOne.id}\n    values: {${days}: 3}\n`;
    expect((await previewOf(alpha, byId)).skipped).toMatchObject([{ rule: 'settings-place-unknown' }]);
    await expect(imported(alpha, byId)).rejects.toMatchObject({ code: 'plan-empty' });
    expect(await world.rows(days)).toEqual([]);
    expect(top.id).not.toBe(betaOne.id);
  });

  it('leave locked and archived places as they are, and ask for a proof where lives hang on them', async () => {
    const { alphaOne, alphaTwo, alpha: top } = world.tree;
    const all = [alphaOne, alphaTwo].map((one) => `  - at: [${one.name}]\n    values: {${number}: 112, ${days}: 77}\n`);
    const file = `format: switchroom-settings\nversion: 1\nplaces:\n${all.join('')}`;
    await lock(alpha, top.id, days, 'all alike');
    await world.base.sql('UPDATE organisations SET archived_at = now() WHERE id = $1', [alphaTwo.id]);
    const preview = await previewOf(alpha, file);
    expect(preview.skipped.map(({ key, rule }) => [key, rule])).toEqual([
      [number, 'settings-place-archived'],
      [days, 'settings-place-archived'],
      [days, 'setting-locked'],
    ]);
    expect(preview.critical).toEqual([number]);
    const stale = await world.somebody(top, { stale: true });
    await expect(imported(stale, file)).rejects.toMatchObject({ code: 'step-up-required' });
    const weak = await world.somebody(top, { permissions: ['settings:read', 'settings:update'] });
    await expect(imported(weak, file)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await world.rows(number)).toEqual([]);
    await imported(alpha, file);
    expect(await world.rows(number)).toMatchObject([{ place: alphaOne.id, value: '112' }]);
    await world.base.sql('UPDATE organisations SET archived_at = null WHERE id = $1', [alphaTwo.id]);
    await clear();
  });

  it('of more places than the database can hold at once are refused', async () => {
    const { alphaTwo } = world.tree;
    await world.base.sql(
      `INSERT INTO organisations (id, parent_id, kind, name, path)
       SELECT id, $1::uuid, 'site', 'Site ' || n, $2 || id || '/'
       FROM (SELECT n, gen_random_uuid() AS id FROM generate_series(1, 1001) n) AS made`,
      [alphaTwo.id, alphaTwo.path],
    );
    const site = (n: number) => `  - at: [${alphaTwo.name}, Site ${n}]\n    values: {${days}: 7}\n`;
    const file = (count: number) =>
      `format: switchroom-settings\nversion: 1\nplaces:\n${Array.from({ length: count }, (_each, n) => site(n + 1)).join('')}`;
    await expect(previewOf(alpha, file(1001))).rejects.toMatchObject({
      fields: [{ path: 'file', rule: 'settings-file-many', params: { max: 1000 } }],
    });
    expect((await previewOf(alpha, file(1000))).differences).toHaveLength(1000);
  });
});
