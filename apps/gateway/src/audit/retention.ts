import type { OrganisationRef } from '@switchroom/contracts';
import { sql } from 'drizzle-orm';
import type { Tx } from '../db/database';

/** How long the entries of an organisation are kept, and which organisation says so. */
export interface Retention {
  /** Undefined: for ever. */
  days: number | undefined;
  from: OrganisationRef | undefined;
}

/** The nearest policy that says something wins. `tx` has to see the organisations above. */
export async function retentionOf(tx: Tx, organisationId: string): Promise<Retention> {
  const { rows } = await tx.execute<{ days: number; id: string; name: string; kind: OrganisationRef['kind'] }>(sql`
    select p.audit_retention_days as days, above.id, above.name, above.kind
    from organisations o
    join organisations above on starts_with(o.path, above.path)
    join organisation_policies p on p.organisation_id = above.id and p.audit_retention_days is not null
    where o.id = ${organisationId}
    order by length(above.path) desc limit 1`);
  const row = rows[0];
  return row === undefined
    ? { days: undefined, from: undefined }
    : { days: row.days, from: { id: row.id, name: row.name, kind: row.kind } };
}

/** Every organisation whose entries are not kept for ever, over all organisations that `tx` sees. */
export async function organisationsToPurge(tx: Tx): Promise<{ id: string; name: string; days: number }[]> {
  const { rows } = await tx.execute<{ id: string; name: string; days: number }>(sql`
    select distinct on (o.id) o.id, o.name, p.audit_retention_days as days
    from organisation_policies p
    join organisations above on above.id = p.organisation_id
    join organisations o on starts_with(o.path, above.path)
    where p.audit_retention_days is not null
    order by o.id, length(above.path) desc`);
  return rows;
}
