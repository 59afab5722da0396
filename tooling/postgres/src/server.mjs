import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  fstatSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { serverEnvironment } from './cluster.mjs';
import { EmbeddedPostgresError, explainFailure } from './errors.mjs';
import { commandLine, isAlive } from './identity.mjs';

/** Recovery after a power loss replays the write-ahead log, which takes its time; a healthy start takes 0.1 s. */
const START_DEADLINE_MS = 180_000;
const STOP_DEADLINE_MS = 30_000;
const LOG_LIMIT = 10 * 1024 * 1024;

/**
 * @typedef {object} ServerRequest
 * @property {string} dataDir
 * @property {string} home
 * @property {string} cluster
 * @property {{ uid?: number, gid?: number }} identity
 * @property {import('./binaries.mjs').Binaries} binaries
 * @property {number} port
 * @property {string} host
 * @property {boolean} durable
 * @property {Record<string, string>} settings
 */

/**
 * Starts the server and resolves when it accepts connections.
 * @param {ServerRequest} request
 */
export async function startServer(request) {
  const logFile = join(request.dataDir, 'server.log');
  if (existsSync(logFile) && statSync(logFile).size > LOG_LIMIT) truncateSync(logFile);
  const fd = openSync(logFile, 'a+', 0o600);
  const logStart = fstatSync(fd).size;
  const child = spawn(request.binaries.postgres, serverArguments(request), {
    ...request.identity,
    cwd: request.home,
    env: serverEnvironment(),
    stdio: ['ignore', fd, fd],
    // A session of its own: Ctrl-C in the terminal reaches us, and we stop the server when its clients are done.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  /** @type {Promise<string>} */
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`));
  });
  try {
    await untilReady(request, child, exited, () => readFrom(fd, logStart));
  } catch (error) {
    child.kill('SIGQUIT');
    await exited;
    throw error;
  } finally {
    closeSync(fd);
  }
  const dismissWatchdog = watchOverUs(child.pid ?? 0, request);
  return { pid: child.pid ?? 0, exited, logFile, stop: () => stopServer(request, child, exited, dismissWatchdog) };
}

/** @param {ServerRequest} request */
function serverArguments(request) {
  const settings = {
    listen_addresses: request.host,
    port: String(request.port),
    // TCP on the loopback address is the only way in; a socket file would be one more thing to protect and clean up.
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    log_min_messages: 'warning',
    log_checkpoints: 'off',
    logging_collector: 'off',
    max_connections: '200',
    ...(request.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...request.settings,
  };
  return ['-D', request.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/**
 * @param {ServerRequest} request
 * @param {import('node:child_process').ChildProcess} child
 * @param {Promise<string>} exited
 * @param {() => string} output
 */
async function untilReady(request, child, exited, output) {
  const deadline = Date.now() + START_DEADLINE_MS;
  let ended = '';
  void exited.then((how) => {
    ended = how;
  });
  for (;;) {
    if (ended !== '') throw explainFailure(`Starting PostgreSQL (${ended})`, output(), request.dataDir);
    const file = readPidFile(request.cluster);
    if (file?.pid === child.pid && file?.status === 'ready') return;
    if (Date.now() > deadline) {
      throw explainFailure(
        `Starting PostgreSQL (not ready after ${START_DEADLINE_MS / 1000} s)`,
        output(),
        request.dataDir,
      );
    }
    await delay(20);
  }
}

/**
 * postmaster.pid, as PostgreSQL documents it: process id first, the state last.
 * @param {string} cluster
 */
function readPidFile(cluster) {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), status: (lines[7] ?? '').trim() };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Clears what an unexpected end left behind; the caller holds the lock of the directory, so no program of ours uses
 * it. A server that still runs (its watchdog is stopping it, or was killed as well) is stopped and waited for. A pid
 * file whose number now belongs to a stranger is removed: PostgreSQL itself would refuse to start over it.
 * @param {string} cluster
 * @param {(line: string) => void} log
 */
export async function clearLeftovers(cluster, log) {
  const left = readPidFile(cluster);
  if (left === undefined) return;
  const isOurs = () => {
    if (!isAlive(left.pid)) return false;
    const command = commandLine(left.pid);
    return command === undefined || (command.includes('postgres') && command.includes(cluster));
  };
  if (!isOurs()) {
    log('the database was not shut down cleanly; it recovers now');
    rmSync(join(cluster, 'postmaster.pid'), { force: true });
    return;
  }
  log(`stopping a database server that was left behind (process ${left.pid})`);
  if (left.status !== 'stopping') kill(left.pid, 'SIGINT');
  const deadline = Date.now() + STOP_DEADLINE_MS;
  while (isOurs()) {
    if (Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        'ALREADY_RUNNING',
        `A database server that was left behind (process ${left.pid}) uses ${cluster} and does not stop: stop it.`,
      );
    }
    await delay(50);
  }
}

/**
 * Stops the server when this process ends without having stopped it, kill -9 included: a shell waits on a pipe that
 * only we hold open, and the kernel closes it with us. On Windows there is no such shell; the server stays, and the
 * next start stops it first.
 * @param {number} pid
 * @param {ServerRequest} request
 * @returns {() => void} sends the watchdog home
 */
function watchOverUs(pid, request) {
  if (process.platform === 'win32') return () => undefined;
  const watchdog = spawn(
    '/bin/sh',
    ['-c', 'read -r line || kill -s INT "$1"', 'switchroom-postgres-watchdog', String(pid)],
    {
      ...request.identity,
      cwd: '/',
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    },
  );
  watchdog.on('error', () => undefined);
  watchdog.stdin.on('error', () => undefined);
  watchdog.unref();
  // A pipe is a net.Socket underneath, and must not keep this process alive.
  if ('unref' in watchdog.stdin && typeof watchdog.stdin.unref === 'function') watchdog.stdin.unref();
  return () => watchdog.stdin.end('done\n');
}

/**
 * Fast shutdown: open transactions are rolled back, everything else is written. If the server does not manage that,
 * immediate shutdown, from which it recovers at the next start.
 * @param {ServerRequest} request
 * @param {import('node:child_process').ChildProcess} child
 * @param {Promise<string>} exited
 * @param {() => void} dismissWatchdog
 */
async function stopServer(request, child, exited, dismissWatchdog) {
  dismissWatchdog();
  if (child.exitCode !== null || child.signalCode !== null) return;
  const { pgCtl } = request.binaries;
  for (const [signal, mode] of /** @type {const} */ ([
    ['SIGINT', 'fast'],
    ['SIGQUIT', 'immediate'],
    ['SIGKILL', 'immediate'],
  ])) {
    if (process.platform === 'win32') {
      spawnSync(pgCtl, ['stop', '-D', request.cluster, '-m', mode, '-W'], { stdio: 'ignore', windowsHide: true });
    } else child.kill(signal);
    const timer = new AbortController();
    const ended = await Promise.race([
      exited.then(() => true),
      delay(STOP_DEADLINE_MS, false, { signal: timer.signal }).catch(() => false),
    ]);
    timer.abort();
    if (ended) return;
  }
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/**
 * @param {number} fd
 * @param {number} position
 */
function readFrom(fd, position) {
  const size = Math.min(fstatSync(fd).size - position, 20_000);
  const buffer = Buffer.alloc(Math.max(size, 0));
  if (size > 0) readSync(fd, buffer, 0, size, position);
  return buffer.toString('utf8');
}

/**
 * Asks the kernel for a free port.
 * @param {string} host
 * @returns {Promise<number>}
 */
export async function freePort(host) {
  return await probePort(host, 0);
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<number>} the port, now free again
 * @throws {EmbeddedPostgresError} PORT_IN_USE
 */
export async function probePort(host, port) {
  const server = createServer();
  return await new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const code = 'code' in cause ? String(cause.code) : cause.message;
      reject(
        code === 'EADDRINUSE'
          ? new EmbeddedPostgresError(
              'PORT_IN_USE',
              `Port ${port} on ${host} is in use: choose another one for the database.`,
            )
          : new EmbeddedPostgresError('START_FAILED', `The database cannot listen on ${host}:${port} (${code}).`, {
              cause,
            }),
      );
    });
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      const chosen = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(chosen));
    });
  });
}
