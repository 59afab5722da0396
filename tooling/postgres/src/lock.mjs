import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { EmbeddedPostgresError } from './errors.mjs';
import { processIdentity } from './identity.mjs';

/**
 * Takes the lock of a data directory, so that two programs never start a server on it. A lock whose owner is gone
 * (kill -9, power loss) is taken over.
 * @param {string} dataDir
 * @returns {() => void} gives the lock back
 * @throws {EmbeddedPostgresError} ALREADY_RUNNING, naming the process
 */
export function takeLock(dataDir) {
  const path = join(dataDir, 'owner.lock');
  const mine = `${process.pid} ${processIdentity(process.pid)}\n`;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (createExclusively(path, mine)) {
      return () => {
        if (readText(path) === mine) rmSync(path, { force: true });
      };
    }
    const theirs = readText(path);
    if (theirs === undefined) continue;
    const [pid, identity] = theirs.trim().split(/ (.*)/s);
    if (identity !== undefined && processIdentity(Number(pid)) === identity) {
      throw new EmbeddedPostgresError(
        'ALREADY_RUNNING',
        `The database in ${dataDir} is in use by process ${pid}: stop that one first, or choose another SWITCHROOM_DATA.`,
      );
    }
    discardStale(path, theirs);
  }
  throw new EmbeddedPostgresError(
    'ALREADY_RUNNING',
    `Several programs try to start the database in ${dataDir} at once.`,
  );
}

/**
 * Who holds the lock now.
 * @param {string} dataDir
 * @returns {number | undefined} the process id of a living owner
 */
export function lockOwner(dataDir) {
  const text = readText(join(dataDir, 'owner.lock'));
  const [pid, identity] = (text ?? '').trim().split(/ (.*)/s);
  return identity !== undefined && processIdentity(Number(pid)) === identity ? Number(pid) : undefined;
}

/**
 * The file appears with its whole content or not at all: a reader never sees half a lock.
 * @param {string} path
 * @param {string} content
 */
function createExclusively(path, content) {
  const draft = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(draft, content, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Moves a stale lock away. Another starter may have replaced it between our look and our move: then it goes back.
 * @param {string} path
 * @param {string} expected
 */
function discardStale(path, expected) {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  if (readText(aside) === expected) rmSync(aside, { force: true });
  else renameSync(aside, path);
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
