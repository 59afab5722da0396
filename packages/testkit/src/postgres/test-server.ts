import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { startEmbeddedPostgres } from '@switchroom/tooling-postgres';

/** A PostgreSQL server that tests may create databases on. */
export interface TestServer extends AsyncDisposable {
  /** URL of a role that may create databases and roles. */
  adminUrl: string;
  stop(): Promise<void>;
}

/**
 * The server that TEST_DATABASE_URL names, or else a new embedded one in a temporary directory. The embedded one
 * flushes nothing to disk: it is fast, and gone with `stop`.
 * @throws {EmbeddedPostgresError} when no server is named and none can be started; says why
 */
export async function startTestServer(adminUrl = process.env.TEST_DATABASE_URL): Promise<TestServer> {
  if (adminUrl !== undefined && adminUrl !== '') {
    const stop = () => Promise.resolve();
    return { adminUrl, stop, [Symbol.asyncDispose]: stop };
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'switchroom-test-postgres-'));
  try {
    const server = await startEmbeddedPostgres({ dataDir, durable: false });
    const stop = async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    };
    return { adminUrl: server.url, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
}
