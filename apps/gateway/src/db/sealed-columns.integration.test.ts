import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { testSecretBox } from '../../test/factories/index';
import { treeWorld } from '../../test/factories/tree-world';
import { systemScope } from './database';
import { dropUnusedKeys, keyUse, resealAll } from './reseal';
import { appRole } from './roles';
import { sealedColumns, type SealedColumn, unsealedBinaryColumns } from './sealed-columns';
import type { GatewaySecrets } from './secrets';
import { readTables, type Sql } from './testing/catalogue';
import { createExampleRows, type ExampleRow } from './testing/example-rows';

const { base, tree } = treeWorld();
let ask: Sql;
let secrets: GatewaySecrets;
/** Two rows of every table that holds sealed values, of two organisations. */
const rows = new Map<string, [ExampleRow, ExampleRow]>();

beforeAll(async () => {
  ask = (text, values) => base.sql(text, values);
  secrets = await testSecretBox(base.db);
  const tables = (await readTables(ask, [appRole])).filter(({ schema, name }) => {
    return schema === 'public' && !['organisations', 'data_keys'].includes(name);
  });
  const key = new Map([['"public"."data_keys"', { id: secrets.currentKeyId() }]]);
  const one = await createExampleRows(ask, tables, tree.alphaOne.id, new Map(key));
  const two = await createExampleRows(ask, tables, tree.betaOne.id, new Map(key));
  for (const { table } of sealedColumns) {
    const ident = `"public"."${table}"`;
    rows.set(table, [one.get(ident) ?? {}, two.get(ident) ?? {}]);
  }
});

/** What has to go where a sealed value comes. */
const instead: Readonly<Record<string, string>> = { setting_values: ', value = NULL' };

async function put(column: SealedColumn, row: ExampleRow, text: string): Promise<void> {
  const { sealed, dataKeyId } = await secrets.seal(text, column.owner(row));
  await base.sql(
    `UPDATE ${column.table} SET ${column.column} = $1, ${column.dataKey} = $2 ${instead[column.table] ?? ''}
     WHERE ${column.key} = $3`,
    [sealed, dataKeyId, row[column.key]],
  );
}

async function read(column: SealedColumn, row: ExampleRow): Promise<string> {
  const [found] = await base.sql<{ sealed: Buffer; id: string }>(
    `SELECT ${column.column} AS sealed, ${column.dataKey} AS id FROM ${column.table} WHERE ${column.key} = $1`,
    [row[column.key]],
  );
  if (found === undefined) throw new Error('the row is gone');
  return await secrets.open({ sealed: found.sealed, dataKeyId: found.id }, column.owner(row));
}

const rowsOf = ({ table }: SealedColumn) => rows.get(table) ?? ([{}, {}] as [ExampleRow, ExampleRow]);
const use = () => base.db.inScope(systemScope, keyUse);

describe('the list of sealed columns', () => {
  it('names every binary column of the schema, or says that it holds something else', async () => {
    const binary = await base.sql<{ name: string }>(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
       WHERE data_type = 'bytea' AND table_schema = 'public' ORDER BY 1`,
    );
    expect(binary.map(({ name }) => name)).toEqual(
      [...sealedColumns.map(({ name }) => name), ...unsealedBinaryColumns].toSorted(),
    );
  });

  it('names every column that leads to a data key, and the database keeps a key that is led to', async () => {
    const columns = await base.sql<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns WHERE column_name = 'data_key_id' AND table_schema = 'public'`,
    );
    expect(columns.map(({ name }) => name).toSorted()).toEqual(sealedColumns.map(({ table }) => table).toSorted());
    const keys = await base.sql<{ name: string }>(
      `SELECT conrelid::regclass::text AS name FROM pg_constraint WHERE contype = 'f' AND confrelid = 'data_keys'::regclass`,
    );
    expect(keys.map(({ name }) => name).toSorted()).toEqual(sealedColumns.map(({ table }) => table).toSorted());
  });
});

describe.each(sealedColumns)('$name', (column) => {
  it('opens in its own row only', async () => {
    const [one, two] = rowsOf(column);
    await put(column, one, 'of the first');
    await put(column, two, 'of the second');
    expect([await read(column, one), await read(column, two)]).toEqual(['of the first', 'of the second']);
    const swap = `UPDATE ${column.table} a SET ${column.column} = b.${column.column} FROM ${column.table} b
       WHERE a.${column.key} <> b.${column.key} AND a.${column.key} = ANY($1) AND b.${column.key} = ANY($1)`;
    const both = [[one[column.key], two[column.key]]];
    await base.sql(swap, both);
    for (const row of [one, two]) await expect(read(column, row)).rejects.toThrow(/belongs to another row/);
    await base.sql(swap, both);
    expect([await read(column, one), await read(column, two)]).toEqual(['of the first', 'of the second']);
  });

  it('does not open with any bit turned', async () => {
    const [one] = rowsOf(column);
    await put(column, one, 'exact');
    const [{ length } = { length: 0 }] = await base.sql<{ length: number }>(
      `SELECT length(${column.column}) AS length FROM ${column.table} WHERE ${column.key} = $1`,
      [one[column.key]],
    );
    expect(length).toBeGreaterThan(28);
    const turn = async (bit: number) =>
      await base.sql(
        `UPDATE ${column.table} SET ${column.column} = set_bit(${column.column}, $2::bigint, 1 - get_bit(${column.column}, $2::bigint))
         WHERE ${column.key} = $1`,
        [one[column.key], bit],
      );
    for (let bit = 0; bit < length * 8; bit += 7) {
      await turn(bit);
      await expect(read(column, one)).rejects.toThrow(/altered/);
      await turn(bit);
    }
    expect(await read(column, one)).toBe('exact');
  });
});

describe('sealing anew', () => {
  it('moves every value of every column to the new key, and the old one can go', async () => {
    for (const column of sealedColumns) for (const row of rowsOf(column)) await put(column, row, `of ${column.name}`);
    const old = secrets.currentKeyId();
    await base.db.inScope(systemScope, (tx) => secrets.addDataKey(tx));
    // Until it is committed and seen, the old one seals.
    expect(secrets.currentKeyId()).toBe(old);
    await secrets.refresh();
    expect(secrets.currentKeyId()).not.toBe(old);
    const problems: unknown[] = [];
    const result = await resealAll({ db: base.db, secrets, onUnreadable: (problem) => problems.push(problem) });
    expect([result, problems]).toEqual([{ resealed: 2 * sealedColumns.length, unreadable: 0 }, []]);
    expect(await use()).toMatchObject([
      { id: old, current: false, values: 0 },
      { current: true, values: 2 * sealedColumns.length },
    ]);
    expect(await base.db.inScope(systemScope, dropUnusedKeys)).toEqual([old]);
    await secrets.refresh();
    for (const column of sealedColumns) {
      for (const row of rowsOf(column)) expect(await read(column, row)).toBe(`of ${column.name}`);
    }
  });

  it('leaves a value that does not open, and its key, and does the others', async () => {
    const [column] = sealedColumns.filter(({ table }) => table === 'operations');
    if (column === undefined) throw new Error('the column is missing');
    const [one, two] = rowsOf(column);
    await put(column, one, 'good');
    await base.sql(`UPDATE operations SET sealed_secret = '\\x00' WHERE id = $1`, [two['id']]);
    await base.db.inScope(systemScope, (tx) => secrets.addDataKey(tx));
    await secrets.refresh();
    const problems: { column: string; row: string }[] = [];
    const { unreadable } = await resealAll({ db: base.db, secrets, onUnreadable: (problem) => problems.push(problem) });
    expect(unreadable).toBe(1);
    expect(problems).toMatchObject([{ column: 'operations.sealed_secret', row: two['id'] }]);
    expect(await read(column, one)).toBe('good');
    expect(await base.db.inScope(systemScope, dropUnusedKeys)).toEqual([]);
    expect(await use()).toMatchObject([{ values: 1 }, { current: true }]);
    await put(column, two, 'mended');
    expect(await base.db.inScope(systemScope, dropUnusedKeys)).toHaveLength(1);
    await secrets.refresh();
  });

  it('goes on where it was broken off', async () => {
    await base.db.inScope(systemScope, (tx) => secrets.addDataKey(tx));
    await secrets.refresh();
    const broken = new AbortController();
    const first = await resealAll({
      db: base.db,
      secrets,
      signal: broken.signal,
      onUnreadable: () => undefined,
      onProgress: () => broken.abort(),
    });
    expect(first.resealed).toBeGreaterThan(0);
    expect((await use()).filter(({ values }) => values > 0)).toHaveLength(2);
    const second = await resealAll({ db: base.db, secrets, onUnreadable: () => undefined });
    expect(first.resealed + second.resealed).toBe(2 * sealedColumns.length);
    expect((await use()).filter(({ values }) => values > 0)).toHaveLength(1);
  });

  it('never takes a key from under a value that is on its way into the database', async () => {
    const [column] = sealedColumns.filter(({ table }) => table === 'operations');
    const row = rows.get('operations')?.[0];
    if (column === undefined || row === undefined) throw new Error('the column is missing');
    const late = await secrets.seal('late', column.owner(row));
    await base.db.inScope(systemScope, (tx) => secrets.addDataKey(tx));
    await secrets.refresh();
    await resealAll({ db: base.db, secrets, onUnreadable: () => undefined });
    await base.db.inScope(systemScope, dropUnusedKeys);
    // Too late is an error for the one who writes, not a value that nobody can open any more.
    await expect(
      base.db.inScope(systemScope, (tx) =>
        tx.execute(
          sql`update operations set sealed_secret = ${late.sealed}, data_key_id = ${late.dataKeyId} where id = ${row['id']}`,
        ),
      ),
    ).rejects.toMatchObject({ cause: { code: '23503' } });
  });
});
