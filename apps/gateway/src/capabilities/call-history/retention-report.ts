import type { RetentionRow, SettingLevel } from '@switchroom/contracts';
import { and, eq, sql, type SQL } from 'drizzle-orm';
import { zonesOf } from '../../call-history/schedule';
import type { CallHistorySettings, RetentionOf } from '../../call-history/settings-port';
import { nextDue } from '../../call-history/zone-time';
import { namedAncestors } from '../../auth/role-choice';
import { type Database, systemScope, type Tx } from '../../db/database';
import { organisations, pbxs } from '../../db/schema/index';
import type { Tenant } from '../../db/tenant';

interface Asking {
  db: Database;
  settings: CallHistorySettings;
  now: Date;
  /** Where the person is somebody: what lies above is not named. */
  roots: readonly { path: string }[];
}

type Found = {
  pbx: RetentionRow['pbx'];
  organisation: RetentionRow['organisation'];
  oldestAt: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  deleted: number | null;
};

/** What holds for each PBX of the tenant that the filter leaves, by name. */
export async function retentionRows(
  { db, settings, now, roots }: Asking,
  tenant: Tenant,
  filter: { q: string; after?: { value: string; id: string } | undefined; limit?: number },
): Promise<RetentionRow[]> {
  const [found, within] = await db.inScope(tenant, async (tx) => [
    await pbxsOf(tx, filter),
    (await tx.select({ id: organisations.id }).from(organisations)).map(({ id }) => id),
  ]);
  const named = new Set([...namedAncestors(tenant.path, roots), ...within]);
  const held = await settings.retentionOf(found.map(({ pbx }) => pbx.id));
  const organisationIds = [...new Set(found.map(({ organisation }) => organisation.id))];
  // The nearest zone can be one that an organisation above has set.
  const zones = await db.inScope(systemScope, (tx) => zonesOf(tx, organisationIds));
  return found.flatMap(({ pbx, organisation, oldestAt, startedAt, finishedAt, deleted }) => {
    const retention = held.get(pbx.id);
    const timeZone = zones.get(organisation.id);
    // Removed while we looked.
    if (retention === undefined || timeZone === undefined) return [];
    return [
      {
        pbx,
        organisation,
        wantedDays: retention.wantedDays,
        effectiveDays: retention.days,
        origin: originOf(retention, named),
        oldestAt: dateOf(oldestAt),
        lastRun:
          startedAt === null
            ? null
            : { startedAt: new Date(startedAt), finishedAt: dateOf(finishedAt), deleted: deleted ?? 0 },
        nextRunAt: nextDue(timeZone, now),
        timeZone,
      },
    ];
  });
}

function originOf({ origin }: RetentionOf, named: ReadonlySet<string>): RetentionRow['origin'] {
  if (origin.level === 'factory') return { level: 'factory' };
  const level: SettingLevel = origin.level;
  return { level, place: level === 'pbx' || named.has(origin.at.id) ? origin.at.name : null };
}

async function pbxsOf(
  tx: Tx,
  { q, after, limit }: { q: string; after?: { value: string; id: string } | undefined; limit?: number },
): Promise<Found[]> {
  const last = (column: string): SQL =>
    sql.raw(
      `(select r.${column} from retention_runs r where r.pbx_id = "pbxs"."id" order by r.started_at desc limit 1)`,
    );
  const query = tx
    .select({
      pbx: { id: pbxs.id, name: pbxs.name },
      organisation: { id: organisations.id, name: organisations.name, kind: organisations.kind },
      oldestAt: sql<string | null>`(select min(c.started_at) from call_records c where c.pbx_id = ${pbxs.id})`,
      startedAt: sql<string | null>`${last('started_at')}`,
      finishedAt: sql<string | null>`${last('finished_at')}`,
      deleted: sql<number | null>`${last('deleted')}`,
    })
    .from(pbxs)
    .innerJoin(organisations, eq(organisations.id, pbxs.organisationId))
    .where(and(matching(q), after && sql`(lower(${pbxs.name}), ${pbxs.id}) > (${after.value}, ${after.id}::uuid)`))
    .orderBy(sql`lower(${pbxs.name})`, pbxs.id);
  return await (limit === undefined ? query : query.limit(limit));
}

/** PBXes whose name, or whose organisation's, holds the words. */
export function matching(q: string): SQL | undefined {
  const text = `%${q.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
  return q === '' ? undefined : sql`(${pbxs.name} ilike ${text} or ${organisations.name} ilike ${text})`;
}

function dateOf(value: string | null): Date | null {
  return value === null ? null : new Date(value);
}
