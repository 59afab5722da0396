import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '../db/database';
import { snapshotUsers } from '../db/schema/index';
import type { PbxRef } from './record';
import { writeStatus } from './status';
import type { UserTable } from './user-table';

/** Rows a statement: below the number of parameters PostgreSQL takes. */
const CHUNK = 1000;

/** Stores the whole table after the initial copy. */
export async function storeAllUsers(tx: Tx, pbx: PbxRef, table: UserTable): Promise<void> {
  await tx.delete(snapshotUsers).where(eq(snapshotUsers.pbxId, pbx.pbxId));
  await insertUsers(
    tx,
    pbx,
    table,
    table.allDirect().map(({ guid }) => guid),
  );
  await storeCounts(tx, pbx, table);
}

/** Stores what became of the users in `guids`. */
export async function storeChangedUsers(
  tx: Tx,
  pbx: PbxRef,
  table: UserTable,
  guids: readonly string[],
): Promise<void> {
  const without = guids.filter((guid) => !table.direct(guid));
  if (without.length > 0) {
    await tx.delete(snapshotUsers).where(and(eq(snapshotUsers.pbxId, pbx.pbxId), inArray(snapshotUsers.guid, without)));
  }
  await insertUsers(tx, pbx, table, guids);
  await storeCounts(tx, pbx, table);
}

async function insertUsers(tx: Tx, pbx: PbxRef, table: UserTable, guids: readonly string[]): Promise<void> {
  const rows = guids.flatMap((guid) => {
    const user = table.direct(guid);
    return user ? [{ ...pbx, ...user, template: user.template ?? null }] : [];
  });
  for (let start = 0; start < rows.length; start += CHUNK) {
    await tx
      .insert(snapshotUsers)
      .values(rows.slice(start, start + CHUNK))
      .onConflictDoUpdate({
        target: [snapshotUsers.pbxId, snapshotUsers.guid],
        set: {
          name: sql`excluded.name`,
          longName: sql`excluded.long_name`,
          template: sql`excluded.template`,
          apps: sql`excluded.apps`,
        },
      });
  }
}

async function storeCounts(tx: Tx, pbx: PbxRef, table: UserTable): Promise<void> {
  await writeStatus(tx, pbx.pbxId, { users: table.size, usersByTemplate: table.byTemplate(), liveUpdates: true });
}
