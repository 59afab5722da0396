import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort, type RunningProcess, startProcess } from '@switchroom/testkit/process';
import { waitUntil } from '@switchroom/testkit/vitest';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type GatewayDatabase, gatewayDatabase } from './factories/index';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Beside our node_modules, where the bundle finds the packages that it leaves outside. */
const bundle = join(root, 'node_modules', '.cache', `process-test-${process.pid}`);
let base: GatewayDatabase;
let dataDirectory: string;
const running: RunningProcess[] = [];
beforeAll(async () => {
  await promisify(execFile)(process.execPath, ['build.mjs', bundle], { cwd: root });
});
afterAll(() => rm(bundle, { recursive: true }));
beforeEach(async () => {
  base = await gatewayDatabase();
  dataDirectory = await mkdtemp(join(tmpdir(), 'switchroom-process-'));
});
afterEach(async () => {
  for (const child of running.splice(0)) await child.killHard();
  await base.close();
  await rm(dataDirectory, { recursive: true });
});

async function run(
  env: Record<string, string | undefined>,
  program = 'main.mjs',
  ready?: RegExp,
): Promise<RunningProcess> {
  const child = await startProcess({
    command: process.execPath,
    args: [join(bundle, program)],
    cwd: root,
    env: {
      DATABASE_URL: base.url,
      SWITCHROOM_DATA: dataDirectory,
      GATEWAY_HOST: '127.0.0.1',
      NODE_ENV: 'production',
      SWITCHROOM_ADMIN_EMAIL: 'anna@example.test',
      SWITCHROOM_ADMIN_PASSWORD: 'vier Worte und ein Bus',
      ...env,
    },
    ...(ready === undefined ? {} : { ready }),
  });
  running.push(child);
  return child;
}

const started = async (env: Record<string, string> = {}) => {
  const port = await freePort();
  const gateway = await run({ GATEWAY_PORT: String(port), ...env }, 'main.mjs', /the gateway is listening/);
  return { gateway, url: `http://127.0.0.1:${port}` };
};

describe('the gateway as a process', () => {
  it('starts, signs its first administrator in, and ends with code 0 at SIGTERM', async () => {
    const { gateway, url } = await started();
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const answer = await fetch(`${url}/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://localhost:3000' },
      body: JSON.stringify({ email: 'anna@example.test', password: 'vier Worte und ein Bus' }),
    });
    expect(answer.status).toBe(200);
    expect(await gateway.terminate()).toEqual({ code: 0, signal: null });
    const log = gateway.output();
    expect(log).toMatch(/the gateway is draining[\s\S]*the gateway has stopped/);
    expect(log).not.toContain('vier Worte');
    expect(log).not.toMatch(/session_token=\w/);
    for (const line of log.trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  it('waits for the one before it on the same database, and works only when that has ended', async () => {
    const first = await started();
    const second = await run({ GATEWAY_PORT: String(await freePort()) }, 'main.mjs', /waiting for its end/);
    expect(second.output()).not.toContain('is listening');
    await first.gateway.terminate();
    await waitUntil(() => second.output().includes('the gateway is listening'), {
      message: 'the second gateway to listen',
      timeoutMs: 10_000,
    });
    expect(await second.terminate()).toEqual({ code: 0, signal: null });
  });

  it('does not work beside another one', async () => {
    const first = await started();
    const second = await run({ GATEWAY_PORT: String(await freePort()), SWITCHROOM_SHUTDOWN_MS: '100' });
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.output()).toContain('Another gateway works on this database');
    await first.gateway.terminate();
  });

  it('keeps people signed in across a restart', async () => {
    const first = await started();
    const answer = await fetch(`${first.url}/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'anna@example.test', password: 'vier Worte und ein Bus' }),
    });
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    await first.gateway.terminate();
    const second = await started();
    const session = await fetch(`${second.url}/auth/get-session`, { headers: { cookie } });
    expect(await session.json()).toMatchObject({ user: { email: 'anna@example.test' } });
    await second.gateway.terminate();
  });

  it('names every wrong variable and ends with code 1', async () => {
    const gateway = await run({ DATABASE_URL: undefined, GATEWAY_PORT: 'x' });
    expect(await gateway.exited).toEqual({ code: 1, signal: null });
    expect(gateway.output()).toMatch(/DATABASE_URL is not set: set it to postgresql:/);
    expect(gateway.output()).toMatch(/GATEWAY_PORT: /);
  });

  it('names the port that is in use and ends with code 1', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const gateway = await run({ GATEWAY_PORT: String(port) });
    expect(await gateway.exited).toEqual({ code: 1, signal: null });
    expect(gateway.output()).toContain(`port ${port} is in use`);
    await new Promise((resolve) => other.close(resolve));
  });

  it('says that the database is away, in the log and to the one who migrates', async () => {
    const gateway = await run({ DATABASE_URL: 'postgresql://u:p@127.0.0.1:1/none' });
    expect(await gateway.exited).toEqual({ code: 1, signal: null });
    expect(gateway.output()).toMatch(/the database of DATABASE_URL does not answer/);
    const migration = await run({ DATABASE_URL: 'postgresql://u:p@127.0.0.1:1/none' }, 'migrate.mjs');
    expect(await migration.exited).toEqual({ code: 1, signal: null });
    expect(migration.output()).toMatch(/^The database of DATABASE_URL does not answer \(ECONNREFUSED\)/);
  });

  it('migrates twice without a word of trouble', async () => {
    const migration = await run({}, 'migrate.mjs');
    expect(await migration.exited).toEqual({ code: 0, signal: null });
    expect(migration.output()).toBe('The database is up to date.\n');
  });
});
