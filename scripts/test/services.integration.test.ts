import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { freePort, type RunningProcess, startProcess } from '@switchroom/testkit/process';
import { waitUntil } from '@switchroom/testkit/vitest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('supervisor.mjs', import.meta.url));
let data: string;
let port: number;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'switchroom-services-'));
  port = await freePort();
});
afterEach(() => {
  rmSync(data, { recursive: true, force: true });
});

const start = (mode: string, ready?: RegExp): Promise<RunningProcess> =>
  startProcess({
    command: process.execPath,
    args: [program, String(port), mode],
    env: { SWITCHROOM_DATA: data },
    ...(ready && { ready }),
  });
const answers = () =>
  fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } }).then(
    (response) => response.ok,
    () => false,
  );
const log = () => readFileSync(join(data, 'logs', 'web.log'), 'utf8');

describe('Services', () => {
  it('SIGTERM stops everything, last started first, and lets each end in its own way', async () => {
    await using running = await start('serve', /^ready \d+$/);
    expect(await answers()).toBe(true);
    expect(await running.terminate()).toEqual({ code: 0, signal: null });
    expect(await answers()).toBe(false);
    expect(log()).toContain('draining');
    const said = running.output();
    expect(said.indexOf('stopped the last')).toBeGreaterThan(-1);
    expect(said.indexOf('stopped the last')).toBeLessThan(said.indexOf('stopped the first'));
    expect(said).toContain('the end');
  });

  it('a service that ends by itself is named with its last lines, and everything is stopped', async () => {
    await using running = await start('serve', /^ready \d+$/);
    await fetch(`http://127.0.0.1:${port}/die`, { headers: { connection: 'close' } });
    expect(await running.exited).toEqual({ code: 1, signal: null });
    expect(running.output()).toMatch(/a line in the log\n\nweb ended \(exit 7\), so everything is stopped/);
    expect(running.output()).toContain('stopped the first');
  });

  it('a service that does not answer in time is named, and stopped', async () => {
    await using running = await start('deaf');
    expect(await running.exited).toEqual({ code: 1, signal: null });
    expect(running.output()).toContain(`The service does not answer at http://127.0.0.1:${port}/`);
    expect(await answers()).toBe(false);
  });

  it('when we are killed, the services end as well', async () => {
    await using running = await start('serve', /^ready (\d+)$/);
    const pid = Number(running.readyMatch?.[1]);
    process.kill(running.pid, 'SIGKILL');
    await waitUntil(async () => !(await answers()), { message: `process ${pid} to end`, timeoutMs: 10_000 });
    expect(log()).toContain('draining');
  });
});
