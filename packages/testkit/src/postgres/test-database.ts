import { createHash, randomBytes } from 'node:crypto';
import process from 'node:process';
import pg from 'pg';
import { waitUntil } from '../vitest/wait-until';

/** What a test says to get a database of its own. */
export interface TestDatabaseOptions {
  /** A role that may create databases; TEST_DATABASE_URL when left out. */
  adminUrl?: string | undefined;
  /** Brings the empty database behind `url` to the wanted state. Runs once per `templateKey`, not once per test. */
  migrate: (url: string) => Promise<void>;
  /** Names that state: a word and a hash of the migrations. Another key is another template. */
  templateKey: string;
}

/** A database that nobody else uses. */
export interface TestDatabase extends AsyncDisposable {
  /** Connection URL with the role of `adminUrl`. */
  url: string;
  name: string;
  /** Ends every connection to it and removes it. May be called more than once. */
  drop(): Promise<void>;
}

/**
 * Gives the caller a migrated database of its own: the first caller of a key migrates a template, everybody else
 * (other processes too) copies it, which takes some 40 ms.
 * @throws {Error} when there is no server to create it on, or when `migrate` fails
 */
export async function createTestDatabase(options: TestDatabaseOptions): Promise<TestDatabase> {
  const adminUrl = options.adminUrl ?? process.env.TEST_DATABASE_URL;
  if (adminUrl === undefined || adminUrl === '') {
    throw new Error(
      'There is no PostgreSQL server for tests. Set TEST_DATABASE_URL, or name the file *.integration.test.ts: ' +
        'vitest starts an embedded server for those.',
    );
  }
  const template = `switchroom_tpl_${createHash('sha256').update(options.templateKey).digest('hex').slice(0, 24)}`;
  const name = `switchroom_test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await withAdmin(adminUrl, async (admin) => {
    await ensureTemplate(admin, adminUrl, template, options.migrate);
    await admin.query(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  });
  let dropped: Promise<void> | undefined;
  const drop = () =>
    (dropped ??= withAdmin(adminUrl, async (admin) => {
      await admin.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    }));
  return { url: withDatabase(adminUrl, name), name, drop, [Symbol.asyncDispose]: drop };
}

/**
 * Builds the template under another name and renames it when it is complete, so that a run killed in the middle
 * leaves nothing that later runs would copy. An advisory lock lets only one process build it.
 */
async function ensureTemplate(
  admin: pg.Client,
  adminUrl: string,
  template: string,
  migrate: (url: string) => Promise<void>,
): Promise<void> {
  if (await databaseExists(admin, template)) return;
  await admin.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [template]);
  try {
    if (await databaseExists(admin, template)) return;
    const draft = `${template}_building`;
    await admin.query(`DROP DATABASE IF EXISTS "${draft}" WITH (FORCE)`);
    await admin.query(`CREATE DATABASE "${draft}" TEMPLATE template0`);
    await migrate(withDatabase(adminUrl, draft));
    await disconnectEverybody(admin, draft);
    await admin.query(`ALTER DATABASE "${draft}" RENAME TO "${template}"`);
  } finally {
    await admin.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [template]);
  }
}

async function databaseExists(admin: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  return rowCount === 1;
}

/** The server notices a closed connection a moment after the client did, and a database in use cannot be renamed. */
async function disconnectEverybody(admin: pg.Client, database: string): Promise<void> {
  await admin.query(`ALTER DATABASE "${database}" ALLOW_CONNECTIONS false`);
  await waitUntil(
    async () => {
      const { rows } = await admin.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()',
        [database],
      );
      return rows.length === 0;
    },
    { message: `connections to ${database} to end`, timeoutMs: 10_000 },
  );
}

async function withAdmin<T>(adminUrl: string, action: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    return await action(admin);
  } finally {
    await admin.end();
  }
}

function withDatabase(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.toString();
}
