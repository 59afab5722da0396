import { join } from 'node:path';
import process from 'node:process';
import { build } from '../lib/build.mjs';
import { checkFreeSpace, checkPortFree, checkWritable, portSetting } from '../lib/checks.mjs';
import { runChild } from '../lib/child.mjs';
import { openDatabase } from '../lib/database.mjs';
import { demoFleetArguments, demoWanted, seedDemo } from '../lib/demo.mjs';
import { UserError } from '../lib/errors.mjs';
import { install } from '../lib/install.mjs';
import { phase, say } from '../lib/output.mjs';
import { dataDir, root } from '../lib/paths.mjs';
import { Services } from '../lib/services.mjs';
import { isStopping } from '../lib/shutdown.mjs';

/** `npm start`: everything on this machine, until it is told to stop. */
export async function run() {
  const port = portSetting('PORT', 3000);
  const gatewayPort = portSetting('GATEWAY_PORT', 3001);
  await checkMachine(port, gatewayPort);
  await install();
  await build('everything');

  const database = await phase('database', openDatabase);
  say(`  ${database.description}`);
  const services = new Services();
  if (database.exited !== undefined) services.watch('The database', database.exited, database.logFile ?? '');

  const portalUrl = `http://localhost:${port}`;
  const env = {
    NODE_ENV: 'production',
    DATABASE_URL: database.url,
    GATEWAY_PORT: String(gatewayPort),
    SWITCHROOM_DATA: dataDir(),
    SWITCHROOM_PUBLIC_URL: process.env.SWITCHROOM_PUBLIC_URL || portalUrl,
    // The demo's PBXes run on this machine.
    SWITCHROOM_ADDRESS_POLICY: process.env.SWITCHROOM_ADDRESS_POLICY || (demoWanted() ? 'loopback' : ''),
  };
  const node = process.execPath;
  await phase('migrate', async () => {
    await runChild({ name: 'migrate', command: node, args: ['apps/gateway/dist/migrate.mjs'], env });
  });
  await phase('gateway', async () => {
    services.start({ name: 'gateway', command: node, args: ['apps/gateway/dist/main.mjs'], env, graceMs: 40_000 });
    await services.untilAnswers('The gateway', `http://127.0.0.1:${gatewayPort}/readyz`, 60_000);
  });
  const signIn = demoWanted() ? await phase('demo fleet', () => startDemo(services, env)) : undefined;
  await phase('portal', async () => {
    services.start({
      name: 'portal',
      command: node,
      args: [join(root, 'apps/portal/node_modules/next/dist/bin/next'), 'start', '-H', '127.0.0.1', '-p', String(port)],
      cwd: join(root, 'apps/portal'),
      env: {
        NODE_ENV: 'production',
        PORT: String(port),
        GATEWAY_URL: `http://127.0.0.1:${gatewayPort}`,
        DATABASE_URL: undefined,
      },
      graceMs: 10_000,
    });
    await services.untilAnswers('The portal', `http://127.0.0.1:${port}/`, 60_000);
  });

  announce(portalUrl, signIn);
  await services.ended;
  return 0;
}

/**
 * Everything that can be known before the first change to anything.
 * @param {number} port
 * @param {number} gatewayPort
 */
async function checkMachine(port, gatewayPort) {
  if (port === gatewayPort)
    throw new UserError(`PORT and GATEWAY_PORT are both ${port}: the portal and the gateway need a port each.`);
  checkWritable(dataDir());
  checkFreeSpace(dataDir(), 300, 'the data directory');
  await checkPortFree(port, 'PORT', 'the portal', '127.0.0.1');
  await checkPortFree(gatewayPort, 'GATEWAY_PORT', 'the gateway', '0.0.0.0');
}

/**
 * @param {Services} services
 * @param {Record<string, string>} env
 */
async function startDemo(services, env) {
  const signIn = await seedDemo(env);
  services.start({
    name: 'demo-fleet',
    command: process.execPath,
    args: demoFleetArguments(),
    env: { DATABASE_URL: undefined },
    graceMs: 10_000,
  });
  return signIn;
}

/**
 * @param {string} portalUrl
 * @param {{ email: string, password: string } | undefined} signIn
 */
function announce(portalUrl, signIn) {
  if (isStopping()) return;
  say('');
  if (signIn === undefined) say(`Make the first administrator: ${portalUrl}/setup`);
  else say(`Sign in with  ${signIn.email}  and the password  ${signIn.password}`);
  say('Stop with Ctrl-C. Data stays; npm run reset deletes it.');
  say(`Switchroom is ready: ${portalUrl}`);
}
