import { eq, sql } from 'drizzle-orm';
import { type Database, systemScope, type Tx } from './database';
import { lockDataKeys, readDataKeys } from './data-keys';
import { dataKeys } from './schema/index';
import { type SealedColumn, sealedColumns } from './sealed-columns';
import { SealedValueError } from './sealing';
import type { GatewaySecrets } from './secrets';
import type { Sealed } from './secrets-port';

/** How many rows are held for the time of one transaction: whoever writes one of them waits that long. */
const BATCH = 50;

/** Values under a data key, by column. */
export interface KeyUse {
  id: string;
  createdAt: Date;
  /** It seals what is sealed from now on. */
  current: boolean;
  values: number;
}

/** Every data key with the number of values sealed under it, the oldest first. `tx` has the scope of the system. */
export async function keyUse(tx: Tx): Promise<KeyUse[]> {
  const counts = new Map<string, number>();
  for (const { table, dataKey, column } of sealedColumns) {
    const { rows } = await tx.execute<{ id: string; count: number }>(
      sql`select ${sql.identifier(dataKey)} as id, count(*)::int as count from ${sql.identifier(table)}
          where ${sql.identifier(column)} is not null group by 1`,
    );
    for (const { id, count } of rows) counts.set(id, (counts.get(id) ?? 0) + count);
  }
  const keys = await readDataKeys(tx);
  return keys.map(({ id, createdAt }, index) => ({
    id,
    createdAt,
    current: index === keys.length - 1,
    values: counts.get(id) ?? 0,
  }));
}

export interface ResealOptions {
  db: Database;
  secrets: GatewaySecrets;
  signal?: AbortSignal;
  /** A value that does not open; it stays as it is, and so does its key. */
  onUnreadable: (place: { column: string; row: string; error: unknown }) => void;
  /** Told after each transaction. */
  onProgress?: (resealed: number) => void;
}

/**
 * Seals every value anew that is not under the current data key, in small transactions and while others read and write.
 * May be broken off at any point and begun again. Returns how many were sealed anew and how many do not open.
 */
export async function resealAll(options: ResealOptions): Promise<{ resealed: number; unreadable: number }> {
  const total = { resealed: 0, unreadable: 0 };
  for (const column of sealedColumns) {
    let after = '';
    while (options.signal?.aborted !== true) {
      const batch = await options.db.inScope(systemScope, (tx) => resealBatch(tx, column, after, options));
      total.resealed += batch.resealed;
      total.unreadable += batch.unreadable;
      options.onProgress?.(total.resealed);
      if (batch.last === undefined) break;
      after = batch.last;
    }
  }
  return total;
}

async function resealBatch(
  tx: Tx,
  column: SealedColumn,
  after: string,
  { secrets, onUnreadable }: ResealOptions,
): Promise<{ resealed: number; unreadable: number; last: string | undefined }> {
  const key = sql.identifier(column.key);
  const table = sql.identifier(column.table);
  const sealed = sql.identifier(column.column);
  const dataKey = sql.identifier(column.dataKey);
  const facts = [column.key, ...column.facts].map((name) => sql`${sql.identifier(name)}`);
  const { rows } = await tx.execute<Record<string, unknown>>(
    sql`select ${sql.join(facts, sql`, `)}, ${key}::text as row_key, ${sealed} as value, ${dataKey} as key_id from ${table}
        where ${sealed} is not null and ${dataKey} <> ${secrets.currentKeyId()} and ${key}::text > ${after}
        order by ${key}::text limit ${BATCH} for update`,
  );
  let resealed = 0;
  for (const row of rows) {
    const owner = column.owner(row);
    const rowKey = String(row['row_key']);
    try {
      const old: Sealed = { sealed: row['value'] as Buffer, dataKeyId: String(row['key_id']) };
      const anew = await secrets.seal(await secrets.open(old, owner), owner);
      await tx.execute(
        sql`update ${table} set ${sealed} = ${anew.sealed}, ${dataKey} = ${anew.dataKeyId} where ${key}::text = ${rowKey}`,
      );
      resealed += 1;
    } catch (error) {
      if (!(error instanceof SealedValueError)) throw error;
      onUnreadable({ column: column.name, row: rowKey, error });
    }
  }
  return { resealed, unreadable: rows.length - resealed, last: rows.at(-1)?.['row_key'] as string | undefined };
}

/** Drops the data keys that are not current and that nothing is sealed under. Returns their ids. */
export async function dropUnusedKeys(tx: Tx): Promise<string[]> {
  await lockDataKeys(tx);
  const unused = (await keyUse(tx)).filter(({ current, values }) => !current && values === 0);
  for (const { id } of unused) await tx.delete(dataKeys).where(eq(dataKeys.id, id));
  return unused.map(({ id }) => id);
}
