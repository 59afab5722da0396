import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { deleteEmbeddedPostgres, embeddedPostgresOwner } from '../../tooling/postgres/src/index.mjs';
import { setting } from '../lib/environment.mjs';
import { UserError } from '../lib/errors.mjs';
import { say } from '../lib/output.mjs';
import { dataDir, databaseDir, root } from '../lib/paths.mjs';

/** What Switchroom puts into its data directory. Nothing else is ever deleted. */
const ours = new Set(['postgres', 'logs', 'mock-pbx', 'demo-fleet.json', 'keys']);

/** `npm run reset`: deletes the embedded database and the demo fleet. */
export async function run() {
  const dir = dataDir();
  if (setting('DATABASE_URL') !== undefined) {
    throw new UserError(
      'DATABASE_URL is set, and npm run reset only deletes the embedded database. To empty the server of DATABASE_URL, drop and create its ' +
        `database with its own tools; keep ${join(dir, 'keys')} as long as that database holds secrets. To delete the embedded database, run npm run reset without DATABASE_URL.`,
    );
  }
  if (!existsSync(dir)) {
    say(`Nothing to delete: ${dir} does not exist.`);
    return 0;
  }
  if (dir === root || root.startsWith(`${dir}/`))
    throw new UserError(`${dir} holds this program: it is no data directory, and nothing was deleted.`);
  const database = databaseDir();
  const owner = embeddedPostgresOwner(database);
  if (owner !== undefined)
    throw new UserError(`Switchroom is running (process ${owner}): stop it first. Nothing was deleted.`);
  const strangers = readdirSync(dir).filter((name) => !ours.has(name));
  if (strangers.length > 0) {
    throw new UserError(
      `${dir} holds files that Switchroom did not make (${strangers.slice(0, 5).join(', ')}): nothing was deleted. Move them away, or delete the directory yourself.`,
    );
  }
  deleteEmbeddedPostgres(database);
  for (const name of readdirSync(dir)) rmSync(join(dir, name), { recursive: true, force: true });
  say(`Deleted the data in ${dir}. The next npm start begins afresh.`);
  return 0;
}
