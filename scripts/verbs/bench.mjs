import { build } from '../lib/build.mjs';
import { openTestDatabase } from '../lib/database.mjs';
import { install, pnpm } from '../lib/install.mjs';
import { phase } from '../lib/output.mjs';
import { runInForeground } from '../lib/foreground.mjs';

/**
 * `npm run bench`: measures this machine.
 * @param {string[]} args for the benchmark
 */
export async function run(args) {
  await install();
  await build('everything');
  const database = await phase('database', openTestDatabase);
  return await runInForeground(pnpm, ['--filter', '@switchroom/bench', 'bench', ...args], {
    TEST_DATABASE_URL: database.url,
  });
}
