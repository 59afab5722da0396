import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { ListCallsInput } from '@switchroom/contracts';
import { waitUntil } from '@switchroom/testkit/vitest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createPbx,
  createTree,
  type GatewayDatabase,
  gatewayDatabase,
  tenantOf,
  testSecretBox,
  type TestOrganisation,
  type TestPbx,
  type TestTree,
} from '../../../test/factories/index';
import { createAuditLog } from '../../audit/audit-log';
import { canonicalJson } from '../../audit/canonical';
import { type CheckpointSigner, createCheckpointSigner } from '../../audit/signing';
import { RetentionKeeper } from '../../call-history/keeper';
import { parseCdr } from '../../call-history/parse-cdr';
import { readRetentionReport } from '../../call-history/report-file';
import { storeCall } from '../../call-history/store';
import { storedSettings } from '../../call-history/stored-settings';
import { cdr, type CdrOptions } from '../../call-history/testing/cdrs';
import { systemScope } from '../../db/database';
import type { SecretBox } from '../../db/secrets-port';
import { silentLogger } from '../../observability/logger';
import { createCallHistoryService } from './create-call-history-service';
import { createCdrIntakesService } from './create-cdr-intakes-service';

const DAY_MS = 86_400_000;
const now = new Date('2026-11-21T12:00:00Z');
const audit = createAuditLog();
let base: GatewayDatabase;
let tree: TestTree;
let secrets: SecretBox;
let signer: CheckpointSigner;
let alphaOnePbx: TestPbx;
let alphaTwoPbx: TestPbx;
let betaPbx: TestPbx;
let keeper: RetentionKeeper;
beforeAll(async () => {
  base = await gatewayDatabase();
  tree = await createTree(base.db);
  secrets = await testSecretBox(base.db);
  signer = await createCheckpointSigner(base.db, secrets);
  const createdAt = new Date('2020-01-01T00:00:00Z');
  alphaOnePbx = await createPbx(base.db, tree.alphaOne, { name: 'Brixen', createdAt });
  alphaTwoPbx = await createPbx(base.db, tree.alphaTwo, { name: 'Meran', createdAt });
  betaPbx = await createPbx(base.db, tree.betaOne, { name: 'Ulm', createdAt });
  keeper = new RetentionKeeper({
    db: base.db,
    audit,
    settings: storedSettings(base.db),
    logger: silentLogger,
    now: () => now,
  });
});
afterAll(async () => {
  await keeper[Symbol.asyncDispose]();
  await base.close();
});
beforeEach(async () => {
  for (const table of ['call_records', 'retention_runs', 'retention_zones', 'setting_values', 'cdr_intakes']) {
    await base.sql(`delete from ${table}`);
  }
});

const service = () =>
  createCallHistoryService({
    db: base.db,
    audit,
    settings: storedSettings(base.db),
    signer,
    wake: () => keeper.wake(),
    // It goes on: no two purges are asked for at the same moment.
    now: () => new Date(now.getTime() + (tick += 1)),
  });
let tick = 0;
const intakes = () => createCdrIntakesService({ db: base.db, audit, secrets, gatewayUrl: 'https://gateway.test' });
async function store(pbx: TestPbx, options: CdrOptions & { daysAgo?: number } = {}): Promise<void> {
  const utc = now.getTime() / 1000 - (options.daysAgo ?? 0) * 86_400;
  const found = parseCdr(cdr({ utc, ...options }), now);
  if (typeof found === 'string') throw new Error(found);
  for (const facts of found) {
    await base.db.inScope(systemScope, (tx) =>
      storeCall(tx, { pbxId: pbx.id, organisationId: pbx.organisationId }, facts),
    );
  }
}
const list = (organisation: TestOrganisation, input: Partial<ListCallsInput> = {}) =>
  service().list(tenantOf(organisation), { organisationId: organisation.id, limit: 50, q: '', ...input });
const names = async (organisation: TestOrganisation, input: Partial<ListCallsInput> = {}) =>
  (await list(organisation, input)).rows.map(({ remote }) => remote.name);
const rooted = (organisation: TestOrganisation) => [{ path: organisation.path }];
const setDays = (organisation: TestOrganisation, days: number, pbx?: TestPbx) =>
  base.sql(
    `insert into setting_values (organisation_id, pbx_id, key, value, set_by, set_by_name) values ($1, $2, 'attendant.retentionDays', $3, 'x', 'X')`,
    [organisation.id, pbx?.id ?? null, JSON.stringify(days)],
  );

describe('the list of calls', () => {
  it('shows those of the organisation and below, newest first, and nobody else’s', async () => {
    await store(alphaOnePbx, { remote: { number: '1', name: 'Old' }, daysAgo: 2 });
    await store(alphaTwoPbx, { remote: { number: '2', name: 'New' }, daysAgo: 1 });
    await store(betaPbx, { remote: { number: '3', name: 'Beta' } });
    expect(await names(tree.provider)).toEqual(['Beta', 'New', 'Old']);
    expect(await names(tree.alpha)).toEqual(['New', 'Old']);
    expect(await names(tree.alphaOne)).toEqual(['Old']);
    expect(await names(tree.alphaOne, { pbxId: betaPbx.id })).toEqual([]);
    const beta = (await list(tree.betaOne)).rows[0]?.id ?? '';
    await expect(service().get(tenantOf(tree.alphaOne), beta)).rejects.toMatchObject({ code: 'not-found' });
    expect(await service().get(tenantOf(tree.betaOne), beta)).toMatchObject({
      pbx: { name: 'Ulm' },
      organisation: { name: 'Beta One' },
    });
  });

  it('pages without a hole, over PBXes and within one', async () => {
    for (let index = 0; index < 9; index += 1) {
      await store(index % 2 === 0 ? alphaOnePbx : alphaTwoPbx, { daysAgo: Math.floor(index / 3) });
    }
    for (const input of [{}, { pbxId: alphaOnePbx.id }]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await list(tree.alpha, { limit: 2, ...input, ...(cursor === undefined ? {} : { cursor }) });
        expect(page.total).toBe('pbxId' in input ? 5 : 9);
        seen.push(...page.rows.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(new Set(seen).size).toBe('pbxId' in input ? 5 : 9);
    }
    await expect(list(tree.alpha, { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('looks through the newest of all where there are very many organisations', async () => {
    await base.sql(
      `insert into organisations (id, parent_id, kind, name, path)
       select n.id, p.id, 'customer', 'Many ' || n.id, p.path || n.id || '/' from organisations p, (select gen_random_uuid() id from generate_series(1, 70)) n
       where p.id = $1`,
      [tree.beta.id],
    );
    await store(betaPbx, { remote: { number: '1', name: 'One' } });
    await store(betaPbx, { remote: { number: '2', name: 'Two' }, daysAgo: 1 });
    expect(await names(tree.beta)).toEqual(['One', 'Two']);
    await base.sql("delete from organisations where name like 'Many %'");
  });

  it('narrows by words, direction, status, missed and time', async () => {
    await store(alphaOnePbx, { remote: { number: '0471_00', name: 'A_B' }, talk: 0, cn: 'Rita' });
    await store(alphaOnePbx, { remote: { number: '0471x00', name: 'AxB' }, dir: 'from', daysAgo: 3 });
    const cases: [Partial<ListCallsInput>, string[]][] = [
      [{ q: 'a_b' }, ['A_B']],
      [{ q: '0471X' }, ['AxB']],
      [{ q: 'rita' }, ['A_B']],
      [{ direction: 'out' }, ['AxB']],
      [{ status: 'co' }, ['AxB']],
      [{ missed: true }, ['A_B']],
      [{ to: new Date(now.getTime() - DAY_MS).toISOString() }, ['AxB']],
      [{ from: new Date(now.getTime() - DAY_MS).toISOString() }, ['A_B']],
    ];
    for (const [input, wanted] of cases) expect([input, await names(tree.alphaOne, input)]).toEqual([input, wanted]);
  });

  it('never says where somebody’s calls are forwarded to, nor finds it', async () => {
    const target = '0041791234567';
    await store(alphaOnePbx, { dir: 'cf', remote: { number: target } });
    const page = await list(tree.alphaOne);
    expect(page.rows[0]?.remote.number).toBe('0041791234***');
    const detail = await service().get(tenantOf(tree.alphaOne), page.rows[0]?.id ?? '');
    expect(JSON.stringify([page, detail])).not.toContain(target);
    expect((await list(tree.alphaOne, { q: target })).rows).toEqual([]);
    await base.sql(
      `insert into setting_values (organisation_id, key, value, set_by, set_by_name) values ($1, 'attendant.forwardMasking', '{"digits": 0}', 'x', 'X')`,
      [tree.alphaOne.id],
    );
    expect((await list(tree.alphaOne)).rows[0]?.remote.number).toBe(target);
  });
});

describe('the retention report', () => {
  it('says for each PBX what holds, where from, what was deleted and when the next purge is', async () => {
    await setDays(tree.alpha, 5);
    await setDays(tree.alphaOne, 2, alphaOnePbx);
    await base.sql("insert into retention_zones (organisation_id, time_zone) values ($1, 'Europe/Rome')", [
      tree.alpha.id,
    ]);
    await store(alphaOnePbx, { daysAgo: 3 });
    await store(alphaOnePbx, { daysAgo: 1 });
    await keeper.run();
    const report = await service().report(tenantOf(tree.alpha), rooted(tree.alpha), {
      organisationId: tree.alpha.id,
      limit: 50,
      q: '',
    });
    expect(report).toMatchObject({
      total: 2,
      running: 0,
      rows: [
        {
          pbx: { name: 'Brixen' },
          wantedDays: 2,
          effectiveDays: 2,
          origin: { level: 'pbx', place: 'Brixen' },
          oldestAt: new Date(now.getTime() - DAY_MS),
          lastRun: { startedAt: now, finishedAt: now, deleted: 1 },
          nextRunAt: new Date('2026-11-22T02:00:00Z'),
          timeZone: 'Europe/Rome',
        },
        {
          pbx: { name: 'Meran' },
          effectiveDays: 5,
          origin: { level: 'reseller', place: 'Reseller Alpha' },
          oldestAt: null,
        },
      ],
    });
    const below = await service().report(tenantOf(tree.alphaTwo), rooted(tree.alphaTwo), {
      organisationId: tree.alphaTwo.id,
      limit: 50,
      q: '',
    });
    // What lies above the person's reach counts, and is not named.
    expect(below.rows).toMatchObject([
      { effectiveDays: 5, origin: { level: 'reseller', place: null }, timeZone: 'Europe/Rome' },
    ]);
  });

  it('shows a wish that a lock above puts out of force', async () => {
    await setDays(tree.alpha, 5);
    await setDays(tree.alphaOne, 300, alphaOnePbx);
    await base.sql(
      `insert into setting_locks (organisation_id, key, reason, locked_by, locked_by_name) values ($1, 'attendant.retentionDays', 'law', 'x', 'X')`,
      [tree.alpha.id],
    );
    const report = await service().report(tenantOf(tree.alphaOne), rooted(tree.provider), {
      organisationId: tree.alphaOne.id,
      limit: 50,
      q: '',
    });
    expect(report.rows).toMatchObject([
      { wantedDays: 300, effectiveDays: 5, origin: { level: 'reseller', place: 'Reseller Alpha' } },
    ]);
    await base.sql('delete from setting_locks');
  });

  it('pages by name and narrows by words', async () => {
    const report = (input: object) =>
      service().report(tenantOf(tree.provider), rooted(tree.provider), {
        organisationId: tree.provider.id,
        limit: 2,
        q: '',
        ...input,
      });
    const first = await report({});
    expect([first.rows.map(({ pbx }) => pbx.name), first.total]).toEqual([['Brixen', 'Meran'], 3]);
    const second = await report({ cursor: first.nextCursor });
    expect([second.rows.map(({ pbx }) => pbx.name), second.nextCursor]).toEqual([['Ulm'], undefined]);
    expect((await report({ q: 'beta' })).rows.map(({ pbx }) => pbx.name)).toEqual(['Ulm']);
  });

  it('as a file is signed: it can be checked elsewhere, and no letter of it changed', async () => {
    await setDays(tree.alphaOne, 4);
    const file = await service().reportFile(tenantOf(tree.alphaOne), rooted(tree.alphaOne));
    const text = JSON.stringify(file, null, 2);
    expect(readRetentionReport(text).report.stores).toMatchObject([{ pbx: { name: 'Brixen' }, effectiveDays: 4 }]);
    expect(file.key.publicKey).toBe(signer.publicKey);
    for (const [from, to] of [
      ['"effectiveDays": 4', '"effectiveDays": 3'],
      ['Brixen', 'Bozen'],
      ['customer', 'site'],
    ] as const) {
      expect(text).toContain(from);
      expect(() => readRetentionReport(text.replace(from, to))).toThrow(/altered/);
    }
    const other = generateKeyPairSync('ed25519');
    const forged = {
      ...file,
      signature: sign(
        null,
        createHash('sha256').update(canonicalJson(file.report)).digest(),
        other.privateKey,
      ).toString('base64'),
    };
    expect(() => readRetentionReport(JSON.stringify(forged))).toThrow(/altered/);
    expect(() => readRetentionReport('{')).toThrow(/no JSON/);
    expect(() => readRetentionReport('{}')).toThrow(/no retention report/);
  });
});

describe('a purge that somebody asks for', () => {
  it('begins at once, for that PBX or everything below, and only there', async () => {
    for (const pbx of [alphaOnePbx, alphaTwoPbx, betaPbx]) await store(pbx, { daysAgo: 11 });
    await expect(service().purgeNow(tenantOf(tree.alphaOne), betaPbx.id)).rejects.toMatchObject({ code: 'not-found' });
    keeper.start();
    await waitUntil(
      async () => (await base.sql('select 1 from retention_runs where finished_at is not null')).length >= 3,
      {
        message: 'the purge of the night is over',
      },
    );
    for (const pbx of [alphaOnePbx, alphaTwoPbx, betaPbx]) await store(pbx, { daysAgo: 11 });
    expect(await service().purgeNow(tenantOf(tree.alphaOne), alphaOnePbx.id)).toEqual({ begun: 1 });
    await waitUntil(async () => (await list(tree.alphaOne)).rows.length === 0, { message: 'the records are deleted' });
    expect((await list(tree.provider)).rows).toHaveLength(2);
    expect(await service().purgeNow(tenantOf(tree.provider), undefined)).toEqual({ begun: 3 });
    await waitUntil(async () => (await list(tree.provider)).rows.length === 0, { message: 'everything is deleted' });
    const entries = await base.sql<{ action: string; actor_name: string }>(
      `select action, actor_name from audit_entries where pbx_id = $1 and after ->> 'run' = 'asked' order by at limit 1`,
      [alphaOnePbx.id],
    );
    expect(entries).toEqual([{ action: 'call-history.purge', actor_name: 'Test' }]);
  });
});

describe('the night in which it is purged', () => {
  it('is that of the nearest organisation that says one', async () => {
    const schedule = (organisation: TestOrganisation) => service().schedule(tenantOf(organisation));
    const update = (organisation: TestOrganisation, version: number, timeZone: string | null) =>
      service().updateSchedule(tenantOf(organisation), { version, timeZone });
    expect(await schedule(tree.alphaOne)).toMatchObject({ own: null, effective: 'UTC', version: 0 });
    await update(tree.alpha, 0, 'Europe/Rome');
    expect(await schedule(tree.alphaOne)).toMatchObject({
      own: null,
      effective: 'Europe/Rome',
      nextRunAt: new Date('2026-11-22T02:00:00Z'),
    });
    await update(tree.alphaOne, 0, 'America/New_York');
    expect(await schedule(tree.alphaOne)).toMatchObject({ own: 'America/New_York', version: 1 });
    await expect(update(tree.alphaOne, 0, 'UTC')).rejects.toMatchObject({ code: 'plan-outdated' });
    await update(tree.alphaOne, 1, null);
    expect(await schedule(tree.alphaOne)).toMatchObject({ own: null, effective: 'Europe/Rome' });
    expect(await schedule(tree.betaOne)).toMatchObject({ effective: 'UTC' });
  });
});

describe('where a PBX delivers', () => {
  it('is set up once, says what to enter, and tells its password once', async () => {
    const tenant = tenantOf(tree.alphaOne);
    expect(await intakes().get(tenant, alphaOnePbx.id)).toBeNull();
    const made = await intakes().create(tenant, alphaOnePbx.id);
    expect(made.instructions).toEqual({
      address: 'gateway.test',
      port: 443,
      tls: true,
      path: new URL(made.intake.url).pathname,
      method: 'POST',
    });
    await expect(intakes().create(tenant, alphaOnePbx.id)).rejects.toMatchObject({ code: 'already-exists' });
    const shown = await intakes().get(tenant, alphaOnePbx.id);
    expect(shown).toMatchObject({ userName: made.intake.userName, lastReceivedAt: null, lastRefused: null });
    expect(JSON.stringify(shown)).not.toContain(made.password);
    const rotated = await intakes().rotate(tenant, { pbxId: alphaOnePbx.id, version: made.intake.version });
    expect([rotated.password === made.password, rotated.intake.url]).toEqual([false, made.intake.url]);
    const stale = { pbxId: alphaOnePbx.id, version: made.intake.version };
    await expect(intakes().rotate(tenant, stale)).rejects.toMatchObject({ code: 'plan-outdated' });
    await expect(intakes().remove(tenant, stale)).rejects.toMatchObject({ code: 'plan-outdated' });
    await intakes().remove(tenant, { pbxId: alphaOnePbx.id, version: rotated.intake.version });
    await expect(intakes().rotate(tenant, stale)).rejects.toMatchObject({ code: 'not-found' });
    const log = JSON.stringify(await base.sql("select * from audit_entries where action like 'call-history.intake%'"));
    expect([log.includes(made.password), log.includes(rotated.password), log.includes('intake-rotate')]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('is nobody else’s', async () => {
    await intakes().create(tenantOf(tree.betaOne), betaPbx.id);
    const stranger = tenantOf(tree.alphaOne);
    const version = 1;
    const attempts = [
      () => intakes().get(stranger, betaPbx.id),
      () => intakes().create(stranger, betaPbx.id),
      () => intakes().rotate(stranger, { pbxId: betaPbx.id, version }),
      () => intakes().remove(stranger, { pbxId: betaPbx.id, version }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'not-found' });
    expect(await intakes().get(tenantOf(tree.beta), betaPbx.id)).toMatchObject({ version: 1 });
  });
});
