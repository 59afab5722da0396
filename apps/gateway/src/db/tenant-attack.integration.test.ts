import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTree, type GatewayDatabase, gatewayDatabase, type TestTree } from '../../test/factories/index';
import { appRole } from './roles';
import { type CatalogueTable, readColumns, readTables, type Sql } from './testing/catalogue';
import { createExampleRows, type ExampleRow } from './testing/example-rows';

/**
 * Raw SQL as the application role against every table of the catalogue that holds something of an organisation: what would
 * be left of the tenant boundary if every check of the product were forgotten. Each attempt is rolled back.
 */
const base: GatewayDatabase = await gatewayDatabase();
const ask: Sql = (text, values) => base.sql(text, values);
const all = (await readTables(ask, [appRole])).filter(({ schema }) => schema === 'public');
const tenantTables = all.filter(({ name }) => !['data_keys', 'system_secrets', 'audit_signing_keys'].includes(name));
let tree: TestTree;
let rows: Map<string, ExampleRow>;
let client: pg.Client;
/** The columns of a table that a statement can give. */
const columns = new Map<string, string>();
let attempts = 0;

beforeAll(async () => {
  tree = await createTree(base.db);
  const shared = await createExampleRows(
    ask,
    all.filter((table) => !tenantTables.includes(table)),
    tree.alphaOne.id,
  );
  const own = tenantTables.filter(({ name }) => name !== 'organisations');
  rows = await createExampleRows(ask, own, tree.alphaOne.id, new Map(shared));
  await createExampleRows(ask, own, tree.betaOne.id, new Map(shared));
  const [organisation] = await base.sql<{ row: ExampleRow }>(
    'SELECT to_jsonb(o) AS row FROM organisations o WHERE id = $1',
    [tree.alphaOne.id],
  );
  rows.set('"public"."organisations"', organisation?.row ?? {});
  for (const { ident } of tenantTables) {
    const given = (await readColumns(ask, ident)).filter(({ generated }) => !generated);
    columns.set(ident, given.map(({ name }) => `"${name}"`).join());
  }
  client = new pg.Client({ connectionString: base.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await base.close();
  console.log(`raw SQL: ${attempts} attempts on ${tenantTables.length} tables`);
});

const ownerColumn = ({ name }: CatalogueTable) => (name === 'organisations' ? 'id' : 'organisation_id');
const may = ({ grants }: CatalogueTable, command: string) => grants[appRole]?.includes(command) === true;

/** What a statement came to as the application role in a scope, or without one: rows touched, or the refusal. */
async function attempt(scope: string | undefined, text: string, values: unknown[]): Promise<number | string> {
  attempts += 1;
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL ROLE ${appRole}`);
    if (scope !== undefined) await client.query(`SELECT set_config('app.scope', $1, true)`, [scope]);
    return (await client.query(text, values)).rowCount ?? 0;
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return code === '42501' && /row-level security/.test(message) ? 'row-level security' : code;
  } finally {
    await client.query('ROLLBACK');
  }
}

/** The statements, each aimed at the rows of Alpha One. */
function statements(table: CatalogueTable) {
  const { ident } = table;
  const column = ownerColumn(table);
  // Setting an organisation's id would ask the trigger that checks paths.
  const same = table.name === 'organisations' ? 'name' : column;
  const victim = tree.alphaOne.id;
  const row = JSON.stringify(rows.get(ident));
  return {
    select: [`SELECT * FROM ${ident} WHERE ${column} = $1`, [victim]],
    selectAll: [`SELECT * FROM ${ident} t WHERE to_jsonb(t)::text LIKE '%' || $1 || '%'`, [victim]],
    insert: [
      `INSERT INTO ${ident} (${columns.get(ident)}) SELECT ${columns.get(ident)} FROM jsonb_populate_record(null::${ident}, $1)`,
      [row],
    ],
    update: [`UPDATE ${ident} SET ${same} = ${same} WHERE ${column} = $1`, [victim]],
    take: [`UPDATE ${ident} SET ${column} = $2 WHERE ${column} = $1`, [victim, tree.betaOne.id]],
    remove: [`DELETE FROM ${ident} WHERE ${column} = $1`, [victim]],
  } satisfies Record<string, [string, unknown[]]>;
}

const scopes: [string, () => string | undefined][] = [
  ['no scope was ever set', () => undefined],
  ['the scope is empty', () => ''],
  ['the scope is no path', () => 'x'],
  ['the scope is of an organisation that does not exist', () => `${tree.alpha.path}${randomUUID()}/`],
  ['the scope is the path without its first slash', () => tree.alphaOne.path.slice(1)],
  ['it is the scope of a sibling', () => tree.alphaTwo.path],
  ['it is the scope of another reseller', () => tree.beta.path],
  ["it is the scope of another reseller's customer", () => tree.betaOne.path],
];

describe('the catalogue', () => {
  it('has a row of Alpha One for every table', () => {
    expect(tenantTables.length).toBeGreaterThan(20);
    expect(tenantTables.filter(({ ident }) => !rows.has(ident))).toEqual([]);
  });
});

describe.each(scopes)('when %s', (_name, scopeOf) => {
  it.each(tenantTables)('$name shows, takes, changes and loses nothing', async (table) => {
    const scope = scopeOf();
    const { select, selectAll, insert, update, take, remove } = statements(table);
    expect(await attempt(scope, ...select)).toBe(0);
    expect(await attempt(scope, ...selectAll)).toBe(0);
    // The trigger that checks paths is asked before the policy.
    expect(await attempt(scope, ...insert)).toBe(table.name === 'organisations' ? '23503' : 'row-level security');
    for (const change of [update, take])
      expect(await attempt(scope, ...change)).toBe(may(table, 'UPDATE') ? 0 : '42501');
    expect(await attempt(scope, ...remove)).toBe(may(table, 'DELETE') ? 0 : '42501');
  });
});

describe.each([
  ['its own scope', () => tree.alphaOne.path],
  ["its reseller's scope", () => tree.alpha.path],
  ["the gateway's own scope", () => '/'],
])('in %s', (name, scopeOf) => {
  it.each(tenantTables)('$name shows and takes its rows, so that the attempts above prove something', async (table) => {
    const scope = scopeOf();
    const { select, insert, update, remove } = statements(table);
    expect(await attempt(scope, ...select)).toBeGreaterThan(0);
    // The very same row again: past the policy, and stopped by its key. An organisation's parent can lie outside.
    expect(await attempt(scope, ...insert)).toBe(
      table.name === 'organisations' && name === 'its own scope' ? '23503' : '23505',
    );
    if (may(table, 'UPDATE')) expect(await attempt(scope, ...update)).toBeGreaterThan(0);
    // 23503: something hangs on it.
    if (may(table, 'DELETE')) expect([1, '23503']).toContain(await attempt(scope, ...remove));
  });
});

describe('a row in scope', () => {
  it.each(tenantTables.filter((table) => may(table, 'UPDATE') && table.name !== 'organisations'))(
    'of $name cannot be given to an organisation outside',
    async (table) => {
      const { take } = statements(table);
      for (const scope of [tree.alphaOne.path, tree.alpha.path]) {
        expect(await attempt(scope, ...take)).toBe('row-level security');
      }
    },
  );

  it('of an organisation cannot be hung below another reseller, nor out of the tree', async () => {
    const { id } = tree.alphaOne;
    for (const [parent, path] of [
      [tree.beta.id, `${tree.beta.path}${id}/`],
      [null, `/${id}/`],
    ]) {
      expect(
        await attempt(tree.alpha.path, 'UPDATE organisations SET parent_id = $2, path = $3 WHERE id = $1', [
          id,
          parent,
          path,
        ]),
      ).toMatch(/^(23503|row-level security)$/);
    }
  });
});
