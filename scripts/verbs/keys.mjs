import process from 'node:process';
import { build } from '../lib/build.mjs';
import { setting } from '../lib/environment.mjs';
import { UserError } from '../lib/errors.mjs';
import { runInForeground } from '../lib/foreground.mjs';
import { install } from '../lib/install.mjs';

/**
 * `npm run keys`: shows the keys that stored secrets are sealed under, and makes new ones.
 * @param {string[]} args for the gateway's program
 */
export async function run(args) {
  if (setting('DATABASE_URL') === undefined) {
    throw new UserError(
      'npm run keys needs DATABASE_URL, and the same SWITCHROOM_KEY or SWITCHROOM_DATA as the gateway. With the embedded ' +
        'database of npm start, open the page "Keys" of the topmost organisation instead.',
    );
  }
  await install();
  await build('gateway');
  return await runInForeground(process.execPath, ['apps/gateway/dist/keys.mjs', ...args]);
}
