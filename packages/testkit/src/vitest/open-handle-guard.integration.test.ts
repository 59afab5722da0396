import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startProcess } from '../process/start-process';

const fixtures = fileURLToPath(new URL('../../test/guard-project', import.meta.url));
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

it('a test file that leaves a server, a socket or a timer open fails, and one that closes them passes', async () => {
  await using run = await startProcess({
    command: process.execPath,
    args: [vitest, 'run', '--reporter=json'],
    cwd: fixtures,
    env: { VITEST: undefined, VITEST_WORKER_ID: undefined, VITEST_POOL_ID: undefined, NODE_OPTIONS: undefined },
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
