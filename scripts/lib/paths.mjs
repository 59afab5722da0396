import { mkdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { codeOf, UserError } from './errors.mjs';

/** The repository. */
export const root = realpathSync(join(dirname(fileURLToPath(import.meta.url)), '..', '..'));

/** pnpm, stamps and a browser: everything the commands fetch for themselves. */
export const toolsDir = join(root, '.tools');

/** Where Switchroom keeps its data. */
export function dataDir() {
  return resolve(root, process.env.SWITCHROOM_DATA || '.data');
}

/** The embedded database, inside the data directory. */
export function databaseDir() {
  return join(dataDir(), 'postgres');
}

/** Logs of phases and services. */
export function logsDir() {
  return makeDir(join(dataDir(), 'logs'));
}

/**
 * @param {string} path
 * @returns {string} the path
 * @throws {UserError} that names the directory and what is wrong with it
 */
export function makeDir(path) {
  try {
    mkdirSync(path, { recursive: true });
    return path;
  } catch (cause) {
    const reason =
      {
        EACCES: 'this user may not write there',
        EPERM: 'this user may not write there',
        EROFS: 'the file system is read-only',
        ENOSPC: 'the disk is full',
        ENOTDIR: 'a part of the path is not a directory',
        EEXIST: 'there is a file of that name',
      }[codeOf(cause)] ?? codeOf(cause);
    throw new UserError(
      `Cannot create the directory ${path}: ${reason}. SWITCHROOM_DATA chooses another data directory.`,
      { cause },
    );
  }
}
