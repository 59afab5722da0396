import { and, eq } from 'drizzle-orm';
import type { AuditLog } from '../audit/port';
import type { Tx } from '../db/database';
import { settingLocks } from '../db/schema/index';
import type { DraftLock } from './draft';
import { type Acting, targetOf } from './write-values';

/** Writes the locks of a draft whose places are locked, with one audit entry each. */
export async function writeLocks(
  tx: Tx,
  audit: AuditLog,
  { locks, at, acting }: { locks: readonly DraftLock[]; at: Date; acting: Acting },
): Promise<void> {
  // In one order for all: each entry holds its organisation's chain until the end.
  for (const lock of locks.toSorted((a, b) => (a.place.id < b.place.id ? -1 : 1))) {
    const { place, entry, before, after } = lock;
    const organisationId = place.organisation.id;
    const here = { organisationId, key: entry.key };
    if (after === undefined) {
      await tx
        .delete(settingLocks)
        .where(and(eq(settingLocks.organisationId, organisationId), eq(settingLocks.key, entry.key)));
    } else {
      const set = { reason: after, lockedBy: acting.actor.id, lockedByName: acting.actor.name, lockedAt: at };
      await tx
        .insert(settingLocks)
        .values({ ...here, ...set })
        .onConflictDoUpdate({ target: [settingLocks.organisationId, settingLocks.key], set });
    }
    await audit.append(
      tx,
      { ...acting, organisationId },
      {
        action: after === undefined ? 'settings.unlock' : 'settings.lock',
        target: targetOf(place),
        before: before && { setting: entry.key, reason: before.reason },
        after: after === undefined ? { setting: entry.key } : { setting: entry.key, reason: after },
      },
    );
  }
}
