import process from 'node:process';
import { build } from '../lib/build.mjs';
import { runChild } from '../lib/child.mjs';
import { setting } from '../lib/environment.mjs';
import { UserError } from '../lib/errors.mjs';
import { install } from '../lib/install.mjs';
import { phase } from '../lib/output.mjs';

/** `npm run migrate`: brings the database of DATABASE_URL to the newest version. */
export async function run() {
  const url = setting('DATABASE_URL');
  if (url === undefined) {
    throw new UserError(
      'npm run migrate needs DATABASE_URL, for example DATABASE_URL=postgresql://user:password@host:5432/switchroom npm run migrate. ' +
        'The embedded database of npm start is migrated when it starts.',
    );
  }
  if (!/^postgres(ql)?:\/\//.test(url)) throw new UserError('DATABASE_URL has to begin with postgresql://.');
  await install();
  await build('gateway');
  await phase('migrate', async () => {
    await runChild({
      name: 'migrate',
      command: process.execPath,
      args: ['apps/gateway/dist/migrate.mjs'],
      env: { DATABASE_URL: url },
    });
  });
  return 0;
}
