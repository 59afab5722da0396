import { prepareBinaries } from './binaries.mjs';
import { ensureCluster, NAME } from './cluster.mjs';
import { clusterHome, deleteDataDir, openDataDir, readPassword } from './data-dir.mjs';
import { EmbeddedPostgresError } from './errors.mjs';
import { serverIdentity } from './identity.mjs';
import { lockOwner, takeLock } from './lock.mjs';
import { clearLeftovers, freePort, probePort, startServer } from './server.mjs';

export { EmbeddedPostgresError };

/** @type {typeof import('./index.d.mts').startEmbeddedPostgres} */
export async function startEmbeddedPostgres({
  dataDir,
  port,
  host = '127.0.0.1',
  durable = true,
  settings = {},
  log = () => undefined,
}) {
  const identity = serverIdentity();
  const real = openDataDir(dataDir);
  const releaseLock = takeLock(real);
  try {
    const home = clusterHome(real, identity, log);
    const binaries = prepareBinaries(identity, home, log);
    const { password, fresh } = readPassword(real);
    const cluster = await ensureCluster({
      dataDir: real,
      home,
      password,
      passwordIsFresh: fresh,
      identity,
      binaries,
      durable,
      log,
    });
    await clearLeftovers(cluster, log);
    const base = { dataDir: real, home, cluster, identity, binaries, host, durable, settings };
    if (port !== undefined) await probePort(host, port);
    const { server, chosen } = await startOnFreePort(base, port);
    const stop = once(async () => {
      await server.stop();
      releaseLock();
    });
    return {
      url: `postgresql://${NAME}:${password}@${host}:${chosen}/${NAME}`,
      host,
      port: chosen,
      pid: server.pid,
      logFile: server.logFile,
      exited: server.exited,
      stop,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    releaseLock();
    throw error;
  }
}

/**
 * A port the kernel calls free can be taken before PostgreSQL binds it; then the next one is asked for.
 * @param {Omit<import('./server.mjs').ServerRequest, 'port'>} base
 * @param {number | undefined} port
 */
async function startOnFreePort(base, port) {
  for (let attempt = 1; ; attempt += 1) {
    const chosen = port ?? (await freePort(base.host));
    try {
      return { chosen, server: await startServer({ ...base, port: chosen }) };
    } catch (error) {
      const taken = error instanceof EmbeddedPostgresError && error.code === 'PORT_IN_USE';
      if (!taken || port !== undefined || attempt === 5) throw error;
    }
  }
}

/** @type {typeof import('./index.d.mts').deleteEmbeddedPostgres} */
export function deleteEmbeddedPostgres(dataDir) {
  const owner = embeddedPostgresOwner(dataDir);
  if (owner !== undefined) {
    throw new EmbeddedPostgresError(
      'ALREADY_RUNNING',
      `The database in ${dataDir} is in use by process ${owner}: stop it first.`,
    );
  }
  return deleteDataDir(dataDir);
}

/** @type {typeof import('./index.d.mts').embeddedPostgresOwner} */
export function embeddedPostgresOwner(dataDir) {
  return lockOwner(dataDir);
}

/**
 * @template T
 * @param {() => Promise<T>} action
 * @returns {() => Promise<T>}
 */
function once(action) {
  /** @type {Promise<T> | undefined} */
  let result;
  return () => (result ??= action());
}
