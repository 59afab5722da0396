import { asc, isNull } from 'drizzle-orm';
import { ownWork } from '../../audit/own-work';
import type { AuditLog, AuditRecord } from '../../audit/port';
import type { Tx } from '../../db/database';
import { organisations } from '../../db/schema/index';
import type { Actor } from '../../db/tenant';

/**
 * Records what happened to the installation's keys without a signed-in person, in the chain of the topmost organisation. Before
 * the set-up there is none, and nothing that could have happened. `tx` has the scope of the system.
 */
export async function recordOwnWork(tx: Tx, audit: AuditLog, record: AuditRecord, actor?: Actor): Promise<void> {
  const [top] = await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(isNull(organisations.parentId))
    .orderBy(asc(organisations.createdAt))
    .limit(1);
  if (top === undefined) return;
  const own = ownWork(top.id);
  await audit.append(tx, actor === undefined ? own : { ...own, actor }, record);
}

/** An entry about one of the keys. */
export function aboutKey(
  action: 'keys.rotate' | 'keys.rotated' | 'keys.wrapped',
  key: { id: string; name: string },
  facts: { before?: unknown; after?: unknown },
): AuditRecord {
  return { action, target: { kind: 'key', ...key }, ...facts };
}
