import type { OrganisationRef } from '@switchroom/contracts';
import { sql } from 'drizzle-orm';
import type { Tx } from '../db/database';

/** How long the entries of an organisation are kept, and which organisation says so. */
export interface Retention {
  /** Undefined: for ever. */
  days: number | undefined;
  from: OrganisationRef | undefined;
}

/** How long nothing is purged after a retention became shorter: time to notice, and to take it back. */
const shorteningDelayMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Whether a change of the days an organisation says itself may make entries leave earlier. Setting them where there were
 * none ends "for ever"; taking them away may leave it to fewer days above.
 */
export function shortens(before: number | null, after: number | null): boolean {
  return before !== after && (before === null || after === null || after < before);
}

/** The longest that is set here or above, so that nobody below can cut it; organisations that set nothing do not count. */
export function longestRetention<Step extends { days: number | null }>(chain: readonly Step[]): Step | undefined {
  // Of equal ones the first, which is the topmost: taking it away below changes nothing.
  return chain.reduce<Step | undefined>(
    (longest, step) => (step.days !== null && step.days > (longest?.days ?? 0) ? step : longest),
    undefined,
  );
}

/** What holds for an organisation. `tx` has to see the organisations above. */
export async function retentionOf(tx: Tx, organisationId: string): Promise<Retention> {
  const { rows } = await tx.execute<{
    days: number | null;
    id: string;
    name: string;
    kind: OrganisationRef['kind'];
  }>(sql`
    select p.audit_retention_days as days, above.id, above.name, above.kind
    from organisations o
    join organisations above on starts_with(o.path, above.path)
    join organisation_policies p on p.organisation_id = above.id
    where o.id = ${organisationId}
    order by length(above.path)`);
  const longest = longestRetention(rows);
  return longest === undefined || longest.days === null
    ? { days: undefined, from: undefined }
    : { days: longest.days, from: { id: longest.id, name: longest.name, kind: longest.kind } };
}

/**
 * Every organisation whose entries are not kept for ever, over all organisations that `tx` sees; without those where a
 * shortening, here or above, was saved only just before `now`.
 */
export async function organisationsToPurge(tx: Tx, now: Date): Promise<{ id: string; name: string; days: number }[]> {
  const settled = new Date(now.getTime() - shorteningDelayMs).toISOString();
  const { rows } = await tx.execute<{ id: string; name: string; days: number }>(sql`
    select o.id, o.name, max(p.audit_retention_days) as days
    from organisation_policies p
    join organisations above on above.id = p.organisation_id
    join organisations o on starts_with(o.path, above.path)
    group by o.id
    having max(p.audit_retention_days) is not null
      and coalesce(max(p.audit_retention_shortened_at) <= ${settled}::timestamptz, true)`);
  return rows;
}
