import { join } from 'node:path';
import process from 'node:process';
import { build } from '../lib/build.mjs';
import { runInForeground } from '../lib/foreground.mjs';
import { install } from '../lib/install.mjs';
import { sayOnStderr } from '../lib/output.mjs';
import { root } from '../lib/paths.mjs';

/**
 * `npm run mock-pbx -- ...`: PBXes to try things on.
 * @param {string[]} args for its command line
 */
export async function run(args) {
  // Its standard output may be read by a program.
  sayOnStderr();
  await install();
  await build('mock-pbx');
  return await runInForeground(process.execPath, [join(root, 'packages/mock-pbx/dist/cli.mjs'), ...args]);
}
