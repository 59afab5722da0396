import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { databaseFault } from './errors';
import { DatabaseSetupError, ensureRoles } from './roles';

/** Any number, the same in every gateway: only one of them migrates a database at a time. */
const MIGRATION_LOCK = 7_205_911_003;

/**
 * Brings the database behind `url` to the newest version; does nothing when it is there already. Safe to call from
 * several processes at once. `url` is that of the owner of the tables.
 * @throws {DatabaseSetupError} when the server is too old or its roles cannot be set up; the message names the cure
 */
export async function migrate(url: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'switchroom-migrate',
    connectionTimeoutMillis: 10_000,
  });
  // An idle connection that breaks would otherwise end the process; the query in flight rejects on its own.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await refuseOldServer(client);
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await ensureRoles(client);
    await runMigrations(drizzle(client), { migrationsFolder: migrationsFolder() });
  } finally {
    // Closing the connection gives the lock back.
    await client.end();
  }
}

/**
 * Refuses a database that lacks migrations of this version, before anything else touches it.
 * @throws {DatabaseSetupError} naming the command that brings it up to date
 */
export async function assertMigrated(url: string): Promise<void> {
  const wanted = readMigrationFiles({ migrationsFolder: migrationsFolder() });
  const client = new pg.Client({
    connectionString: url,
    application_name: 'switchroom-start',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client
      .query<{ hash: string }>('SELECT hash FROM drizzle.__drizzle_migrations')
      .catch((error: unknown) => {
        // No such schema or table: nothing was ever migrated.
        if (['3F000', '42P01'].includes(databaseFault(error)?.code ?? '')) return { rows: [] };
        throw error;
      });
    const applied = new Set(rows.map(({ hash }) => hash));
    const missing = wanted.filter(({ hash }) => !applied.has(hash)).length;
    if (missing > 0) {
      throw new DatabaseSetupError(
        `The database lacks ${missing} of ${wanted.length} migrations. Cure: DATABASE_URL=... npm run migrate`,
      );
    }
  } finally {
    await client.end();
  }
}

/** `dist/migrations` beside the bundle, or `migrations` of the package when run from source. */
export function migrationsFolder(): string {
  const candidates = ['./migrations', '../../migrations'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined)
    throw new Error(`There are no migrations at ${candidates.join(' or ')}: build the gateway again.`);
  return found;
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; text: string }>(
    "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS text",
  );
  const version = rows[0];
  if (version !== undefined && version.number < 150_000) {
    throw new DatabaseSetupError(`PostgreSQL ${version.text} is too old: Switchroom needs 15 or later.`);
  }
}
