import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError, explainFileError } from './errors.mjs';
import { canExecute } from './identity.mjs';

/** A fresh cluster takes 40 MB, its first write-ahead log 16 MB more; below this it would fail half way. */
const SPACE_NEEDED = 120 * 1024 * 1024;
const MARKER = 'switchroom-postgres';
const POINTER = 'cluster-location';
/** Where root's clusters live when `nobody` cannot reach the data directory: kept over reboots, unlike /var/tmp. */
const RELOCATION_BASE = '/var/lib/switchroom';

/**
 * Makes the data directory ours, or refuses when it holds something else.
 * Layout: `switchroom-postgres` (marker), `password` (0600), `owner.lock`, `server.log`, `cluster/` (PGDATA).
 * @param {string} dataDir
 * @returns {string} its real path
 */
export function openDataDir(dataDir) {
  try {
    mkdirSync(dataDir, { recursive: true });
    const real = realpathSync(dataDir);
    const marker = join(real, MARKER);
    if (!existsSync(marker)) {
      if (readdirSync(real).length > 0) {
        throw new EmbeddedPostgresError(
          'NOT_OURS',
          `The directory ${real} is not empty and was not made by Switchroom: choose an empty one.`,
        );
      }
      writeFileSync(marker, 'This directory belongs to the embedded PostgreSQL of Switchroom.\n');
    }
    // Root's server runs as nobody and has to pass through; what is secret inside is closed by itself.
    chmodSync(real, 0o711);
    return real;
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    throw explainFileError('Opening the data directory', error, dataDir);
  }
}

/**
 * The folder that holds the cluster: the data directory itself, or, when root's `nobody` cannot pass one of its
 * parents (a checkout under /root), a folder under /var/lib/switchroom that the data directory points to.
 * @param {string} dataDir
 * @param {{ uid?: number, gid?: number }} identity
 * @param {(line: string) => void} log
 */
export function clusterHome(dataDir, identity, log) {
  const pointer = join(dataDir, POINTER);
  if (existsSync(pointer)) {
    const home = readFileSync(pointer, 'utf8').trim();
    if (!existsSync(home)) {
      throw new EmbeddedPostgresError(
        'DATA_MISSING',
        `${pointer} says that the database is in ${home}, and that folder is gone: bring it back, or delete ${dataDir} to start afresh.`,
      );
    }
    return home;
  }
  if (identity.uid === undefined || canExecute(dataDir, identity)) return dataDir;
  try {
    mkdirSync(RELOCATION_BASE, { recursive: true, mode: 0o755 });
    const home = mkdtempSync(join(RELOCATION_BASE, 'postgres-'));
    chmodSync(home, 0o711);
    writeFileSync(join(home, 'belongs-to'), `${dataDir}\n`);
    writeFileSync(pointer, `${home}\n`);
    log(`the user "nobody" cannot reach ${dataDir}, so the database is kept in ${home}`);
    return home;
  } catch (error) {
    throw explainFileError(
      `PostgreSQL cannot run as root, "nobody" cannot reach ${dataDir}, and making a folder that it can reach`,
      error,
      RELOCATION_BASE,
    );
  }
}

/**
 * Deletes an embedded database with everything that belongs to it.
 * @param {string} dataDir
 * @returns {boolean} false when there was none
 * @throws {EmbeddedPostgresError} NOT_OURS when the directory is something else
 */
export function deleteDataDir(dataDir) {
  if (!existsSync(dataDir)) return false;
  const real = realpathSync(dataDir);
  if (!existsSync(join(real, MARKER))) {
    if (readdirSync(real).length === 0) return false;
    throw new EmbeddedPostgresError('NOT_OURS', `${real} was not made by Switchroom: nothing was deleted.`);
  }
  const pointer = join(real, POINTER);
  if (existsSync(pointer)) {
    const home = readFileSync(pointer, 'utf8').trim();
    const owner = join(home, 'belongs-to');
    if (existsSync(owner) && readFileSync(owner, 'utf8').trim() === real)
      rmSync(home, { recursive: true, force: true });
  }
  rmSync(real, { recursive: true, force: true });
  return true;
}

/**
 * The superuser's password: made once, readable by the owner only, never logged.
 * @param {string} dataDir
 * @returns {{ password: string, fresh: boolean }} fresh: the cluster does not know it yet
 */
export function readPassword(dataDir) {
  const path = join(dataDir, 'password');
  if (existsSync(path)) {
    const password = readFileSync(path, 'utf8').trim();
    if (/^[0-9a-f]{48}$/.test(password)) return { password, fresh: false };
  }
  const password = randomBytes(24).toString('hex');
  rmSync(path, { force: true });
  writeFileSync(path, `${password}\n`, { mode: 0o600, flag: 'wx', flush: true });
  return { password, fresh: true };
}

/**
 * Refuses to begin what would end half way.
 * @param {string} dir
 */
export function checkFreeSpace(dir) {
  const { bavail, bsize } = statfsSync(dir);
  const free = bavail * bsize;
  if (free >= SPACE_NEEDED) return;
  throw new EmbeddedPostgresError(
    'NO_SPACE',
    `The disk that holds ${dir} has ${Math.floor(free / 1048576)} MB free, and a new database needs ${SPACE_NEEDED / 1048576} MB: free some space.`,
  );
}

/**
 * Makes a folder that belongs to the server's identity, closed to everybody else.
 * @param {string} path
 * @param {{ uid?: number, gid?: number }} identity
 */
export function makePrivateDir(path, { uid, gid }) {
  mkdirSync(path, { mode: 0o700 });
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/**
 * A cluster made by root cannot be used by another user and the other way round: say so instead of letting PostgreSQL
 * fail with a riddle.
 * @param {string} cluster
 * @param {{ uid?: number }} identity
 */
export function checkOwner(cluster, identity) {
  if (process.platform === 'win32') return;
  const expected = identity.uid ?? process.getuid?.();
  const actual = statSync(cluster).uid;
  if (actual === expected) return;
  throw new EmbeddedPostgresError(
    'WRONG_OWNER',
    `The database in ${cluster} belongs to user ${actual}, and this program would run it as user ${expected}: ` +
      'start it as the user who made it, or choose another SWITCHROOM_DATA.',
  );
}
