import { randomUUID } from 'node:crypto';
import { type CatalogueColumn, readColumns, readForeignKeys, type Sql } from './catalogue';

/** A row of a table as JSON has it. */
export type ExampleRow = Record<string, unknown>;

/** What the catalogue does not say: values that a check constraint or a trigger asks for. */
const own: Record<string, Record<string, unknown>> = {
  members: { role: 'auditor' },
  invitations: { role: 'auditor' },
  plans: { title: { key: 'create-app', params: {} } },
  operations: { action: 'create', object_kind: 'app', changes: [] },
  pbxs: { direction: 'inbound' },
  // Nobody is to be told anything about examples.
  audit_forwarders: { enabled: false },
  // One in clear or one that is sealed, and never neither.
  setting_values: { value: true },
  outgoing_mails: { state: 'held', kind: 'test' },
  retention_zones: { time_zone: 'UTC' },
  // One that is still open would be carried out.
  retention_runs: { finished_at: '2026-01-01T00:00:00Z' },
  // One that goes on would be ended, because there is no such session.
  impersonations: { mode: 'view', ended_at: '2026-01-01T00:00:00Z' },
};

/**
 * One row of `organisationId` in every one of these tables, made from the catalogue alone: required columns get a value of
 * their type, foreign keys lead to the rows made before. `tables` are identifiers; `made` may hold rows of others to
 * refer to.
 * @throws {Error} naming the table that needs values of its own in this file
 */
export async function createExampleRows(
  sql: Sql,
  tables: readonly { ident: string; name: string }[],
  organisationId: string,
  made = new Map<string, ExampleRow>(),
): Promise<Map<string, ExampleRow>> {
  const open = new Map(tables.map((table) => [table.ident, table]));
  while (open.size > 0) {
    const before = open.size;
    for (const table of open.values()) {
      const keys = (await readForeignKeys(sql, table.ident)).filter(
        ({ target }) => target !== '"public"."organisations"',
      );
      const columns = await readColumns(sql, table.ident);
      const needed = keys.filter((key) =>
        key.columns.every((name) => columns.find((c) => c.name === name)?.required || name in (own[table.name] ?? {})),
      );
      if (needed.some(({ target }) => open.has(target) && target !== table.ident)) continue;
      const values = valuesFor(table.name, columns, organisationId);
      for (const { columns: names, target, targetColumns } of needed) {
        const row = made.get(target);
        if (row === undefined) throw new Error(`${table.ident} refers to ${target}, of which there is no row`);
        for (const [index, name] of names.entries()) values[name] = row[targetColumns[index] ?? ''];
      }
      made.set(table.ident, await insert(sql, table, values));
      open.delete(table.ident);
    }
    if (open.size === before)
      throw new Error(`these tables refer to each other in a circle: ${[...open.keys()].join()}`);
  }
  return made;
}

async function insert(sql: Sql, table: { ident: string; name: string }, values: ExampleRow): Promise<ExampleRow> {
  const names = Object.keys(values).map((name) => `"${name}"`);
  try {
    const [row] = await sql<{ row: ExampleRow }>(
      `WITH made AS (INSERT INTO ${table.ident} (${names.join()})
         SELECT ${names.join()} FROM jsonb_populate_record(null::${table.ident}, $1) RETURNING *)
       SELECT to_jsonb(made) AS row FROM made`,
      [JSON.stringify(values)],
    );
    return row?.row ?? {};
  } catch (error) {
    throw new Error(
      `${table.ident} takes no row made from the catalogue: give it what it asks for in src/db/testing/example-rows.ts`,
      { cause: error },
    );
  }
}

function valuesFor(table: string, columns: readonly CatalogueColumn[], organisationId: string): ExampleRow {
  const values: ExampleRow = { ...own[table] };
  for (const { name, type, required, hasDefault } of columns) {
    if (name === 'organisation_id') values[name] = organisationId;
    else if (required && !(name in values) && (name === 'id' || !hasDefault))
      values[name] = name === 'expires_at' ? inAYear() : valueOf(type);
  }
  return values;
}

function valueOf(type: string): unknown {
  if (type === 'uuid') return randomUUID();
  if (type === 'text') return `example ${randomUUID()}`;
  if (type === 'integer' || type === 'bigint') return 1;
  if (type === 'boolean') return false;
  if (type === 'jsonb') return {};
  if (type === 'bytea') return '\\x00';
  if (type.startsWith('timestamp')) return new Date().toISOString();
  if (type.endsWith('[]')) return [];
  throw new Error(`no example value for the type ${type}: add one in src/db/testing/example-rows.ts`);
}

/** What has run out is swept away. */
function inAYear(): string {
  return new Date(Date.now() + 365 * 86_400_000).toISOString();
}
