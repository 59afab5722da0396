import { randomBytes } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@switchroom/testkit/postgres';
import { getMigrations } from 'better-auth/db/migration';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { createLibrary } from '../auth/library';
import { silentLogger } from '../observability/logger';
import { createDatabase, systemScope } from './database';
import { assertMigrated, migrate } from './migrate';
import { createPool } from './pool';
import { authRole } from './roles';
import { organisations } from './schema/index';

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing[Symbol.asyncDispose]();
});

async function emptyDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase({ migrate: async () => undefined, templateKey: 'empty' });
  open.push(database);
  return database;
}

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

describe('migrate', () => {
  it('runs once when six gateways start on an empty database at the same moment', async () => {
    const { url } = await emptyDatabase();
    await Promise.all(Array.from({ length: 6 }, () => migrate(url)));
    const [journal] = await query<{ count: number; hashes: number }>(
      url,
      'SELECT count(*)::int AS count, count(DISTINCT hash)::int AS hashes FROM drizzle.__drizzle_migrations',
    );
    expect(journal?.count).toBeGreaterThanOrEqual(3);
    expect(journal?.hashes).toBe(journal?.count);
    await expect(assertMigrated(url)).resolves.toBeUndefined();
  });

  it('makes the roles once when six databases of one server are migrated at the same moment', async () => {
    const databases = await Promise.all(Array.from({ length: 6 }, emptyDatabase));
    await Promise.all(databases.map(({ url }) => migrate(url)));
    for (const { url } of databases) await expect(assertMigrated(url)).resolves.toBeUndefined();
  });

  it('names the cure when migrations are missing', async () => {
    const { url } = await emptyDatabase();
    await expect(assertMigrated(url)).rejects.toThrow(/lacks \d+ of \d+ migrations.*npm run migrate/);
  });

  it('works for an owner that may create no roles, once the roles are granted to it', async () => {
    const database = await emptyDatabase();
    // The roles exist on the server from here on.
    await migrate((await emptyDatabase()).url);
    const name = `owner_${randomBytes(6).toString('hex')}`;
    const password = randomBytes(12).toString('hex');
    await query(database.url, `CREATE ROLE ${name} LOGIN PASSWORD '${password}'`);
    try {
      await query(database.url, `ALTER DATABASE "${database.name}" OWNER TO ${name}`);
      await query(database.url, `GRANT ALL ON SCHEMA public TO ${name}`);
      const url = Object.assign(new URL(database.url), { username: name, password }).toString();
      await expect(migrate(url)).rejects.toThrow(/may not become the role switchroom_app.*GRANT switchroom_app TO/);
      await query(database.url, `GRANT switchroom_app, switchroom_auth TO ${name}`);
      await migrate(url);
      const db = createDatabase({ url });
      try {
        expect(await db.inScope(systemScope, (tx) => tx.select().from(organisations))).toEqual([]);
      } finally {
        await db.close();
      }
    } finally {
      await database.drop();
      await query(process.env['TEST_DATABASE_URL'] ?? '', `DROP ROLE ${name}`);
    }
  });

  it('gives the account library every table and column it expects', async () => {
    const { url } = await emptyDatabase();
    await migrate(url);
    const pool = createPool({ url, role: authRole, searchPath: 'auth', max: 1 });
    try {
      const { options } = createLibrary({
        pool,
        secret: 'x'.repeat(32),
        publicUrl: 'https://portal.example',
        trustedOrigins: [],
        logger: silentLogger,
      });
      const { toBeCreated, toBeAdded } = await getMigrations(options);
      expect({ toBeCreated, toBeAdded }).toEqual({ toBeCreated: [], toBeAdded: [] });
    } finally {
      await pool.end();
    }
  });
});

describe('createDatabase', () => {
  it('acts as the application role even when the URL brings its own options', async () => {
    const { url } = await emptyDatabase();
    await migrate(url);
    const tricky = new URL(url);
    tricky.searchParams.set('options', '-c role=none -c statement_timeout=0');
    const db = createDatabase({ url: tricky.toString() });
    try {
      await expect(db.inScope(systemScope, (tx) => tx.select().from(organisations))).resolves.toEqual([]);
    } finally {
      await db.close();
    }
  });

  it('says unavailable, and nothing else, when the server is away', async () => {
    const db = createDatabase({ url: 'postgresql://nobody:x@127.0.0.1:1/none' });
    await expect(db.inScope(systemScope, (tx) => tx.select().from(organisations))).rejects.toMatchObject({
      code: 'unavailable',
    });
    await expect(db.ping()).rejects.toMatchObject({ code: 'unavailable' });
    await db.close();
  });

  it('says unavailable for a deadlock, and the other transaction goes on', async () => {
    const { url } = await emptyDatabase();
    await migrate(url);
    const db = createDatabase({ url });
    const lock = async (first: number, second: number, ready: () => Promise<void>) =>
      await db.inScope(systemScope, async (tx) => {
        await tx.execute(`select pg_advisory_xact_lock(${first})`);
        await ready();
        await tx.execute(`select pg_advisory_xact_lock(${second})`);
      });
    let arrived = 0;
    let release = () => {};
    const both = new Promise<void>((resolve) => {
      release = resolve;
    });
    const barrier = async () => {
      arrived += 1;
      if (arrived === 2) release();
      await both;
    };
    try {
      const results = await Promise.allSettled([lock(1, 2, barrier), lock(2, 1, barrier)]);
      const failures = results.filter((result) => result.status === 'rejected');
      expect(failures).toHaveLength(1);
      expect(failures[0]?.reason).toMatchObject({ code: 'unavailable' });
    } finally {
      await db.close();
    }
  });
});
