import { sql } from 'drizzle-orm';
import type { Tx } from '../db/database';
import { lastDue, nextDue } from './zone-time';

/** Where no organisation has said anything. */
export const defaultZone = 'UTC';

/** The organisations from the top down to the one whose path this is, as rows `(id, depth)`. */
const lineOf = (path: string) =>
  sql.raw(`unnest(string_to_array(trim(both '/' from ${path}), '/')::uuid[]) with ordinality`);

/** The time zone that holds in each organisation: the nearest of its own and those above. `tx` sees the whole system. */
export async function zonesOf(tx: Tx, organisationIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (organisationIds.length === 0) return new Map();
  const { rows } = await tx.execute<{ id: string; zone: string | null }>(sql`
    select o.id, (select z.time_zone from ${lineOf('o.path')} up (id, depth)
      join retention_zones z on z.organisation_id = up.id order by up.depth desc limit 1) as zone
    from organisations o where o.id = any(${sql.param([...organisationIds])}::uuid[])`);
  return new Map(rows.map(({ id, zone }) => [id, zone ?? defaultZone]));
}

/** The time zones that some organisation has set, and the one of all others. */
export async function zonesInUse(tx: Tx): Promise<string[]> {
  const { rows } = await tx.execute<{ zone: string }>(sql`select distinct time_zone as zone from retention_zones`);
  return [...new Set([defaultZone, ...rows.map(({ zone }) => zone)])];
}

/**
 * PBXes whose purge of last night has not begun, with when it was due. One that came later than that has nothing to wait
 * for. `tx` sees the whole system.
 */
export async function dueForPurge(
  tx: Tx,
  zones: readonly string[],
  now: Date,
): Promise<{ pbxId: string; organisationId: string; dueAt: Date }[]> {
  const dues = zones.map((zone) => lastDue(zone, now).toISOString());
  const { rows } = await tx.execute<{ pbx_id: string; organisation_id: string; due_at: string }>(sql`
    with due as (select * from unnest(${sql.param([...zones])}::text[], ${sql.param(dues)}::timestamptz[]) due (zone, at))
    select p.id as pbx_id, p.organisation_id, due.at as due_at
    from pbxs p
    join organisations o on o.id = p.organisation_id
    join due on due.zone = coalesce((select z.time_zone from ${lineOf('o.path')} up (id, depth)
      join retention_zones z on z.organisation_id = up.id order by up.depth desc limit 1), ${defaultZone})
    where p.created_at <= due.at and not exists (
      select from retention_runs r where r.pbx_id = p.id and r.kind = 'daily' and r.due_at >= due.at)
    order by due.at, p.id`);
  return rows.map(({ pbx_id: pbxId, organisation_id: organisationId, due_at: dueAt }) => ({
    pbxId,
    organisationId,
    dueAt: new Date(dueAt),
  }));
}

/** The first time after `now` at which a purge is due in one of these time zones. */
export function soonest(zones: readonly string[], now: Date): Date {
  return new Date(Math.min(...zones.map((zone) => nextDue(zone, now).getTime())));
}
