import { appRole, authRole } from '../../src/db/roles';
import { readTables, type Sql } from '../../src/db/testing/catalogue';

/** Knows every row that was written, changed or removed since it was asked last. */
export interface WriteLog {
  /** `table: COMMAND` with how often, without what `expected` names. */
  take(expected?: readonly string[]): Promise<Record<string, number>>;
}

/**
 * Notes each written row of every table, by a trigger of its own. Rows that a statement did not touch are not noted, so
 * the gateway's own sweeps leave no trace while there is nothing to sweep.
 */
export async function watchWrites(sql: Sql): Promise<WriteLog> {
  await sql('CREATE SCHEMA test_writes');
  await sql('CREATE TABLE test_writes.log (place text NOT NULL)');
  await sql(`GRANT USAGE ON SCHEMA test_writes TO ${appRole}, ${authRole}`);
  await sql(`GRANT INSERT ON test_writes.log TO ${appRole}, ${authRole}`);
  await sql(
    `CREATE FUNCTION test_writes.note() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       INSERT INTO test_writes.log VALUES (TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME || ': ' || TG_OP);
       RETURN NULL;
     END $$`,
  );
  for (const { schema, ident } of await readTables(sql, [])) {
    if (schema === 'test_writes') continue;
    await sql(
      `CREATE TRIGGER zz_test_note AFTER INSERT OR UPDATE OR DELETE ON ${ident}
       FOR EACH ROW EXECUTE FUNCTION test_writes.note()`,
    );
  }
  return {
    async take(expected = []) {
      const rows = await sql<{ place: string; count: number }>(
        `WITH taken AS (DELETE FROM test_writes.log RETURNING place)
         SELECT place, count(*)::int AS count FROM taken GROUP BY place ORDER BY place`,
      );
      return Object.fromEntries(
        rows.filter(({ place }) => !expected.includes(place)).map((row) => [row.place, row.count]),
      );
    },
  };
}
