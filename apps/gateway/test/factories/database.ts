import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase } from '@switchroom/testkit/postgres';
import pg from 'pg';
import { createDatabase, type Database } from '../../src/db/database';
import { migrate, migrationsFolder } from '../../src/db/migrate';

/** A migrated database that belongs to one test file. */
export interface GatewayDatabase extends AsyncDisposable {
  /** Connection URL of the owner. */
  url: string;
  /** The rooms' port: application role, row-level security. */
  db: Database;
  /** Plain SQL as the owner of the tables, past row-level security where the owner is a superuser. */
  sql<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** Copies the migrated template (some 40 ms); close it in `afterAll`. */
export async function gatewayDatabase(options: { max?: number } = {}): Promise<GatewayDatabase> {
  const test = await createTestDatabase({ migrate, templateKey: `gateway ${migrationsHash()}` });
  const db = createDatabase({ url: test.url, applicationName: 'switchroom-test', max: options.max ?? 5 });
  const owner = new pg.Pool({ connectionString: test.url, max: 1 });
  owner.on('error', () => undefined);
  const close = async () => {
    await db.close();
    await owner.end();
    await test.drop();
  };
  return {
    url: test.url,
    db,
    sql: async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      (await owner.query<Row>(text, values)).rows,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function migrationsHash(): string {
  const folder = migrationsFolder();
  const hash = createHash('sha256');
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()) {
    hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex');
}
