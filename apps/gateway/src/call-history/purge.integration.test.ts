import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createPbx,
  createTree,
  type GatewayDatabase,
  gatewayDatabase,
  type TestPbx,
  type TestTree,
} from '../../test/factories/index';
import { createAuditLog } from '../audit/audit-log';
import { systemScope } from '../db/database';
import { silentLogger } from '../observability/logger';
import { RetentionKeeper } from './keeper';
import { beginRuns, openRuns, purgePiece } from './purge';
import { dueForPurge, zonesInUse } from './schedule';
import { storedSettings } from './stored-settings';

const DAY_MS = 86_400_000;
const audit = createAuditLog();
let base: GatewayDatabase;
let tree: TestTree;
let pbxs: TestPbx[];
/** Organisations from the top down to that of each PBX. */
let lines: string[][];

beforeAll(async () => {
  base = await gatewayDatabase({ max: 8 });
  tree = await createTree(base.db);
  const { provider, alpha, beta, alphaOne, alphaTwo, betaOne } = tree;
  const createdAt = new Date('2020-01-01T00:00:00Z');
  pbxs = [];
  for (const organisation of [alphaOne, alphaOne, alphaTwo, betaOne]) {
    pbxs.push(await createPbx(base.db, organisation, { createdAt }));
  }
  lines = [
    [provider.id, alpha.id, alphaOne.id],
    [provider.id, alpha.id, alphaOne.id],
    [provider.id, alpha.id, alphaTwo.id],
    [provider.id, beta.id, betaOne.id],
  ];
});
afterAll(() => base.close());
beforeEach(() => clear());

async function clear(): Promise<void> {
  for (const table of ['call_records', 'retention_runs', 'retention_zones', 'setting_values', 'setting_locks']) {
    await base.sql(`delete from ${table}`);
  }
}

/** Records of a PBX that began at these times; gives their ids in the same order. */
async function insert(pbx: TestPbx, times: readonly Date[]): Promise<string[]> {
  const ids = times.map(() => randomUUID());
  await base.sql(
    `insert into call_records (id, organisation_id, pbx_id, call_key, source, rank, legs, direction, clir, external, missed, status,
       further, started_at, alert_seconds, connected_seconds, call_seconds)
     select id, $1, $2, id::text, 'cdr', '1', '{}', 'in', false, false, false, 'co', false, at, 1, 2, 3
     from unnest($3::uuid[], $4::timestamptz[]) r (id, at)`,
    [pbx.organisationId, pbx.id, ids, times],
  );
  return ids;
}
const left = async () => new Set((await base.sql<{ id: string }>('select id from call_records')).map(({ id }) => id));
async function setDays(organisationId: string, days: number, pbxId: string | null = null): Promise<void> {
  await base.sql(
    `insert into setting_values (organisation_id, pbx_id, key, value, set_by, set_by_name) values ($1, $2, 'attendant.retentionDays', $3, 'x', 'X')`,
    [organisationId, pbxId, JSON.stringify(days)],
  );
}
const lock = (organisationId: string) =>
  base.sql(
    `insert into setting_locks (organisation_id, key, reason, locked_by, locked_by_name) values ($1, 'attendant.retentionDays', 'law', 'x', 'X')`,
    [organisationId],
  );
const setZone = (organisationId: string, zone: string) =>
  base.sql('insert into retention_zones (organisation_id, time_zone) values ($1, $2)', [organisationId, zone]);
function keeper(now: () => Date, batch?: number): RetentionKeeper {
  const settings = storedSettings(base.db);
  const options = { db: base.db, audit, settings, logger: silentLogger, now, rest: async () => undefined };
  return new RetentionKeeper(batch === undefined ? options : { ...options, batch });
}
const runs = () =>
  base.sql<{
    deleted: number;
    finished_at: Date | null;
    kind: string;
    days: number;
    wanted_days: number;
    origin: string;
    oldest_kept_at: Date | null;
  }>('select * from retention_runs order by due_at, pbx_id');
const purges = () =>
  base.sql<{ after: Record<string, unknown>; actor_name: string; pbx_id: string }>(
    `select after, actor_name, pbx_id from audit_entries where action = 'call-history.purge' order by at`,
  );

/** The first quarter of an hour of each local day that shows 03:00 or later: no arithmetic, only the clock on the wall. */
function naiveDues(timeZone: string, from: Date, to: Date): number[] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const seen = new Map<string, number>();
  const step = 15 * 60_000;
  for (let time = Math.floor(from.getTime() / step) * step - 2 * DAY_MS; time <= to.getTime(); time += step) {
    const [date = '', clock = ''] = format.format(time).split(' ');
    if (clock >= '03:00:00' && !seen.has(date)) seen.set(date, time);
  }
  return [...seen.values()].toSorted((a, b) => a - b).slice(1);
}

describe('the purge of call history', () => {
  it('deletes exactly what a naive reading of the settings calls too old, through nights on which the clocks change', async () => {
    const zones = ['UTC', 'Europe/Rome', 'Europe/Athens', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Kiritimati'];
    const level = fc.record({
      days: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
      locked: fc.integer({ min: 0, max: 4 }).map((value) => value === 0),
      zone: fc.option(fc.constantFrom(...zones), { nil: undefined }),
    });
    const world = fc.record({
      levels: fc.array(level, { minLength: 6, maxLength: 6 }),
      own: fc.array(fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }), { minLength: 4, maxLength: 4 }),
      day: fc.constantFrom('2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2026-06-15'),
      /** Minutes from a day before that one until each round. */
      rounds: fc.array(fc.integer({ min: 0, max: 60 * 60 }), { minLength: 1, maxLength: 3 }),
      /** Of each record, minutes before the first round; some lie on the limit to the millisecond. */
      ages: fc.array(
        fc.oneof(
          fc.integer({ min: -600, max: 14 * 1440 }),
          fc.integer({ min: 1, max: 12 }).map((days) => days * 1440),
        ),
        {
          minLength: 5,
          maxLength: 30,
        },
      ),
      batch: fc.integer({ min: 1, max: 6 }),
    });
    let deleted = 0;
    await fc.assert(
      fc.asyncProperty(world, async ({ levels, own, day, rounds, ages, batch }) => {
        await clear();
        const organisations = [tree.provider, tree.alpha, tree.beta, tree.alphaOne, tree.alphaTwo, tree.betaOne];
        const said = new Map(organisations.map(({ id }, index) => [id, levels[index]]));
        for (const [id, { days, locked, zone } = {}] of said) {
          if (days !== undefined) await setDays(id, days);
          if (locked === true) await lock(id);
          if (zone !== undefined) await setZone(id, zone);
        }
        for (const [index, days] of own.entries()) {
          const pbx = pbxs[index];
          if (pbx !== undefined && days !== undefined) await setDays(pbx.organisationId, days, pbx.id);
        }
        const times = rounds
          .toSorted((a, b) => a - b)
          .map((minutes) => new Date(Date.parse(`${day}T00:00:00Z`) - DAY_MS + minutes * 60_000));
        const first = times[0] ?? new Date();
        const kept = new Map<string, { at: number; pbx: number }>();
        for (const [index, pbx] of pbxs.entries()) {
          const starts = ages
            .filter((_, place) => place % pbxs.length === index)
            .map((age) => new Date(first.getTime() - age * 60_000));
          const ids = await insert(pbx, starts);
          for (const [place, id] of ids.entries()) kept.set(id, { at: starts[place]?.getTime() ?? 0, pbx: index });
        }
        let last = new Date(0);
        for (const time of times) {
          await keeper(() => time, batch).run();
          for (const index of pbxs.keys()) {
            const line = (lines[index] ?? []).map((id) => said.get(id));
            const zone = line.findLast((one) => one?.zone !== undefined)?.zone ?? 'UTC';
            const began =
              last.getTime() === 0 ||
              naiveDues(zone, last, time).some((due) => due > last.getTime() && due <= time.getTime());
            if (!began) continue;
            const lockedAt = line.findIndex((one) => one?.locked);
            const counted =
              lockedAt < 0
                ? [...line.map((one) => one?.days), own[index]]
                : line.slice(0, lockedAt + 1).map((one) => one?.days);
            const days = counted.findLast((one) => one !== undefined) ?? 10;
            for (const [id, record] of kept) {
              if (record.pbx === index && record.at < time.getTime() - days * DAY_MS) {
                kept.delete(id);
                deleted += 1;
              }
            }
          }
          last = time;
          expect(await left()).toEqual(new Set(kept.keys()));
        }
        expect((await runs()).every(({ finished_at: finished }) => finished !== null)).toBe(true);
      }),
      { numRuns: 25 },
    );
    expect(deleted).toBeGreaterThan(20);
  });

  it('runs once a night, and not for a PBX that came after it was due', async () => {
    const late = await createPbx(base.db, tree.alphaTwo, { createdAt: new Date('2026-11-21T03:30:00Z') });
    const at = async (time: string) => {
      await keeper(() => new Date(time)).run();
      return (await runs()).length;
    };
    expect(await at('2026-11-21T03:59:00Z')).toBe(4);
    expect(await at('2026-11-21T23:00:00Z')).toBe(4);
    expect(await at('2026-11-22T02:59:59Z')).toBe(4);
    expect(await at('2026-11-22T03:00:00Z')).toBe(9);
    await base.sql('delete from pbxs where id = $1', [late.id]);
  });

  it('says in the audit log what it deleted, and nothing where there was nothing', async () => {
    const [pbx] = pbxs;
    if (pbx === undefined) throw new Error('no PBX');
    await setDays(tree.alphaOne.id, 3);
    const now = new Date('2026-11-21T04:00:00Z');
    const days = (count: number) => new Date(now.getTime() - count * DAY_MS);
    await insert(pbx, [days(9), days(4), new Date(days(3).getTime() - 1), days(3), days(1)]);
    const before = (await purges()).length;
    await keeper(() => now, 2).run();
    expect((await purges()).slice(before)).toMatchObject([
      {
        actor_name: 'Switchroom',
        pbx_id: pbx.id,
        after: {
          deleted: 3,
          days: 3,
          from: 'customer',
          oldestKept: days(3).toISOString(),
          before: days(3).toISOString(),
          run: 'daily',
        },
      },
    ]);
    expect((await runs()).find(({ deleted }) => deleted > 0)).toMatchObject({
      deleted: 3,
      days: 3,
      oldest_kept_at: days(3),
    });
  });

  it('goes on after a restart where it was, with the limit it began with, and counts everything once', async () => {
    const [pbx] = pbxs;
    if (pbx === undefined) throw new Error('no PBX');
    await setDays(tree.alphaOne.id, 2);
    const now = new Date('2026-11-21T04:00:00Z');
    const old = Array.from({ length: 7 }, (_, index) => new Date(now.getTime() - (3 + index) * DAY_MS));
    await insert(pbx, [...old, new Date(now.getTime() - DAY_MS)]);
    const settings = storedSettings(base.db);
    const retention = await settings.retentionOf([pbx.id]);
    const [runId] = await base.db.inScope(systemScope, async (tx) => {
      const due = await dueForPurge(tx, await zonesInUse(tx), now);
      await beginRuns(
        tx,
        'daily',
        due.filter(({ pbxId }) => pbxId === pbx.id),
        { retention, now },
      );
      return await openRuns(tx);
    });
    if (runId === undefined) throw new Error('nothing began');
    expect(await base.db.inScope(systemScope, (tx) => purgePiece(tx, audit, runId, { now, batch: 3 }))).toBe('more');
    // The process ends in the middle of the next piece: what it did is not there.
    const killed = base.db.inScope(systemScope, async (tx) => {
      await purgePiece(tx, audit, runId, { now, batch: 3 });
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    expect((await left()).size).toBe(5);
    // Meanwhile somebody keeps more: this run does what it began with.
    await base.sql("update setting_values set value = '9'");
    const before = (await purges()).length;
    await keeper(() => new Date(now.getTime() + 60_000), 3).run();
    expect((await left()).size).toBe(1);
    expect((await purges()).slice(before)).toMatchObject([{ after: { deleted: 7, days: 2 } }]);
  });

  it('by two gateways at once does everything once', async () => {
    const now = new Date('2026-11-21T04:00:00Z');
    const count = 40;
    for (const pbx of pbxs) {
      await insert(
        pbx,
        Array.from({ length: count }, (_, index) => new Date(now.getTime() - (11 + index) * DAY_MS)),
      );
      await insert(pbx, [now]);
    }
    const before = (await purges()).length;
    await Promise.all([keeper(() => now, 3).run(), keeper(() => now, 3).run(), keeper(() => now, 3).run()]);
    // One that found a run taken by another left it to that one.
    await keeper(() => now, 3).run();
    expect((await left()).size).toBe(pbxs.length);
    expect((await runs()).map(({ deleted }) => deleted)).toEqual(pbxs.map(() => count));
    expect((await purges()).slice(before).map(({ after }) => after['deleted'])).toEqual(pbxs.map(() => count));
  });

  it('leaves a record alone that is joined with a younger one while it is at it', async () => {
    const [pbx] = pbxs;
    if (pbx === undefined) throw new Error('no PBX');
    const now = new Date('2026-11-21T04:00:00Z');
    const [id] = await insert(pbx, [new Date(now.getTime() - 11 * DAY_MS)]);
    let purge: Promise<Date> | undefined;
    await base.db.inScope(systemScope, async (tx) => {
      await tx.execute(sql`update call_records set started_at = ${now.toISOString()}::timestamptz where id = ${id}`);
      purge = keeper(() => now).run();
      // It waits for this row: nothing else of the database tells so.
      for (;;) {
        const { rows } = await tx.execute(sql`select 1 from pg_locks where not granted`);
        if (rows.length > 0) break;
      }
    });
    await purge;
    expect(await left()).toEqual(new Set([id]));
  });

  it('of one PBX that fails does not keep the others from theirs', async () => {
    const now = new Date('2026-11-21T04:00:00Z');
    for (const pbx of pbxs) await insert(pbx, [new Date(now.getTime() - 11 * DAY_MS)]);
    const broken = {
      ...audit,
      append: async (...[tx, tenant, record]: Parameters<typeof audit.append>) => {
        if (record.pbxId === pbxs[2]?.id) throw new Error('no audit, no action');
        await audit.append(tx, tenant, record);
      },
    };
    const rest = async () => undefined;
    const options = { db: base.db, settings: storedSettings(base.db), logger: silentLogger, now: () => now, rest };
    await new RetentionKeeper({ ...options, audit: broken }).run();
    expect((await left()).size).toBe(1);
    await new RetentionKeeper({ ...options, audit }).run();
    expect((await left()).size).toBe(0);
  });

  it('takes its pieces by index', async () => {
    const [pbx] = pbxs;
    if (pbx === undefined) throw new Error('no PBX');
    await insert(
      pbx,
      Array.from({ length: 3000 }, (_, index) => new Date(index * 60_000)),
    );
    await base.sql('analyze call_records');
    const plan = await base.sql<{ 'QUERY PLAN': string }>(
      `explain select id from call_records where pbx_id = '${pbx.id}' and started_at < '1970-01-02' order by started_at, id limit 100 for update`,
    );
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toMatch(/Index Scan using call_records_/);
    expect(text).not.toMatch(/Seq Scan|Sort/);
  });
});
