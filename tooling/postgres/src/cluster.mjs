import { spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { checkFreeSpace, checkOwner, makePrivateDir } from './data-dir.mjs';
import { EmbeddedPostgresError, explainFailure } from './errors.mjs';

/** The role and the database, both named so. */
export const NAME = 'switchroom';

/**
 * @typedef {object} ClusterRequest
 * @property {string} dataDir for messages
 * @property {string} home the folder that holds `cluster`
 * @property {string} password
 * @property {boolean} passwordIsFresh the cluster, if there is one, does not know it yet
 * @property {{ uid?: number, gid?: number }} identity
 * @property {import('./binaries.mjs').Binaries} binaries
 * @property {boolean} durable
 * @property {(line: string) => void} log
 */

/**
 * Makes sure there is a complete cluster. It is built beside its place and moved there when it is done, so that a
 * crash or a full disk in the middle leaves nothing that looks finished.
 * @param {ClusterRequest} request
 * @returns {Promise<string>} PGDATA
 */
export async function ensureCluster(request) {
  const cluster = join(request.home, 'cluster');
  if (!existsSync(cluster)) await createCluster(request, cluster);
  checkOwner(cluster, request.identity);
  checkVersion(cluster, request.binaries.version);
  if (request.passwordIsFresh) await setPassword(request, cluster);
  return cluster;
}

/**
 * @param {ClusterRequest} request
 * @param {string} cluster
 */
async function createCluster(request, cluster) {
  const { binaries, identity } = request;
  checkFreeSpace(request.home);
  const draft = `${cluster}.partial`;
  rmSync(draft, { recursive: true, force: true });
  makePrivateDir(draft, identity);
  request.log('creating the database');
  try {
    await run(request, binaries.initdb, [
      `--pgdata=${draft}`,
      `--username=${NAME}`,
      '--encoding=UTF8',
      // The same order of names on every machine, whatever its locales.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      // No server ever runs with this: the access rules are replaced below before the first one starts.
      '--auth=trust',
      ...(request.durable ? [] : ['--no-sync']),
    ]);
    // Written over the existing file, which keeps its owner.
    writeFileSync(join(draft, 'pg_hba.conf'), 'host all all 127.0.0.1/32 scram-sha-256\n');
    await setPassword(request, draft, `CREATE DATABASE ${NAME};\n`);
    renameSync(draft, cluster);
    request.passwordIsFresh = false;
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Sets the superuser's password without a server that listens: PostgreSQL's single-user mode reads SQL from its
 * standard input, so the password is in no file, no argument and no log.
 * @param {ClusterRequest} request
 * @param {string} cluster
 * @param {string} [moreSql]
 */
async function setPassword(request, cluster, moreSql = '') {
  await run(
    request,
    request.binaries.postgres,
    ['--single', ...(request.durable ? [] : ['-F']), '-D', cluster, 'postgres'],
    `ALTER ROLE ${NAME} PASSWORD '${request.password}';\n${moreSql}`,
  );
}

/**
 * @param {string} cluster
 * @param {string} version
 */
function checkVersion(cluster, version) {
  const path = join(cluster, 'PG_VERSION');
  const found = existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
  const wanted = version.split('.')[0];
  if (found === wanted) return;
  throw new EmbeddedPostgresError(
    found === undefined ? 'DAMAGED' : 'WRONG_VERSION',
    found === undefined
      ? `${cluster} is not a complete PostgreSQL database: restore it from a backup, or delete it to start afresh.`
      : `The database in ${cluster} was written by PostgreSQL ${found}, and this is PostgreSQL ${wanted}: dump it with the older version and load it into this one.`,
  );
}

/**
 * The environment of every PostgreSQL program: nothing of ours leaks in, PGPORT and the like least of all.
 */
export function serverEnvironment() {
  const { PATH, TMPDIR, SystemRoot } = process.env;
  return {
    LC_ALL: 'C',
    TZ: 'UTC',
    ...(PATH && { PATH }),
    ...(TMPDIR && { TMPDIR }),
    ...(SystemRoot && { SystemRoot }),
  };
}

/**
 * @param {ClusterRequest} request
 * @param {string} file
 * @param {string[]} args
 * @param {string} [input]
 */
async function run(request, file, args, input) {
  const child = spawn(file, args, {
    ...request.identity,
    cwd: request.home,
    env: serverEnvironment(),
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  let output = '';
  const collect = (/** @type {Buffer} */ chunk) => {
    output = (output + chunk.toString('utf8')).slice(-20_000);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  // The program may end without reading everything; its exit code tells what matters.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  const status = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal ?? code));
  });
  // Single-user mode ends with 0 although a statement failed.
  const failed = status !== 0 || (input !== undefined && /^.*\b(ERROR|FATAL|PANIC):/m.test(output));
  if (failed) throw explainFailure(`Creating the database (exit ${status})`, output, request.dataDir);
}
