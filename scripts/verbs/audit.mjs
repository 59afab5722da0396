import { join } from 'node:path';
import process from 'node:process';
import { build } from '../lib/build.mjs';
import { openDatabase } from '../lib/database.mjs';
import { runInForeground } from '../lib/foreground.mjs';
import { install } from '../lib/install.mjs';
import { sayOnStderr } from '../lib/output.mjs';
import { root } from '../lib/paths.mjs';

/**
 * `npm run audit -- verify|export ...`: checks or writes out the audit log of DATABASE_URL or of the embedded database.
 * @param {string[]} args for its command line
 */
export async function run(args) {
  // An export may go to standard output.
  sayOnStderr();
  await install();
  await build('gateway');
  const program = join(root, 'apps/gateway/dist/audit.mjs');
  // A file needs no database, and a wrong command line none either.
  const needsDatabase = ['verify', 'export'].includes(args[0] ?? '') && !args.some((arg) => /^--file(=|$)/.test(arg));
  const env = needsDatabase ? { DATABASE_URL: (await openDatabase()).url } : {};
  return await runInForeground(process.execPath, [program, ...args], env);
}
