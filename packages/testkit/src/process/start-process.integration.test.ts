import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { freePort } from './free-port';
import { type StartProcessOptions, startProcess } from './start-process';

const child = fileURLToPath(new URL('../../test/fixtures/child.mjs', import.meta.url));
const run = (mode: string, more: Partial<StartProcessOptions> = {}) =>
  startProcess({ command: process.execPath, args: [child, mode], ready: /^listening on port (\d+)/, ...more });

describe('startProcess', () => {
  it('waits for the readiness line and hands over what it holds', async () => {
    await using running = await run('ready', { env: { GREETING: 'good morning' } });
    expect(running.readyMatch?.[1]).toBe('1234');
    expect(running.output()).toContain('good morning');
    expect((await running.waitForLine(/^a line on stderr$/))[0]).toBe('a line on stderr');
  });

  it('reports a program that ends before it is ready, with what it wrote', async () => {
    await expect(run('dies')).rejects.toThrow(/ended \(3\) before a line like[^]*something is wrong/);
  });

  it('reports a program that does not exist', async () => {
    await expect(run('ready', { command: '/nonexistent/program' })).rejects.toThrow('ENOENT');
  });

  it('reports and kills a program that never gets ready', async () => {
    await expect(run('ready', { ready: /^never$/, readyTimeoutMs: 300 })).rejects.toThrow('listening on port 1234');
  });

  it('SIGTERM lets it say goodbye', async () => {
    await using running = await run('graceful');
    expect(await running.terminate()).toEqual({ code: 0, signal: null });
    expect(running.output()).toContain('bye');
    expect(await running.terminate()).toEqual({ code: 0, signal: null });
  });

  it('a program that ignores SIGTERM is killed and named', async () => {
    await using running = await run('stubborn');
    await expect(running.terminate(200)).rejects.toThrow('to end after SIGTERM');
    expect(await running.exited).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('kill -9 takes its children along', async () => {
    await using running = await run('parent');
    await running.waitForLine(/^grandchild$/);
    // The end is reported when nobody holds the output any more, and the grandchild holds it too.
    expect(await running.killHard()).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('waitForLine fails when the program ends instead', async () => {
    await using running = await run('graceful');
    const waiting = running.waitForLine(/^never$/);
    await Promise.all([expect(waiting).rejects.toThrow('ended (0) before'), running.terminate()]);
  });
});

describe('freePort', () => {
  it('is a port one can listen on', async () => {
    expect(await freePort()).toBeGreaterThan(1023);
  });
});
