import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '../../db/database';
import { auditEntries, auditForwarders, auditForwardPositions, organisations } from '../../db/schema/index';
import type { AuditEntry } from '../audit-log';

export type ForwarderRow = typeof auditForwarders.$inferSelect;

/** Entries of one chain in a batch; what is behind may be long. */
const OF_ONE_CHAIN = 200;

/** A forwarder with the path of its organisation; undefined when it is gone. */
export async function findForwarder(
  tx: Tx,
  id: string,
): Promise<{ forwarder: ForwarderRow; path: string } | undefined> {
  const rows = await tx
    .select({ forwarder: auditForwarders, path: organisations.path })
    .from(auditForwarders)
    .innerJoin(organisations, eq(organisations.id, auditForwarders.organisationId))
    .where(eq(auditForwarders.id, id));
  return rows[0];
}

/**
 * The next entries to be sent, of every chain that `tx` sees, each chain in its order without a gap. Chains take turns, so
 * that one with much behind it does not hold up the others. None for a forwarder that is gone: its positions went with it,
 * and whoever looked it up a moment ago must not take that for a beginning.
 */
export async function nextEntries(tx: Tx, forwarderId: string, limit: number): Promise<AuditEntry[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select entry.id from organisations o
    left join audit_forward_positions p on p.forwarder_id = ${forwarderId} and p.organisation_id = o.id
    join lateral (
      select e.id, e.seq, row_number() over (order by e.seq) as turn from audit_entries e
      where e.organisation_id = o.id and e.seq > coalesce(p.seq, 0) order by e.seq limit ${OF_ONE_CHAIN}
    ) entry on true
    where exists (select 1 from audit_forwarders where id = ${forwarderId})
    order by entry.turn, o.id limit ${limit}`);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  return await tx
    .select()
    .from(auditEntries)
    .where(inArray(auditEntries.id, ids))
    .orderBy(asc(auditEntries.organisationId), asc(auditEntries.seq));
}

/** Records that these have arrived. Does nothing for a forwarder that was removed meanwhile. */
export async function markSent(tx: Tx, forwarderId: string, sent: readonly AuditEntry[], at: Date): Promise<void> {
  const last = new Map<string, number>();
  for (const { organisationId, seq } of sent) last.set(organisationId, Math.max(seq, last.get(organisationId) ?? 0));
  const known = await tx
    .update(auditForwarders)
    .set({ lastSentAt: at, lastError: null, lastErrorAt: null })
    .where(eq(auditForwarders.id, forwarderId))
    .returning({ id: auditForwarders.id });
  if (known.length === 0 || last.size === 0) return;
  await tx
    .insert(auditForwardPositions)
    .values([...last].map(([organisationId, seq]) => ({ forwarderId, organisationId, seq })))
    .onConflictDoUpdate({
      target: [auditForwardPositions.forwarderId, auditForwardPositions.organisationId],
      set: { seq: sql`excluded.seq` },
    });
}

export async function markFailed(tx: Tx, forwarderId: string, error: string, at: Date): Promise<void> {
  await tx
    .update(auditForwarders)
    .set({ lastError: error, lastErrorAt: at })
    .where(eq(auditForwarders.id, forwarderId));
}

/** From now on: everything that is there counts as sent. */
export async function startFromNow(tx: Tx, forwarderId: string): Promise<void> {
  await tx.execute(sql`
    insert into audit_forward_positions (forwarder_id, organisation_id, seq)
    select ${forwarderId}::uuid, organisation_id, max(seq) from audit_entries group by organisation_id`);
}

/** How many entries wait, by forwarder, over the chains that `tx` sees. */
export async function waitingFor(tx: Tx, forwarderId: string, path: string): Promise<number> {
  const { rows } = await tx.execute<{ waiting: string | null }>(sql`
    select sum(greatest(0, last.seq - greatest(coalesce(p.seq, 0), first.seq - 1))) as waiting
    from organisations o
    join lateral (select seq from audit_entries where organisation_id = o.id order by seq desc limit 1) last on true
    join lateral (select seq from audit_entries where organisation_id = o.id order by seq limit 1) first on true
    left join audit_forward_positions p on p.forwarder_id = ${forwarderId} and p.organisation_id = o.id
    where starts_with(o.path, ${path})`);
  return Number(rows[0]?.waiting ?? 0);
}
