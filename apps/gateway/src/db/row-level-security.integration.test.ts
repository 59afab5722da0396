import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createMember,
  createPbx,
  createTree,
  type GatewayDatabase,
  gatewayDatabase,
  tenantOf,
  testSecretBox,
  type TestTree,
} from '../../test/factories/index';
import { createAuditLog } from '../audit/audit-log';
import { systemScope } from './database';
import { appRole, authRole } from './roles';

let base: GatewayDatabase;
let tree: TestTree;
let pbxId: string;

/** One row in every tenant table, all of Alpha One. */
beforeAll(async () => {
  base = await gatewayDatabase();
  tree = await createTree(base.db);
  const secrets = await testSecretBox(base.db);
  const owner = tree.alphaOne;
  pbxId = (await createPbx(base.db, owner, { secrets })).id;
  await createMember(base.db, owner);
  await base.db.inScope(owner, (tx) =>
    createAuditLog().append(tx, tenantOf(owner), {
      action: 'test',
      target: { kind: 'organisation', id: owner.id, name: owner.name },
    }),
  );
  const planId = randomUUID();
  for (const [text, values] of [
    ['INSERT INTO pbx_events (pbx_id, organisation_id, kind) VALUES ($1, $2, $3)', [pbxId, owner.id, 'link.online']],
    [
      `INSERT INTO plans (id, pbx_id, organisation_id, title, created_by, created_by_name, request_id)
       VALUES ($1, $2, $3, '{"key":"create-app","params":{}}', 'a', 'b', 'c')`,
      [planId, pbxId, owner.id],
    ],
    [
      `INSERT INTO operations (plan_id, pbx_id, organisation_id, position, action, object_kind, object_name, changes)
       VALUES ($1, $2, $3, 1, 'create', 'app', 'fax', '[]')`,
      [planId, pbxId, owner.id],
    ],
    [
      `INSERT INTO snapshot_objects (pbx_id, organisation_id, guid, kind, name, long_name, model, read_at)
       VALUES ($1, $2, 'g', 'app', 'n', 'l', '{}', now())`,
      [pbxId, owner.id],
    ],
    [
      `INSERT INTO snapshot_users (pbx_id, organisation_id, guid, name, long_name, apps) VALUES ($1, $2, 'g', 'n', 'l', '{}')`,
      [pbxId, owner.id],
    ],
    [
      `INSERT INTO applied_objects (pbx_id, organisation_id, guid, kind, fields) VALUES ($1, $2, 'g', 'app', '{}')`,
      [pbxId, owner.id],
    ],
  ] as [string, unknown[]][]) {
    await base.sql(text, values);
  }
});
afterAll(() => base.close());

const tenantTables = [
  'members',
  'pbxs',
  'pbx_status',
  'pbx_secrets',
  'pbx_events',
  'plans',
  'operations',
  'snapshot_objects',
  'snapshot_users',
  'applied_objects',
  'audit_entries',
];

/** Runs as the application role on a bare connection, past everything that `inScope` does. */
async function asApp<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: base.url });
  await client.connect();
  try {
    await client.query(`SET ROLE ${appRole}`);
    return await work(client);
  } finally {
    await client.end();
  }
}

async function count(client: pg.Client, table: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
  return rows[0]?.count ?? -1;
}

describe('every table', () => {
  it('has forced row-level security and a policy', async () => {
    const rows = await base.sql<{ name: string; enabled: boolean; forced: boolean; policies: number }>(
      `SELECT n.nspname || '.' || c.relname AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
         (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'drizzle')
       ORDER BY 1`,
    );
    expect(rows.filter(({ enabled, forced, policies }) => !enabled || !forced || policies === 0)).toEqual([]);
    expect(rows.map(({ name }) => name)).toEqual(
      [
        ...['account', 'session', 'user', 'verification'].map((name) => `auth.${name}`),
        ...[...tenantTables, 'organisations', 'data_keys'].map((name) => `public.${name}`),
      ].toSorted(),
    );
  });

  it('belongs to somebody else than the roles that work on it', async () => {
    const rows = await base.sql<{ owner: string }>(
      `SELECT DISTINCT tableowner AS owner FROM pg_tables WHERE schemaname IN ('public', 'auth')`,
    );
    expect(rows.map(({ owner }) => owner)).not.toContain(appRole);
    expect(rows.map(({ owner }) => owner)).not.toContain(authRole);
    const roles = await base.sql(
      'SELECT rolname FROM pg_roles WHERE rolname IN ($1, $2) AND (rolsuper OR rolbypassrls OR rolcanlogin)',
      [appRole, authRole],
    );
    expect(roles).toEqual([]);
  });
});

describe.each([
  ['no scope was ever set', undefined],
  ['the scope is empty', ''],
  ["it is another reseller's scope", () => tree.beta.path],
  ["it is a sibling's scope", () => tree.alphaTwo.path],
  ['it is no path at all', 'x'],
])('when %s', (_name, scope) => {
  it.each([...tenantTables])('%s shows nothing', async (table) => {
    const seen = await asApp(async (client) => {
      const path = typeof scope === 'function' ? scope() : scope;
      if (path !== undefined) await client.query(`SELECT set_config('app.scope', $1, false)`, [path]);
      return await count(client, table);
    });
    // The factory's own rows are all of Alpha One.
    expect(seen).toBe(0);
  });

  it('nothing can be written or changed', async () => {
    await asApp(async (client) => {
      const path = typeof scope === 'function' ? scope() : scope;
      if (path !== undefined) await client.query(`SELECT set_config('app.scope', $1, false)`, [path]);
      await expect(
        client.query(
          `INSERT INTO pbxs (organisation_id, name, direction, app_object_name) VALUES ($1, 'x', 'inbound', 'x')`,
          [tree.alphaOne.id],
        ),
      ).rejects.toThrow(/row-level security/);
      expect((await client.query(`UPDATE pbxs SET name = 'stolen'`)).rowCount).toBe(0);
      expect((await client.query('DELETE FROM pbx_secrets')).rowCount).toBe(0);
    });
  });
});

describe("in the reseller's own scope", () => {
  it.each([...tenantTables])('%s shows its rows', async (table) => {
    const seen = await asApp(async (client) => {
      await client.query(`SELECT set_config('app.scope', $1, false)`, [tree.alpha.path]);
      return await count(client, table);
    });
    expect(seen).toBeGreaterThan(0);
  });

  it('a row cannot be moved to an organisation outside', async () => {
    await expect(
      base.db.inScope(tree.alpha, (tx) =>
        tx.execute(
          sql`update members set organisation_id = ${tree.betaOne.id} where organisation_id = ${tree.alphaOne.id}`,
        ),
      ),
    ).rejects.toMatchObject({ cause: { message: expect.stringMatching(/row-level security/) } });
  });

  it("a row's organisation is always that of its PBX", async () => {
    await expect(
      base.db.inScope(systemScope, (tx) =>
        tx.execute(
          sql`insert into pbx_events (pbx_id, organisation_id, kind) values (${pbxId}, ${tree.betaOne.id}, 'link.online')`,
        ),
      ),
    ).rejects.toMatchObject({ cause: { constraint: 'pbx_events_pbx' } });
  });

  it('an organisation cannot be hung in at a place its path does not say', async () => {
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
    const left = await asApp(async (client) => {
      await client.query('BEGIN');
      await client.query(`SELECT set_config('app.scope', '/', true)`);
      await client.query('COMMIT');
      const { rows } = await client.query<{ scope: string }>(`SELECT current_setting('app.scope', true) AS scope`);
      return { scope: rows[0]?.scope, seen: await count(client, 'pbxs') };
    });
    // PostgreSQL leaves the empty string behind, which every path starts with: the policies must not take it for a scope.
    expect(left).toEqual({ scope: '', seen: 0 });
  });

  it('is compared by one hashed sub-select, not row by row', async () => {
    const plan = await base.db.inScope(tree.alpha, (tx) =>
      tx.execute<{ 'QUERY PLAN': string }>(sql`explain select * from pbx_events`),
    );
    const text = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toMatch(/hashed SubPlan|Hash Semi Join|Semi Join/);
    expect(text.match(/SubPlan \d+$/gm) ?? []).toHaveLength(1);
  });
});

describe('what is not tenant data', () => {
  it('data keys are seen by system work only', async () => {
    const seen = (path: string) =>
      base.db.inScope({ path }, async (tx) => (await tx.execute(sql`select id from data_keys`)).rows.length);
    expect(await seen('/')).toBe(1);
    expect(await seen(tree.provider.path)).toBe(0);
  });

  it('accounts are out of reach for the application role', async () => {
    await asApp(async (client) => {
      await client.query(`SELECT set_config('app.scope', '/', false)`);
      for (const table of ['user', 'session', 'account', 'verification']) {
        await expect(client.query(`SELECT * FROM auth."${table}"`)).rejects.toThrow(/permission denied/);
      }
    });
  });

  it('tenant tables are out of reach for the accounts role', async () => {
    const client = new pg.Client({ connectionString: base.url });
    await client.connect();
    try {
      await client.query(`SET ROLE ${authRole}`);
      await client.query(`SELECT set_config('app.scope', '/', false)`);
      for (const table of [...tenantTables, 'organisations', 'data_keys']) {
        await expect(client.query(`SELECT * FROM ${table}`)).rejects.toThrow(/permission denied/);
      }
    } finally {
      await client.end();
    }
  });

  it('the audit log takes no change, not even from the owner', async () => {
    await expect(base.sql(`UPDATE audit_entries SET actor_name = 'x'`)).rejects.toThrow(/append-only/);
    await expect(base.sql('DELETE FROM audit_entries')).rejects.toThrow(/append-only/);
    await expect(base.sql('TRUNCATE audit_entries')).rejects.toThrow(/append-only/);
    await asApp(async (client) => {
      await client.query(`SELECT set_config('app.scope', '/', false)`);
      await expect(client.query('DELETE FROM audit_entries')).rejects.toThrow(/permission denied/);
    });
  });
});
