import process from 'node:process';
import { UserError } from './errors.mjs';
import { say } from './output.mjs';
import { installSignalHandlers, isStopping, stopEverything } from './shutdown.mjs';

/** @type {Record<string, () => Promise<{ run: (args: string[]) => Promise<number> }>>} */
const verbs = {
  start: () => import('../verbs/start.mjs'),
  test: () => import('../verbs/test.mjs'),
  migrate: () => import('../verbs/migrate.mjs'),
  audit: () => import('../verbs/audit.mjs'),
  keys: () => import('../verbs/keys.mjs'),
  bench: () => import('../verbs/bench.mjs'),
  reset: () => import('../verbs/reset.mjs'),
  'mock-pbx': () => import('../verbs/mock-pbx.mjs'),
};

/**
 * Runs one verb.
 * @param {string[]} argv
 * @returns {Promise<number>} the exit code
 */
export async function main([verb = '', ...args]) {
  const load = verbs[verb];
  if (load === undefined) {
    process.stderr.write(`Unknown command "${verb}". There are: ${Object.keys(verbs).join(', ')}.\n`);
    return 2;
  }
  installSignalHandlers();
  try {
    const { run } = await load();
    const code = await run(args);
    await stopEverything();
    return code;
  } catch (error) {
    // What fails because we are stopping is no news.
    if (!isStopping()) report(error);
    const asked = isStopping();
    await stopEverything();
    // Stopping is how `npm start` ends well; anything else was broken off.
    return asked ? (verb === 'start' ? 0 : 130) : 1;
  }
}

/** @param {unknown} error */
function report(error) {
  const expected = error instanceof UserError || (error instanceof Error && error.name === 'EmbeddedPostgresError');
  const text = error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
  say('');
  process.stderr.write(`${text}\n`);
}
