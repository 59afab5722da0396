import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readSync, renameSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { childEnvironment } from './environment.mjs';
import { messageOf, UserError } from './errors.mjs';
import { logsDir, root } from './paths.mjs';
import { isStopping, onInterrupt } from './shutdown.mjs';

/**
 * @typedef {object} ChildOptions
 * @property {string} name names its log file
 * @property {string} command
 * @property {string[]} [args]
 * @property {string} [cwd] the repository when left out
 * @property {Record<string, string | undefined>} [env] added to the environment
 * @property {boolean} [append] keep what the log holds
 */

/**
 * @typedef {object} Child
 * @property {string} name
 * @property {number} pid
 * @property {string} logFile
 * @property {Promise<string>} exited settles with how it ended: "exit 0", "SIGTERM", or why it never started
 * @property {() => boolean} hasExited
 * @property {(signal: NodeJS.Signals) => void} kill the whole group
 * @property {(lines: number) => string} tail the end of what it wrote in this run
 */

/**
 * Starts a program whose output goes to a log file. It gets a process group of its own, so that Ctrl-C reaches only us
 * and we stop things in order; if we die without doing so, a watchdog ends the group.
 * @param {ChildOptions} options
 * @returns {Child}
 */
export function startChild({ name, command, args = [], cwd = root, env = {}, append = false }) {
  const logFile = join(logsDir(), `${name}.log`);
  if (!append && existsSync(logFile)) renameSync(logFile, `${logFile}.previous`);
  const fd = openSync(logFile, 'a+');
  const start = fstatSync(fd).size;
  const child = spawn(command, args, {
    cwd,
    env: childEnvironment(env),
    stdio: ['ignore', fd, fd],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  closeSync(fd);
  const pid = child.pid ?? 0;
  const dismiss = pid === 0 ? () => undefined : watchOver(pid);
  let ended = false;
  /** @type {Promise<string>} */
  const exited = new Promise((resolve) => {
    const end = (/** @type {string} */ how) => {
      ended = true;
      dismiss();
      resolve(how);
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => end(signal ?? `exit ${code}`));
  });
  return {
    name,
    pid,
    logFile,
    exited,
    hasExited: () => ended,
    kill: (signal) => {
      if (pid !== 0) killGroup(pid, signal);
    },
    tail: (lines) => lastLines(logFile, start, lines),
  };
}

/**
 * Runs a program to its end.
 * @param {ChildOptions & { explain?: (output: string) => string | undefined }} options explain: turns its last words
 *   into a sentence for people
 * @returns {Promise<Child>}
 * @throws {UserError} when it fails, with its last lines
 */
export async function runChild(options) {
  const child = startChild(options);
  const unregister = onInterrupt(() => child.kill('SIGTERM'));
  if (isStopping()) child.kill('SIGTERM');
  const how = await child.exited.finally(unregister);
  if (how === 'exit 0') return child;
  // Enough for several failed tests of a browser: on a machine of the project's CI this is all that is left of them.
  const tail = child.tail(200);
  const why = options.explain?.(child.tail(400));
  throw new UserError(
    why === undefined
      ? `${tail}\n\n${options.name} failed (${how}). All of its output: ${child.logFile}`
      : `${why}\nAll of its output: ${child.logFile}`,
  );
}

/**
 * Asks a program to end, and ends it when it does not.
 * @param {Child} child
 * @param {number} graceMs
 */
export async function stopChild(child, graceMs) {
  if (!child.hasExited()) {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await child.exited;
    clearTimeout(timer);
  }
  // Whatever it started and left behind.
  child.kill('SIGKILL');
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function killGroup(pid, signal) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/**
 * A shell waits on a pipe that only we hold; when we end without a word (kill -9), it ends the group.
 * @param {number} pid
 * @returns {() => void}
 */
function watchOver(pid) {
  if (process.platform === 'win32') return () => undefined;
  const watchdog = spawn(
    '/bin/sh',
    ['-c', 'read -r line || kill -s TERM -- "-$1"', 'switchroom-watchdog', String(pid)],
    {
      cwd: '/',
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    },
  );
  watchdog.on('error', (error) => process.stderr.write(`no watchdog for process ${pid}: ${messageOf(error)}\n`));
  watchdog.stdin.on('error', () => undefined);
  watchdog.unref();
  if ('unref' in watchdog.stdin && typeof watchdog.stdin.unref === 'function') watchdog.stdin.unref();
  return () => {
    if (!watchdog.stdin.writableEnded) watchdog.stdin.end('done\n');
  };
}

/**
 * @param {string} file
 * @param {number} start
 * @param {number} lines
 */
function lastLines(file, start, lines) {
  const fd = openSync(file, 'r');
  try {
    const size = fstatSync(fd).size;
    const from = Math.max(start, size - 200_000);
    const buffer = Buffer.alloc(Math.max(size - from, 0));
    readSync(fd, buffer, 0, buffer.length, from);
    return buffer.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } finally {
    closeSync(fd);
  }
}
