import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from './test-database';
import { startTestServer, type TestServer } from './test-server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.stop();
});

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A migration that counts how often it ran. */
function countingMigration() {
  const migration = {
    runs: 0,
    migrate: async (url: string) => {
      migration.runs += 1;
      await query(url, 'CREATE TABLE room (name text); INSERT INTO room VALUES ($$first$$)');
    },
  };
  return migration;
}

describe('createTestDatabase', () => {
  it('uses the server that the test run started', () => {
    expect(server.adminUrl).toBe(process.env.TEST_DATABASE_URL);
  });

  it('migrates once for many callers at the same time, and gives each a database of its own', async () => {
    const { adminUrl } = server;
    const templateKey = randomUUID();
    const migration = countingMigration();
    const databases = await Promise.all(
      Array.from({ length: 4 }, () => createTestDatabase({ adminUrl, templateKey, migrate: migration.migrate })),
    );
    expect(migration.runs).toBe(1);
    const [first, second] = databases;
    await query(first?.url ?? '', 'INSERT INTO room VALUES ($$second$$)');
    expect(await query(first?.url ?? '', 'SELECT name FROM room')).toHaveLength(2);
    expect(await query(second?.url ?? '', 'SELECT name FROM room')).toEqual([{ name: 'first' }]);
    await Promise.all(databases.map((database) => database.drop()));
  });

  it('another key is another template', async () => {
    const one = countingMigration();
    const other = countingMigration();
    await using first = await createTestDatabase({ templateKey: randomUUID(), migrate: one.migrate });
    await using second = await createTestDatabase({ templateKey: randomUUID(), migrate: other.migrate });
    expect([one.runs, other.runs]).toEqual([1, 1]);
    expect(first.name).not.toBe(second.name);
  });

  it('a migration that fails leaves no template: the next caller migrates again', async () => {
    const templateKey = randomUUID();
    const failing = createTestDatabase({
      templateKey,
      migrate: async (url) => {
        await query(url, 'CREATE TABLE room (name text)');
        throw new Error('half way');
      },
    });
    await expect(failing).rejects.toThrow('half way');
    const migration = countingMigration();
    await using database = await createTestDatabase({ templateKey, migrate: migration.migrate });
    expect(migration.runs).toBe(1);
    expect(await query(database.url, 'SELECT count(*)::int AS count FROM room')).toEqual([{ count: 1 }]);
  });

  it('a migration that leaves its connection open is no obstacle', async () => {
    const left: pg.Client[] = [];
    await using database = await createTestDatabase({
      templateKey: randomUUID(),
      migrate: async (url) => {
        const client = new pg.Client({ connectionString: url });
        client.on('error', () => {});
        await client.connect();
        await client.query('CREATE TABLE room (name text)');
        left.push(client);
      },
    });
    expect(await query(database.url, 'SELECT * FROM room')).toEqual([]);
    await Promise.all(left.map((client) => client.end()));
  });

  it('drop removes it although somebody is connected, and may be called twice', async () => {
    const migration = countingMigration();
    const database = await createTestDatabase({ templateKey: randomUUID(), migrate: migration.migrate });
    const client = new pg.Client({ connectionString: database.url });
    const disconnected = new Promise((resolve) => {
      client.on('error', resolve);
    });
    await client.connect();
    await database.drop();
    await database.drop();
    await disconnected;
    await client.end();
    await expect(query(database.url, 'SELECT 1')).rejects.toThrow('does not exist');
  });

  it('says what to do when there is no server', async () => {
    const attempt = createTestDatabase({ adminUrl: '', templateKey: 'x', migrate: async () => {} });
    await expect(attempt).rejects.toThrow('Set TEST_DATABASE_URL');
  });
});
