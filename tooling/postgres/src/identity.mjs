import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { EmbeddedPostgresError } from './errors.mjs';

/** `nobody` on every system we know: PostgreSQL refuses to run as root, so root lends it this identity. */
const NOBODY = 65534;

/**
 * The user and group PostgreSQL has to run as: none of its own for an ordinary user, `nobody` for root.
 * @returns {{ uid?: number, gid?: number }}
 * @throws {EmbeddedPostgresError} CANNOT_CHANGE_USER inside containers that know only one user
 */
export function serverIdentity() {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return {};
  const identity = { uid: NOBODY, gid: NOBODY };
  const probe = spawnSync('/bin/sh', ['-c', 'exit 0'], { ...identity, cwd: '/', stdio: 'ignore' });
  if (probe.status === 0) return identity;
  throw new EmbeddedPostgresError(
    'CANNOT_CHANGE_USER',
    'PostgreSQL refuses to run as root, and this system does not let root start a program as another user ' +
      `(${probe.error?.message ?? `exit ${probe.status}`}). Run as an ordinary user.`,
  );
}

/**
 * Asks the kernel, rather than guessing from mode bits, whether that identity can run a file or enter a directory.
 * @param {string} path
 * @param {{ uid?: number, gid?: number }} identity
 */
export function canExecute(path, identity) {
  if (process.platform === 'win32') return true;
  const probe = spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { ...identity, cwd: '/', stdio: 'ignore' });
  return probe.status === 0;
}

/**
 * Is there a process with this id?
 * @param {number} pid
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * A text that stays the same while a process lives and that no later process with the same id has: start time, and on
 * Linux the boot as well, so that a lock left by a power loss is never mistaken for a living process.
 * @param {number} pid
 * @returns {string | undefined} undefined when there is no such process
 */
export function processIdentity(pid) {
  if (!isAlive(pid)) return undefined;
  if (process.platform === 'linux') {
    try {
      // The name in parentheses may hold spaces; the fields are counted from its end. Field 22 is the start time.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${started}`;
    } catch {
      return isAlive(pid) ? 'unknown' : undefined;
    }
  }
  if (process.platform === 'win32') return 'unknown';
  const ps = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return ps.stdout?.trim() || undefined;
}

/**
 * The command line of a process, for telling our server from a stranger that got its process id.
 * @param {number} pid
 * @returns {string | undefined} undefined when it cannot be read
 */
export function commandLine(pid) {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return undefined;
    }
  }
  if (process.platform === 'win32') return undefined;
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() || undefined;
}
