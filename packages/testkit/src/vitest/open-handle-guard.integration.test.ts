import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startProcess } from '../process/start-process';
import { waitUntil } from './wait-until';

const fixtures = fileURLToPath(new URL('../../test/guard-project', import.meta.url));
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

/** A run of vitest inside of one of vitest. */
const cleared = { VITEST: undefined, VITEST_WORKER_ID: undefined, VITEST_POOL_ID: undefined, NODE_OPTIONS: undefined };

it('a test file that leaves a server, a socket or a timer open fails, and one that closes them passes', async () => {
  await using run = await startProcess({
    command: process.execPath,
    args: [vitest, 'run', '--reporter=json'],
    cwd: fixtures,
    env: cleared,
  });
  expect(await run.exited).toEqual({ code: 1, signal: null });
  const report: unknown = JSON.parse((await run.waitForLine(/^\{.*\}$/))[0]);
  expect(report).toMatchObject({ numPassedTests: 2 });
  const { testResults } = report as { testResults: { name: string; status: string; message: string }[] };
  const byFile = new Map(testResults.map((result) => [result.name.split('/').at(-1), result]));
  expect(byFile.get('tidy.test.ts')?.status).toBe('passed');
  expect(byFile.get('untidy.test.ts')?.status).toBe('failed');
  expect(byFile.get('untidy.test.ts')?.message).toContain('leaves handles open');
  expect(byFile.get('untidy.test.ts')?.message).toContain('1 TCP server');
  expect(byFile.get('untidy.test.ts')?.message).toContain('1 timer');
});

it('a program that a test started ends with a test runner that is killed', async () => {
  await using run = await startProcess({
    command: process.execPath,
    args: [vitest, 'run', 'endless', '--disable-console-intercept'],
    cwd: fixtures,
    env: { ...cleared, ENDLESS: 'yes' },
    ready: /^port (\d+)$/,
  });
  const port = Number(run.readyMatch?.[1]);
  expect(await waitUntil(() => accepts(port), { message: 'the program to listen' })).toBe(true);
  await run.killHard();
  await waitUntil(async () => !(await accepts(port)), { message: 'the program to end', timeoutMs: 10_000 });
});

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
