import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { runChild } from './child.mjs';
import { setting } from './environment.mjs';
import { UserError } from './errors.mjs';
import { dataDir, root } from './paths.mjs';

/** SWITCHROOM_DEMO=0 starts without the demo fleet. */
export function demoWanted() {
  return !['0', 'false', 'no', 'off'].includes((setting('SWITCHROOM_DEMO') ?? '1').toLowerCase());
}

/** Written by the gateway's seed, read by the mock PBXes and by us. */
const demoFile = () => join(dataDir(), 'demo-fleet.json');

/**
 * Creates the organisations, PBXes and the first administrator of the demo, where they do not exist yet.
 * @param {Record<string, string>} env
 * @returns {Promise<{ email: string, password: string }>} the first sign-in
 */
export async function seedDemo(env) {
  await runChild({ name: 'seed-demo', command: process.execPath, args: ['apps/gateway/dist/seed-demo.mjs'], env });
  return readSignIn();
}

/** @returns {{ email: string, password: string }} */
function readSignIn() {
  const file = demoFile();
  if (!existsSync(file)) throw new UserError(`The demo was seeded, but ${file} is missing.`);
  /** @type {unknown} */
  const content = JSON.parse(readFileSync(file, 'utf8'));
  const administrator =
    typeof content === 'object' && content !== null && 'administrator' in content ? content.administrator : undefined;
  if (
    typeof administrator === 'object' &&
    administrator !== null &&
    'email' in administrator &&
    'password' in administrator
  ) {
    const { email, password } = administrator;
    if (typeof email === 'string' && typeof password === 'string') return { email, password };
  }
  throw new UserError(
    `${file} has no administrator with email and password. Delete it, or start afresh with npm run reset.`,
  );
}

/** How the mock PBXes of the demo are started. */
export function demoFleetArguments() {
  return [
    join(root, 'packages/mock-pbx/dist/demo-fleet.mjs'),
    '--config',
    demoFile(),
    '--state-dir',
    join(dataDir(), 'mock-pbx'),
  ];
}
