import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { type RunningProcess, startProcess } from '../src/process/index';
import { waitUntil } from '../src/vitest/index';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deleteEmbeddedPostgres, embeddedPostgresOwner, startEmbeddedPostgres } from '@switchroom/tooling-postgres';

const program = fileURLToPath(new URL('fixtures/start-postgres.mjs', import.meta.url));
let base: string;
let dataDir: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'switchroom-runner-'));
  await chmod(base, 0o755);
  dataDir = join(base, 'data', 'postgres');
});
afterEach(async () => {
  deleteEmbeddedPostgres(dataDir);
  await rm(base, { recursive: true, force: true });
});

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

interface Started {
  running: RunningProcess;
  url: string;
  pid: number;
}

/** The runner in a process of its own, which the test may kill. */
async function start(...args: string[]): Promise<Started> {
  const running = await startProcess({
    command: process.execPath,
    args: [program, dataDir, ...args],
    ready: /^ready (.*)$/,
    readyTimeoutMs: 60_000,
  });
  const said: unknown = JSON.parse(running.readyMatch?.[1] ?? '');
  return { ...(said as { url: string; pid: number }), running };
}

const ended = (pid: number) => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

describe('startEmbeddedPostgres', () => {
  it('creates a database at the first start and keeps its data for the second', async () => {
    const first = await startEmbeddedPostgres({ dataDir });
    expect(
      await query(first.url, 'SELECT current_user, current_database(), current_setting($$fsync$$) AS fsync'),
    ).toEqual([{ current_user: 'switchroom', current_database: 'switchroom', fsync: 'on' }]);
    await query(first.url, 'CREATE TABLE room AS SELECT 42 AS answer');
    expect(embeddedPostgresOwner(dataDir)).toBe(process.pid);
    await first.stop();
    await first.stop();
    expect(await first.exited).toBe('exit 0');
    expect(embeddedPostgresOwner(dataDir)).toBeUndefined();

    await using second = await startEmbeddedPostgres({ dataDir });
    expect(new URL(second.url).password).toBe(new URL(first.url).password);
    expect(await query(second.url, 'SELECT answer FROM room')).toEqual([{ answer: 42 }]);
  });

  it('asks for the password, keeps it readable by the owner only and out of every log', async () => {
    await using server = await startEmbeddedPostgres({ dataDir, durable: false });
    const { password } = new URL(server.url);
    const wrong = new URL(server.url);
    wrong.password = 'guess';
    await expect(query(wrong.toString(), 'SELECT 1')).rejects.toThrow('password authentication failed');
    await expect(query(server.url, 'SELECT $$;')).rejects.toThrow('unterminated');
    expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
    expect(password).toHaveLength(48);
    const log = await readFile(server.logFile, 'utf8');
    expect(log).toContain('password authentication failed');
    expect(log).not.toContain(password);
  });

  it('gives the cluster a new password when the file of the old one is lost', async () => {
    const first = await startEmbeddedPostgres({ dataDir, durable: false });
    await first.stop();
    await rm(join(dataDir, 'password'));
    await using second = await startEmbeddedPostgres({ dataDir, durable: false });
    expect(second.url).not.toBe(first.url);
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('an initialisation that was cut short is begun again', async () => {
    await mkdir(join(dataDir, 'cluster.partial', 'base'), { recursive: true });
    await writeFile(join(dataDir, 'switchroom-postgres'), '');
    await using server = await startEmbeddedPostgres({ dataDir, durable: false });
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('stops the server when its program is killed, and starts again at once', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE room AS SELECT 42 AS answer');
    await first.running.killHard();
    await waitUntil(() => ended(first.pid), { message: 'the server to follow its program', timeoutMs: 10_000 });
    const second = await start();
    expect(await query(second.url, 'SELECT answer FROM room')).toEqual([{ answer: 42 }]);
    expect(await second.running.terminate()).toEqual({ code: 0, signal: null });
    expect(ended(second.pid)).toBe(true);
  });

  it('recovers when server and program were both killed, and their process id now belongs to a stranger', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE room AS SELECT 42 AS answer');
    process.kill(first.pid, 'SIGKILL');
    await first.running.killHard();
    const pidFile = join(dataDir, 'cluster', 'postmaster.pid');
    const lines = (await readFile(pidFile, 'utf8')).split('\n');
    await writeFile(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'));
    const log: string[] = [];
    await using second = await startEmbeddedPostgres({ dataDir, log: (line) => log.push(line) });
    expect(log).toContain('the database was not shut down cleanly; it recovers now');
    expect(await query(second.url, 'SELECT answer FROM room')).toEqual([{ answer: 42 }]);
  });

  it('refuses a second start on the same directory and names the process, and leaves the first one alone', async () => {
    const first = await start();
    const attempt = startEmbeddedPostgres({ dataDir });
    await expect(attempt).rejects.toMatchObject({
      code: 'ALREADY_RUNNING',
      message: expect.stringMatching(new RegExp(`process ${first.running.pid}:.*DATABASE_URL`)),
    });
    expect(() => deleteEmbeddedPostgres(dataDir)).toThrow(`process ${first.running.pid}`);
    expect(await query(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await first.running.terminate();
  });

  it('of two starts at the same time exactly one wins', async () => {
    const attempts = await Promise.allSettled([
      startEmbeddedPostgres({ dataDir, durable: false }),
      startEmbeddedPostgres({ dataDir, durable: false }),
    ]);
    const started = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
    const refused = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason] : []));
    expect(started).toHaveLength(1);
    expect(refused).toEqual([expect.objectContaining({ code: 'ALREADY_RUNNING' })]);
    await started[0]?.stop();
  });

  it('names a port that is in use', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    try {
      await expect(startEmbeddedPostgres({ dataDir, durable: false, port })).rejects.toMatchObject({
        code: 'PORT_IN_USE',
        message: expect.stringMatching(new RegExp(`Port ${port} on 127.0.0.1 is in use.*DATABASE_URL`)),
      });
    } finally {
      await new Promise((resolve) => {
        other.close(resolve);
      });
    }
    await using server = await startEmbeddedPostgres({ dataDir, durable: false, port });
    expect(server.port).toBe(port);
  });

  it('refuses a directory that holds something else, and does not delete it', async () => {
    await mkdir(dataDir, { recursive: true });
    await writeFile(join(dataDir, 'precious.txt'), 'mine');
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({ code: 'NOT_OURS' });
    expect(() => deleteEmbeddedPostgres(dataDir)).toThrow('nothing was deleted');
    expect(await readFile(join(dataDir, 'precious.txt'), 'utf8')).toBe('mine');
    await rm(dataDir, { recursive: true });
  });

  it('names a path that is no directory', async () => {
    await writeFile(join(base, 'file'), '');
    const attempt = startEmbeddedPostgres({ dataDir: join(base, 'file', 'postgres') });
    await expect(attempt).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
  });

  it('refuses data of another PostgreSQL version', async () => {
    const first = await startEmbeddedPostgres({ dataDir, durable: false });
    await first.stop();
    await writeFile(join(dataDir, 'cluster', 'PG_VERSION'), '14\n');
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({
      code: 'WRONG_VERSION',
      message: expect.stringContaining('PostgreSQL 14'),
    });
  });

  it('deletes the database it made', async () => {
    const server = await startEmbeddedPostgres({ dataDir, durable: false });
    await server.stop();
    expect(deleteEmbeddedPostgres(dataDir)).toBe(true);
    await expect(stat(dataDir)).rejects.toThrow('ENOENT');
    expect(deleteEmbeddedPostgres(dataDir)).toBe(false);
  });
});

describe.runIf(process.getuid?.() === 0)('as root', () => {
  it('keeps the database where the user "nobody" can reach it, and deletes it from there', async () => {
    // Like a checkout under /root: only the owner passes.
    await chmod(base, 0o700);
    const log: string[] = [];
    const server = await startEmbeddedPostgres({ dataDir, durable: false, log: (line) => log.push(line) });
    const home = (await readFile(join(dataDir, 'cluster-location'), 'utf8')).trim();
    expect(log).toContain(`the user "nobody" cannot reach ${dataDir}, so the database is kept in ${home}`);
    await query(server.url, 'CREATE TABLE room AS SELECT 42 AS answer');
    await server.stop();
    const again = await startEmbeddedPostgres({ dataDir, durable: false });
    expect(await query(again.url, 'SELECT answer FROM room')).toEqual([{ answer: 42 }]);
    await again.stop();
    deleteEmbeddedPostgres(dataDir);
    await expect(stat(home)).rejects.toThrow('ENOENT');
  });
});
