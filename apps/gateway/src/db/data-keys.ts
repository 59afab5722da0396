import { randomBytes, randomUUID } from 'node:crypto';
import { asc, eq, sql } from 'drizzle-orm';
import type { Tx } from './database';
import { dataKeys } from './schema/index';
import { decrypt, encrypt } from './sealing';

/** A data key as it is stored. */
export interface DataKeyRow {
  id: string;
  wrapped: Buffer;
  createdAt: Date;
}

/** All data keys, the oldest first; the last one seals. `tx` has the scope of the system, here and below. */
export async function readDataKeys(tx: Tx): Promise<DataKeyRow[]> {
  return await tx.select().from(dataKeys).orderBy(asc(dataKeys.createdAt), asc(dataKeys.id));
}

/** Whoever adds, wraps or drops data keys does so alone, until the transaction ends. */
export async function lockDataKeys(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('switchroom data keys', 0))`);
}

/** A new data key, which seals from now on. */
export async function insertDataKey(tx: Tx, kek: Buffer): Promise<DataKeyRow> {
  const id = randomUUID();
  // The time of the statement: two keys of one moment would have no order.
  const rows = await tx
    .insert(dataKeys)
    .values({ id, wrapped: wrap(kek, id, randomBytes(32)), createdAt: sql`clock_timestamp()` })
    .returning();
  const row = rows[0];
  if (row === undefined) throw new Error('the data key was not written');
  return row;
}

/** Stores a data key wrapped with another key-encryption key. */
export async function rewrapDataKey(tx: Tx, kek: Buffer, id: string, key: Buffer): Promise<void> {
  await tx
    .update(dataKeys)
    .set({ wrapped: wrap(kek, id, key) })
    .where(eq(dataKeys.id, id));
}

/** The data key in clear and which of the key-encryption keys opened it. */
export function unwrapDataKey(
  candidates: readonly Buffer[],
  row: Pick<DataKeyRow, 'id' | 'wrapped'>,
): { key: Buffer; kek: Buffer } {
  let failure: unknown;
  for (const kek of candidates) {
    try {
      return { key: decrypt(kek, row.wrapped, additional(row.id)), kek };
    } catch (error) {
      failure = error;
    }
  }
  throw new Error(
    'The key-encryption key is not the one that the stored secrets were sealed with. ' +
      'Cure: set SWITCHROOM_KEY (or restore keys/kek in the data directory) to the key used before; ' +
      'to replace it, name the one used before as SWITCHROOM_KEY_PREVIOUS.',
    { cause: failure },
  );
}

function wrap(kek: Buffer, id: string, key: Buffer): Buffer {
  return encrypt(kek, key, additional(id));
}

const additional = (id: string) => `data-key:${id}`;
