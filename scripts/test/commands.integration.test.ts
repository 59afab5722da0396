import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { startProcess } from '@switchroom/testkit/process';
import { startEmbeddedPostgres } from '../../tooling/postgres/src/index.mjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../run.mjs', import.meta.url));
let data: string;
let occupied: Server;
let port: number;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'switchroom-commands-'));
  // Passable for the user that root's database runs as, so that the database stays inside.
  chmodSync(data, 0o755);
  occupied = createServer();
  port = await new Promise((resolve) => {
    occupied.listen(0, '127.0.0.1', () => {
      const address = occupied.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
});
afterEach(async () => {
  rmSync(data, { recursive: true, force: true });
  await new Promise((resolve) => {
    occupied.close(resolve);
  });
});

/** Runs a command that ends by itself. */
async function run(args: string[], env: Record<string, string | undefined> = {}) {
  await using running = await startProcess({
    command: process.execPath,
    args: [program, ...args],
    env: { SWITCHROOM_DATA: data, DATABASE_URL: undefined, PORT: undefined, GATEWAY_PORT: undefined, ...env },
  });
  const { code } = await running.exited;
  return { code, output: running.output() };
}

describe('npm start refuses before it changes anything', () => {
  const refusals: [string, () => Record<string, string>, RegExp][] = [
    ['a port in use', () => ({ PORT: String(port) }), /Port \d+, for the portal, is in use by another program.*PORT=/],
    [
      'the gateway port in use',
      () => ({ GATEWAY_PORT: String(port) }),
      /Port \d+, for the gateway, is in use.*GATEWAY_PORT=/,
    ],
    ['a port that is no number', () => ({ PORT: 'http' }), /PORT is "http", and a port is a number/],
    [
      'one port for two programs',
      () => ({ PORT: '4567', GATEWAY_PORT: '4567' }),
      /PORT and GATEWAY_PORT are both 4567/,
    ],
    [
      'a data directory that is a file',
      () => ({ SWITCHROOM_DATA: join(data, 'file') }),
      /file: .*SWITCHROOM_DATA chooses another/,
    ],
  ];
  it.each(refusals)('%s', async (_name, env, message) => {
    writeFileSync(join(data, 'file'), '');
    const { code, output } = await run(['start'], env());
    expect(output).toMatch(message);
    expect(output).not.toMatch(/\bat .*\.mjs:\d+/);
    expect(code).toBe(1);
    expect(existsSync(join(data, 'postgres'))).toBe(false);
  });
});

describe('other commands', () => {
  it('an unknown one lists those that exist', async () => {
    const { code, output } = await run(['fly']);
    expect(output).toContain('There are: start, test, migrate, audit, keys, bench, reset, mock-pbx.');
    expect(code).toBe(2);
  });

  it('an unknown part of the tests lists those that exist', async () => {
    const { code, output } = await run(['test', 'everything']);
    expect(output).toContain('static, unit, integration, e2e');
    expect(code).toBe(1);
  });

  it.each([undefined, 'mysql://localhost/x'])('migrate with DATABASE_URL %s says what it needs', async (url) => {
    const { code, output } = await run(['migrate'], { DATABASE_URL: url });
    expect(output).toMatch(/DATABASE_URL.*postgresql:\/\//);
    expect(code).toBe(1);
  });
});

describe('npm run reset', () => {
  async function withDatabase() {
    const server = await startEmbeddedPostgres({ dataDir: join(data, 'postgres'), durable: false });
    mkdirSync(join(data, 'keys'));
    writeFileSync(join(data, 'demo-fleet.json'), '{}');
    return server;
  }

  it('deletes the database, the keys and the demo', async () => {
    const server = await withDatabase();
    await server.stop();
    const { code, output } = await run(['reset']);
    expect(output).toContain(`Deleted the data in ${data}`);
    expect(code).toBe(0);
    for (const name of ['postgres', 'keys', 'demo-fleet.json']) expect(existsSync(join(data, name))).toBe(false);
    expect((await run(['reset'])).code).toBe(0);
  });

  it('refuses while Switchroom runs', async () => {
    await using _server = await withDatabase();
    const { code, output } = await run(['reset']);
    expect(output).toContain(`Switchroom is running (process ${process.pid})`);
    expect(code).toBe(1);
    expect(existsSync(join(data, 'demo-fleet.json'))).toBe(true);
  });

  it('refuses when something else is in the directory', async () => {
    const server = await withDatabase();
    await server.stop();
    writeFileSync(join(data, 'thesis.txt'), 'precious');
    const { code, output } = await run(['reset']);
    expect(output).toMatch(/files that Switchroom did not make \(thesis\.txt\): nothing was deleted/);
    expect(code).toBe(1);
    expect(existsSync(join(data, 'postgres'))).toBe(true);
  });

  it('refuses the directory of the program itself', async () => {
    const { code, output } = await run(['reset'], {
      SWITCHROOM_DATA: fileURLToPath(new URL('../..', import.meta.url)),
    });
    expect(output).toContain('nothing was deleted');
    expect(code).toBe(1);
  });

  it('with DATABASE_URL it says what it does not do, and does nothing', async () => {
    mkdirSync(join(data, 'keys'));
    const { code, output } = await run(['reset'], { DATABASE_URL: 'postgresql://db.example/switchroom' });
    expect(output).toContain('only deletes the embedded database');
    expect(code).toBe(1);
    expect(existsSync(join(data, 'keys'))).toBe(true);
  });
});
