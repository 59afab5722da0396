import { createAccountStore } from '../src/auth/accounts';
import { createDatabase } from '../src/db/database';
import { assertMigrated } from '../src/db/migrate';
import { createPool } from '../src/db/pool';
import { authRole } from '../src/db/roles';
import { createSecretBox } from '../src/db/secrets';
import { readConfig } from '../src/env';
import { seedDemo } from './seed-demo';

/** `seed-demo`: the demo's world in the database of DATABASE_URL, and SWITCHROOM_DATA/demo-fleet.json beside it. */
async function main(): Promise<void> {
  const config = readConfig();
  await assertMigrated(config.databaseUrl);
  const options = { url: config.databaseUrl, applicationName: 'switchroom-seed', max: 2 };
  const db = createDatabase(options);
  const pool = createPool({ ...options, role: authRole, searchPath: 'auth' });
  try {
    const secrets = await createSecretBox(db, config);
    const file = await seedDemo({ db, secrets, accounts: createAccountStore(pool), config });
    process.stdout.write(`The demo has ${file.pbxs.length} PBXes; its sign-in is ${file.administrator.email}.\n`);
  } finally {
    await pool.end();
    await db.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`The demo could not be made: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
