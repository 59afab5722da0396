import type { SyncState } from '@switchroom/contracts';
import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import type { Tx } from '../db/database';
import { pbxStatus, snapshotObjects } from '../db/schema/index';
import { computeSyncState } from './sync-state';

export interface SyncOutcome {
  state: SyncState;
  changed: boolean;
}

/**
 * Computes the sync fact of a PBX from what is stored and writes it with the counts it rests on. Undefined when the PBX
 * is gone. `readAt`: the objects were read just now.
 */
export async function refreshSyncState(
  tx: Tx,
  pbxId: string,
  options: { online: boolean; readAt?: Date | undefined },
): Promise<SyncOutcome | undefined> {
  const [status] = await tx.select().from(pbxStatus).where(eq(pbxStatus.pbxId, pbxId)).for('update');
  if (!status) return undefined;
  const [objects] = await tx
    .select({
      apps: sql<number>`count(*) filter (where ${snapshotObjects.kind} = 'app'
        and coalesce((${snapshotObjects.outside} ->> 'deleted')::boolean, false) = false)::int`,
      drifted: sql<number>`count(*) filter (where (${snapshotObjects.outside} ->> 'drift')::boolean)::int`,
    })
    .from(snapshotObjects)
    .where(eq(snapshotObjects.pbxId, pbxId));
  const open = await openOperations(tx, pbxId, status.lastPlanId);
  const syncAt = options.readAt ?? status.syncAt;
  const driftedObjects = objects?.drifted ?? 0;
  const state = computeSyncState({
    online: options.online,
    read: syncAt !== null,
    unknownOperations: open.unknown,
    conflicts: open.conflicts,
    driftedObjects,
  });
  await tx
    .update(pbxStatus)
    .set({ syncState: state, syncAt, driftedObjects, appObjects: syncAt === null ? null : (objects?.apps ?? 0) })
    .where(eq(pbxStatus.pbxId, pbxId));
  return { state, changed: state !== status.syncState || driftedObjects !== status.driftedObjects };
}

/** The gateway has just started: no PBX is online, so nothing is known to be in sync. */
export async function forgetSyncStates(tx: Tx): Promise<void> {
  await tx
    .update(pbxStatus)
    .set({ syncState: 'unknown', liveUpdates: false })
    .where(ne(pbxStatus.syncState, 'unknown'));
}

/** The links of these PBXes ended, so how they stand is unknown. Returns those of which something else was written before. */
export async function setSyncUnknown(tx: Tx, pbxIds: readonly string[]): Promise<Set<string>> {
  if (pbxIds.length === 0) return new Set();
  const rows = await tx
    .update(pbxStatus)
    .set({ syncState: 'unknown' })
    .where(and(inArray(pbxStatus.pbxId, [...pbxIds]), ne(pbxStatus.syncState, 'unknown')))
    .returning({ pbxId: pbxStatus.pbxId });
  return new Set(rows.map(({ pbxId }) => pbxId));
}

/** Writes facts that need no comparison. */
export async function writeStatus(tx: Tx, pbxId: string, facts: Partial<typeof pbxStatus.$inferInsert>): Promise<void> {
  await tx
    .update(pbxStatus)
    .set(facts)
    .where(and(eq(pbxStatus.pbxId, pbxId)));
}

/**
 * Operations that wait for the truth, or for a person. A plan that was confirmed later supersedes what an earlier one left
 * behind; a conflict is also over once its object was applied, or accepted, after it.
 */
async function openOperations(tx: Tx, pbxId: string, lastPlanId: string | null) {
  const { rows } = await tx.execute<{ unknown: number; conflicts: number }>(sql`
    select count(*) filter (where o.state = 'unknown')::int as unknown,
      count(*) filter (where o.state = 'conflict' and not exists (
        select 1 from applied_objects a
        where a.pbx_id = o.pbx_id and a.guid = o.object_guid and a.applied_at > o.settled_at))::int as conflicts
    from operations o join plans p on p.id = o.plan_id
    where o.pbx_id = ${pbxId} and o.state in ('unknown', 'conflict')
      and (p.state in ('queued', 'running') or (p.state = 'stopped' and p.id = ${lastPlanId}::uuid))`);
  return rows[0] ?? { unknown: 0, conflicts: 0 };
}
