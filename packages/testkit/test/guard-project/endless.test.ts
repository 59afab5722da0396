import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { freePort } from '../../src/process/free-port';
import { startProcess } from '../../src/process/start-process';

// Never ends by itself: the test that runs this file kills its runner and looks what becomes of the program.
it.runIf(process.env.ENDLESS === 'yes')('starts a program and waits for ever', { timeout: 600_000 }, async () => {
  const child = fileURLToPath(new URL('../fixtures/child.mjs', import.meta.url));
  const port = await freePort();
  const running = await startProcess({
    command: process.execPath,
    args: [child, 'listens', String(port)],
    ready: /^listening/,
  });
  process.stderr.write(`\nport ${port}\n`);
  expect(await running.exited).toBeDefined();
});
