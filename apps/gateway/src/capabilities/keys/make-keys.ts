import { sql } from 'drizzle-orm';
import type { AuditRecord } from '../../audit/port';
import { type Database, systemScope, type Tx } from '../../db/database';
import { keysChannel } from '../../db/notifications';
import type { GatewaySecrets, OnRewrapped } from '../../db/secrets';
import { aboutKey } from './record-own-work';

/** Writes an entry in the transaction of what it tells about. */
export type RecordKeys = (tx: Tx, record: AuditRecord) => Promise<void>;

/** Makes a data key, which seals from now on, and tells every process that holds the old ones. */
export async function makeDataKey(db: Database, secrets: GatewaySecrets, record: RecordKeys): Promise<void> {
  await db.inScope(systemScope, async (tx) => {
    const before = secrets.currentKeyId();
    const id = await secrets.addDataKey(tx);
    await record(
      tx,
      aboutKey('keys.rotate', { id, name: 'data key' }, { before: { current: before }, after: { current: id } }),
    );
    await tx.execute(sql`select pg_notify(${keysChannel}, ${id})`);
  });
  await secrets.refresh();
}

/** Records that data keys are wrapped with another key-encryption key. */
export function recordRewrapped(record: RecordKeys): OnRewrapped {
  return (tx, { from, to, dataKeys }) =>
    record(
      tx,
      aboutKey(
        'keys.wrapped',
        { id: to, name: 'key-encryption key' },
        { before: { fingerprint: from }, after: { fingerprint: to, dataKeys } },
      ),
    );
}
