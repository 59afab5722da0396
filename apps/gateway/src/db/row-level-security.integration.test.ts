import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createPbx,
  createTree,
  type GatewayDatabase,
  gatewayDatabase,
  type TestTree,
} from '../../test/factories/index';
import { systemScope } from './database';
import { appRole, authRole } from './roles';
import {
  type CatalogueTable,
  readColumns,
  readForeignKeys,
  readLooseEnds,
  readTables,
  type Sql,
} from './testing/catalogue';

/**
 * What the catalogue of the migrated database says about every table in it, whoever added it. What an attacker with SQL
 * gets out of them is in tenant-attack.integration.test.ts.
 */
let base: GatewayDatabase;
let ask: Sql;
let tree: TestTree;
let tables: CatalogueTable[];
beforeAll(async () => {
  base = await gatewayDatabase();
  ask = (text, values) => base.sql(text, values);
  tree = await createTree(base.db);
  tables = await readTables(ask, [appRole, authRole]);
});
afterAll(() => base.close());

const inside = 'organisation_id IN ( SELECT organisations.id FROM organisations)';
const inScope = `starts_with(path, NULLIF(current_setting('app.scope'::text, true), ''::text))`;
const system = `current_setting('app.scope'::text, true) = '/'::text`;

/** Tables that are not tenant data, each with all that its policies say. Everything else has to be a tenant's. */
const notTenants: Record<string, string[]> = {
  // The tree itself: what all other policies look into.
  'public.organisations': [`ALL ${inScope} / ${inScope}`],
  'public.data_keys': [`ALL ${system} / ${system}`],
  'public.system_secrets': [`ALL ${system} / ${system}`],
  // Public keys: anybody who checks a checkpoint needs them.
  'public.audit_signing_keys': ['SELECT true / -', `INSERT - / ${system}`],
};

/** Changes go on from state to state, and the history of them stays. */
const neverDeleted = [
  'public.setting_changes',
  'public.setting_change_items',
  'public.console_sessions',
  'public.pauses',
  'public.panic_presses',
  'public.alarms',
];
/** What was recorded stays recorded. */
const appendOnly = ['public.audit_entries', 'public.audit_checkpoints', 'public.audit_signing_keys'];

const nameOf = ({ schema, name }: CatalogueTable) => `${schema}.${name}`;
const tidy = (text: string | null) => text?.replaceAll(/\s+/g, ' ').replace(/^\((.*)\)$/, '$1') ?? '-';
const policiesOf = (table: CatalogueTable) =>
  table.policies.map(({ command, using, check }) => `${command} ${tidy(using)} / ${tidy(check)}`);
const tenantTables = () =>
  tables.filter(({ schema, name }) => schema === 'public' && !(`public.${name}` in notTenants));

describe('every table', () => {
  it('lies in public or in auth', () => {
    expect(tables.length).toBeGreaterThan(25);
    expect(tables.filter(({ schema }) => schema !== 'public' && schema !== 'auth').map(nameOf)).toEqual([]);
  });

  it('has row-level security, enabled and forced', () => {
    expect(tables.filter(({ secured, forced }) => !secured || !forced).map(nameOf)).toEqual([]);
  });

  it('has permissive policies for exactly the one role that may touch it, for all that the role may do', () => {
    for (const table of tables) {
      const role = table.schema === 'auth' ? authRole : appRole;
      const covered = new Set(table.policies.flatMap(({ command }) => (command === 'ALL' ? granted : [command])));
      expect({
        table: nameOf(table),
        none: table.policies.length === 0,
        roles: table.policies.flatMap(({ roles }) => roles),
        restrictive: table.policies.filter(({ permissive }) => !permissive),
        uncovered: table.grants[role]?.filter((command) => !covered.has(command)),
      }).toEqual({
        table: nameOf(table),
        none: false,
        roles: table.policies.map(() => role),
        restrictive: [],
        uncovered: [],
      });
    }
  });

  it('of a tenant shows and takes what lies in the scope, by one and the same policy', () => {
    for (const table of tenantTables())
      expect([nameOf(table), policiesOf(table)]).toEqual([nameOf(table), [`ALL ${inside} / ${inside}`]]);
  });

  it('of a tenant names its organisation in every row, and the organisation is one of the tree', async () => {
    const wrong: string[] = [];
    for (const table of tenantTables()) {
      const column = (await readColumns(ask, table.ident)).find(({ name }) => name === 'organisation_id');
      const direct = (await readForeignKeys(ask, table.ident)).some(
        ({ columns, target }) => columns.join() === 'organisation_id' && target === '"public"."organisations"',
      );
      if (column?.type !== 'uuid' || !column.required || !direct) wrong.push(nameOf(table));
    }
    expect(wrong).toEqual([]);
  });

  it('that is no tenant data is on the list, with what its policies say', () => {
    for (const [name, policies] of Object.entries(notTenants)) {
      const table = tables.find((one) => nameOf(one) === name);
      expect([name, table && policiesOf(table).toSorted()]).toEqual([name, policies.toSorted()]);
    }
  });
});

const granted = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];

describe('the roles', () => {
  it('are neither owners nor strong, and cannot become somebody else', async () => {
    const owners = await base.sql<{ owner: string }>(
      `SELECT DISTINCT tableowner AS owner FROM pg_tables WHERE schemaname IN ('public', 'auth')`,
    );
    for (const { owner } of owners) expect([appRole, authRole]).not.toContain(owner);
    expect(
      await base.sql(
        `SELECT rolname FROM pg_roles WHERE rolname IN ($1, $2)
         AND (rolsuper OR rolbypassrls OR rolcanlogin OR rolcreaterole OR rolcreatedb OR rolreplication)`,
        [appRole, authRole],
      ),
    ).toEqual([]);
    expect(
      await base.sql(
        'SELECT 1 FROM pg_auth_members WHERE member IN (SELECT oid FROM pg_roles WHERE rolname IN ($1, $2))',
        [appRole, authRole],
      ),
    ).toEqual([]);
  });

  it('may work on rows and nothing more, each in its own schema', () => {
    for (const table of tables) {
      const [mine, other] = table.schema === 'auth' ? [authRole, appRole] : [appRole, authRole];
      expect([nameOf(table), table.grants[other]]).toEqual([nameOf(table), []]);
      const may = table.grants[mine]?.filter((command) => !granted.includes(command));
      expect([nameOf(table), may]).toEqual([nameOf(table), []]);
      const commands = neverDeleted.includes(nameOf(table)) ? ['SELECT', 'INSERT', 'UPDATE'] : granted;
      expect([nameOf(table), table.grants[mine]]).toEqual([
        nameOf(table),
        appendOnly.includes(nameOf(table)) ? ['SELECT', 'INSERT'] : commands,
      ]);
    }
  });

  it('make nothing, and do not see each other or the list of migrations', async () => {
    const may = async (role: string, schema: string, what: string) =>
      (await base.sql<{ may: boolean }>('SELECT has_schema_privilege($1, $2, $3) AS may', [role, schema, what]))[0]
        ?.may;
    for (const role of [appRole, authRole]) {
      for (const schema of ['public', 'auth', 'drizzle']) {
        expect([role, schema, await may(role, schema, 'CREATE')]).toEqual([role, schema, false]);
      }
      expect(await may(role, 'drizzle', 'USAGE')).toBe(false);
    }
    expect(await may(appRole, 'auth', 'USAGE')).toBe(false);
  });

  it.each([
    [appRole, 'auth'],
    [authRole, 'public'],
  ])('%s is refused by every table of %s, whatever its scope', async (role, schema) => {
    await using client = await connect();
    await client.query(`SET ROLE ${role}`);
    await client.query(`SELECT set_config('app.scope', '/', false)`);
    for (const table of tables.filter((one) => one.schema === schema)) {
      await expect(client.query(`SELECT * FROM ${table.ident}`)).rejects.toThrow(/permission denied/);
    }
  });
});

describe('nothing else', () => {
  it('is granted to everybody, shows rows, or runs with the rights of its owner', async () => {
    expect(await readLooseEnds(ask)).toEqual({
      grantedToPublic: [],
      otherRelations: [],
      // The one way out of the audit log: only for the gateway's own work, only up to a signed checkpoint.
      securityDefiners: ['public.audit_purge'],
      callableFunctions: ['public.audit_purge'],
    });
  });

  it('changes the audit log, not even the owner', async () => {
    for (const text of [
      `UPDATE audit_entries SET actor_name = 'x'`,
      'DELETE FROM audit_entries',
      'TRUNCATE audit_entries',
    ]) {
      await base.sql(
        `INSERT INTO audit_entries (organisation_id, seq, at, actor_id, actor_name, action, target_kind, target_id,
           target_name, result, request_id, address, previous_hash, hash)
         VALUES ($1, (SELECT count(*) + 1 FROM audit_entries), now(), '', '', '', '', '', '', 'allowed', '', '', '', '')`,
        [tree.betaOne.id],
      );
      await expect(base.sql(text)).rejects.toThrow(/append-only/);
    }
  });
});

describe('rows that hang on others', () => {
  it("have the organisation of their PBX, even for the gateway's own work", async () => {
    const { id } = await createPbx(base.db, tree.alphaOne);
    await expect(
      base.db.inScope(systemScope, (tx) =>
        tx.execute(
          sql`insert into pbx_events (pbx_id, organisation_id, kind) values (${id}, ${tree.betaOne.id}, 'link.online')`,
        ),
      ),
    ).rejects.toMatchObject({ cause: { constraint: 'pbx_events_pbx' } });
  });

  it('are organisations only at the place their path says', async () => {
    const id = randomUUID();
    await expect(
      base.db.inScope(systemScope, (tx) =>
        tx.execute(
          sql`insert into organisations (id, parent_id, kind, name, path)
              values (${id}, ${tree.beta.id}, 'customer', 'Crooked', ${`${tree.alpha.path}${id}/`})`,
        ),
      ),
    ).rejects.toMatchObject({ cause: { message: expect.stringMatching(/path must be/) } });
  });
});

describe('the scope', () => {
  it('does not stay on a pooled connection', async () => {
    await createPbx(base.db, tree.alphaTwo);
    await using client = await connect();
    await client.query(`SET ROLE ${appRole}`);
    await client.query('BEGIN');
    await client.query(`SELECT set_config('app.scope', '/', true)`);
    await client.query('COMMIT');
    const { rows } = await client.query(
      `SELECT current_setting('app.scope', true) AS scope, (SELECT count(*)::int FROM pbxs) AS seen`,
    );
    // PostgreSQL leaves the empty string behind, which every path starts with: the policies must not take it for a scope.
    expect(rows).toEqual([{ scope: '', seen: 0 }]);
  });

  it('is compared by one hashed sub-select, not row by row', async () => {
    const plan = await base.db.inScope(tree.alpha, (tx) =>
      tx.execute<{ 'QUERY PLAN': string }>(sql`explain select * from pbx_events`),
    );
    const text = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toMatch(/hashed SubPlan|Hash Semi Join|Semi Join/);
    expect(text.match(/SubPlan \d+$/gm) ?? []).toHaveLength(1);
  });

  it('of a provider is not that of the system: keys stay out of reach', async () => {
    await base.sql(`INSERT INTO data_keys (wrapped) VALUES ('x')`);
    const seen = (path: string) =>
      base.db.inScope({ path }, async (tx) => (await tx.execute(sql`select id from data_keys`)).rows.length);
    expect(await seen('/')).toBe(1);
    expect(await seen(tree.provider.path)).toBe(0);
  });
});

/** A connection as the owner, past everything that `inScope` does. */
async function connect(): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ connectionString: base.url });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}
