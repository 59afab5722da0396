import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createAuditLog } from './audit/audit-log';
import { KeyWork } from './capabilities/keys/key-work';
import { makeDataKey, type RecordKeys, recordRewrapped } from './capabilities/keys/make-keys';
import { recordOwnWork } from './capabilities/keys/record-own-work';
import { createDatabase, type Database, systemScope } from './db/database';
import { GatewayLock } from './db/gateway-lock';
import { assertMigrated } from './db/migrate';
import { keyUse } from './db/reseal';
import { createSecretBox, type GatewaySecrets } from './db/secrets';
import { readConfig } from './env';
import { createLogger } from './observability/logger';

/** `npm run keys`: shows the keys of stored secrets, and makes new ones beside a running gateway or without one. */
const usage = `npm run keys -- state               shows the keys
npm run keys -- rotate              makes a new data key and seals every secret anew
npm run keys -- rotate --key-file   makes a new key file; the gateway has to be stopped
`;
const POLL_MS = 500;
/** A gateway that seals is never this long at one batch. */
const STUCK_MS = 60_000;
const say = (text: string) => process.stdout.write(`${text}\n`);

try {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { 'key-file': { type: 'boolean' } } });
  const [verb = 'state', ...more] = positionals;
  if (!['state', 'rotate'].includes(verb) || more.length > 0) throw new Error(usage);
  await run(verb === 'rotate', values['key-file'] === true);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function run(rotate: boolean, keyFile: boolean): Promise<void> {
  const config = readConfig();
  await assertMigrated(config.databaseUrl);
  const logger = createLogger({ level: 'warn' });
  const db = createDatabase({ url: config.databaseUrl, applicationName: 'switchroom-keys', max: 2 });
  const audit = createAuditLog();
  const lock = new GatewayLock({ url: config.databaseUrl, waitMs: 0, logger });
  try {
    const record: RecordKeys = (tx, entry) =>
      recordOwnWork(tx, audit, entry, { id: 'command-line', name: 'Command line' });
    const secrets = await createSecretBox(db, config, recordRewrapped(record));
    if (rotate) {
      // Held: no gateway is running, and none starts until this is done.
      const alone = await lock.acquire().then(
        () => true,
        () => false,
      );
      if (keyFile && !alone) {
        throw new Error(
          'A gateway is running and holds the key in memory. Make the new key file on its page "Keys", or stop it first.',
        );
      }
      if (keyFile) await secrets.replaceKeyFile(recordRewrapped(record));
      else await makeDataKey(db, secrets, record);
      if (alone) {
        await using work = new KeyWork({ db, secrets, audit, logger, graceMs: 0 });
        work.wake();
        await work.settled();
      } else {
        await watch(db);
      }
    }
    await show(db, secrets);
  } finally {
    await lock[Symbol.asyncDispose]();
    await db.close();
  }
}

/** The gateway that runs does the work; this tells how far it is, until nothing is left under an older key. */
async function watch(db: Database): Promise<void> {
  say('The running gateway seals the secrets anew. It goes on without this command, too.');
  let told = '';
  let since = Date.now();
  for (;;) {
    const keys = await db.inScope(systemScope, keyUse);
    const left = keys.filter(({ current }) => !current).reduce((sum, { values }) => sum + values, 0);
    const line = `${left} ${left === 1 ? 'secret' : 'secrets'} left`;
    if (line !== told) {
      say(line);
      since = Date.now();
    }
    told = line;
    if (left === 0) return;
    if (Date.now() - since > STUCK_MS) {
      throw new Error(`${line}, and nothing moves: the log of the gateway says which ones do not open.`);
    }
    await sleep(POLL_MS);
  }
}

async function show(db: Database, secrets: GatewaySecrets): Promise<void> {
  const { source, fingerprint } = secrets.keyEncryptionKey();
  say(`key-encryption key ${fingerprint}, from the ${source}`);
  for (const { id, createdAt, current, values } of await db.inScope(systemScope, keyUse)) {
    say(`data key ${id}, made ${createdAt.toISOString()}, ${values} secrets${current ? ', in use' : ''}`);
  }
}
