import { accessSync, constants, existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { codeOf, UserError } from './errors.mjs';
import { setting } from './environment.mjs';
import { makeDir } from './paths.mjs';

/**
 * A port from the environment.
 * @param {string} name
 * @param {number} fallback
 */
export function portSetting(name, fallback) {
  const text = setting(name);
  if (text === undefined) return fallback;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new UserError(`${name} is "${text}", and a port is a number from 1 to 65535.`);
}

/**
 * @param {number} port
 * @param {string} name the variable that chooses another one
 * @param {string} purpose
 * @param {string} host
 */
export async function checkPortFree(port, name, purpose, host) {
  const server = createServer();
  await /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      server.once('error', (cause) => {
        const code = codeOf(cause);
        const why =
          code === 'EADDRINUSE'
            ? 'is in use by another program'
            : code === 'EACCES'
              ? 'is not open to this user'
              : `cannot be used (${code})`;
        reject(
          new UserError(
            `Port ${port}, for ${purpose}, ${why}. Stop that program, or choose another port: ${name}=${port + 10} npm start`,
            { cause },
          ),
        );
      });
      server.listen({ port, host, exclusive: true }, () => server.close(() => resolve()));
    })
  );
}

/**
 * @param {string} dir need not exist yet
 * @param {number} megabytes
 * @param {string} purpose
 */
export function checkFreeSpace(dir, megabytes, purpose) {
  let existing = dir;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  const { bavail, bsize } = statfsSync(existing);
  const free = Math.floor((bavail * bsize) / 1_048_576);
  if (free < megabytes) {
    throw new UserError(
      `There is not enough disk space: ${purpose} needs ${megabytes} MB, and the disk that holds ${existing} has ${free} MB free.`,
    );
  }
}

/** @param {string} dir */
export function checkWritable(dir) {
  makeDir(dir);
  const probe = join(dir, `.write-test-${process.pid}`);
  try {
    accessSync(dir, constants.W_OK);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (cause) {
    const reason =
      codeOf(cause) === 'ENOSPC'
        ? 'the disk is full'
        : codeOf(cause) === 'EROFS'
          ? 'the file system is read-only'
          : 'this user may not write there';
    throw new UserError(`The data directory ${dir} cannot be used: ${reason}. SWITCHROOM_DATA chooses another one.`, {
      cause,
    });
  }
}
