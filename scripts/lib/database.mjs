import { rm } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../tooling/postgres/src/index.mjs';
import { setting } from './environment.mjs';
import { say } from './output.mjs';
import { databaseDir } from './paths.mjs';
import { onShutdown } from './shutdown.mjs';

/**
 * The product's database: DATABASE_URL, or the embedded one in the data directory, stopped at the end.
 * @returns {Promise<{ url: string, description: string, exited?: Promise<string>, logFile?: string }>} the description
 *   holds no secret
 */
export async function openDatabase() {
  const url = setting('DATABASE_URL');
  if (url !== undefined) return { url, description: `the server of DATABASE_URL (${hostOf(url)})` };
  const server = await startEmbeddedPostgres({ dataDir: databaseDir(), log: (line) => say(`  ${line}`) });
  onShutdown('the database', server.stop);
  return {
    url: server.url,
    description: `embedded PostgreSQL in ${databaseDir()}`,
    exited: server.exited,
    logFile: server.logFile,
  };
}

/**
 * A server for tests: TEST_DATABASE_URL, DATABASE_URL, or an embedded one that flushes nothing and is gone at the end.
 * @returns {Promise<{ url: string, description: string }>}
 */
export async function openTestDatabase() {
  const url = setting('TEST_DATABASE_URL') ?? setting('DATABASE_URL');
  if (url !== undefined) return { url, description: hostOf(url) };
  const dataDir = mkdtempSync(join(tmpdir(), 'switchroom-test-'));
  onShutdown('the test data', () => rm(dataDir, { recursive: true, force: true }));
  const server = await startEmbeddedPostgres({ dataDir, durable: false, log: (line) => say(`  ${line}`) });
  onShutdown('the test database', server.stop);
  return { url: server.url, description: 'embedded PostgreSQL' };
}

/** @param {string} url */
function hostOf(url) {
  return URL.canParse(url) ? new URL(url).host || 'a local socket' : 'not a URL';
}
