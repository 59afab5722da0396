import { spawn } from 'node:child_process';
import { childEnvironment } from './environment.mjs';
import { root } from './paths.mjs';
import { onInterrupt } from './shutdown.mjs';

/**
 * Runs a program that talks to the person itself: it gets our terminal.
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string | undefined>} [env]
 * @returns {Promise<number>} its exit code
 */
export async function runInForeground(command, args, env = {}) {
  const child = spawn(command, args, { cwd: root, env: childEnvironment(env), stdio: 'inherit', windowsHide: true });
  // From a terminal Ctrl-C has reached it already; a signal to us alone has not.
  const unregister = onInterrupt(() => child.kill('SIGTERM'));
  return await /** @type {Promise<number>} */ (
    new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGTERM' || signal === 'SIGINT' ? 0 : 1)));
    })
  ).finally(unregister);
}
