import process from 'node:process';
import { startTestServer } from './test-server';

/**
 * Vitest calls this once per run, before any worker starts: the workers inherit TEST_DATABASE_URL.
 * @returns what vitest calls when the run is over
 */
export default async function setup(): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const server = await startTestServer(given);
  process.env.TEST_DATABASE_URL = server.adminUrl;
  return async () => {
    if (given === undefined) delete process.env.TEST_DATABASE_URL;
    else process.env.TEST_DATABASE_URL = given;
    await server.stop();
  };
}
