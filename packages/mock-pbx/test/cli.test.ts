import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readArguments, UsageError } from '../src/cli/arguments';
import { AppService, Peer } from './peer';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const LOGIN = ['--app', 'attendant', '--password', 'secret'];

describe('command line', () => {
  it.each([
    [['serve', ...LOGIN], '--port'],
    [['serve', '--port', '99999', ...LOGIN], '--port is "99999"'],
    [['serve', '--port', '0', '--password', 'x'], '--app'],
    [['serve', '--port', '0', '--app', 'Att', '--password', 'x'], '--app is "Att"'],
    [['serve', '--port', '0', '--app', 'att'], '--password'],
    [['serve', '--port', '0', '--tls-key', 'k', ...LOGIN], '--tls-key and --tls-cert'],
    [['dial', ...LOGIN], '--url'],
    [['dial', '--url', 'http://host/app/', ...LOGIN], '--url is "http://host/app/"'],
    [['dial', '--url', 'ftp://host/app', ...LOGIN], 'http(s)'],
    [['--count', '0', '--dial', 'ws://h/a', ...LOGIN], '--count is "0"'],
    [['--count', '2', '--state', 'x.json', '--dial', 'ws://h/a', ...LOGIN], '{n}'],
    [['--count', '2', '--pbx', 'same', '--dial', 'ws://h/a', ...LOGIN], '--pbx'],
    [['fetch', ...LOGIN], '"fetch" is no command'],
    [['serve', '--prot', '1'], '--prot'],
    [LOGIN, 'serve, dial'],
  ])('%j: the message names the option and the cure', (argv, text) => {
    expect(() => readArguments(argv)).toThrow(UsageError);
    expect(() => readArguments(argv)).toThrow(text);
  });

  it('fills in the defaults', () => {
    expect(readArguments(['serve', '--port', '4100', ...LOGIN])).toMatchObject({
      domain: 'example.com',
      pbx: 'master',
      users: 200,
      host: '127.0.0.1',
      count: 1,
    });
    expect(readArguments(['--count', '5', '--dial', 'wss://h/{n}/a', ...LOGIN])).toMatchObject({
      command: 'dial',
      pbx: 'pbx-{n}',
    });
    expect(readArguments(['--help']).command).toBe('help');
  });
});

describe('bundled command under plain Node', () => {
  let folder: string;
  let bundle: string;
  let child: ChildProcess | undefined;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mock-pbx-cli-'));
    bundle = join(folder, 'cli.mjs');
    execFileSync(process.execPath, [here('../build.mjs'), folder]);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(() => {
    child?.kill('SIGKILL');
  });

  /** Starts the command and resolves with its first output that matches; the output is read to its end. */
  function start(args: readonly string[], match: RegExp): Promise<RegExpExecArray> {
    const started = spawn(process.execPath, [bundle, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    child = started;
    return new Promise((resolve, reject) => {
      let seen = '';
      started.stdout.on('data', (chunk) => {
        seen += String(chunk);
        const found = match.exec(seen);
        if (found) resolve(found);
      });
      started.stdout.once('close', () => reject(new Error(`the command ended; output: ${seen}`)));
    });
  }

  async function stop(): Promise<number | null> {
    const ended = once(child as ChildProcess, 'exit') as Promise<[number | null]>;
    child?.kill('SIGTERM');
    const [code] = await ended;
    return code;
  }

  it('serve answers at /PBX0/APPS/websocket and ends cleanly on SIGTERM', async () => {
    const args = ['serve', '--port', '0', '--domain', 'acme.example', '--pbx', 'hq', '--users', '7', ...LOGIN];
    const [, url] = await start(args, /(ws:\S+\/PBX0\/APPS\/websocket)/);
    const peer = await Peer.connect(url ?? '');
    expect(await peer.login({ app: 'attendant' }, 'secret')).toMatchObject({ ok: true, domain: 'acme.example' });
    expect((await peer.admin('SearchUsers', { cn: '' }))['user']).toHaveLength(7);
    expect(await peer.request('RCC', 'Initialize', { grp: true })).not.toHaveProperty('error');
    expect(await stop()).toBe(0);
    await peer.closed;
  }, 30_000);

  it('dial acts as the App object, prints the change of state, and many PBXes dial with {n}', async () => {
    await using service = await AppService.start({ password: 'secret' });
    await start(['dial', '--url', service.appUrl, ...LOGIN], /master connected attendant/);
    const peer = await service.loggedIn();
    expect(service.logins[0]).toMatchObject({ app: 'switchroom-attendant', sip: 'attendant' });
    expect(await peer.waitFor((frame) => frame.mt === 'PbxInfo')).toMatchObject({
      pbx: 'master',
      domain: 'example.com',
    });
    expect(await stop()).toBe(0);

    const url = service.appUrl.replace('http', 'ws').replace('inst', 'pbx-{n}');
    await start(['--count', '5', '--users', '3', '--dial', url, ...LOGIN], /pbx-5 connected/);
    await service.loggedIn(5);
    const names = service.logins.slice(1).map((login) => (login['info'] as { pbx: string; appurl: string }).pbx);
    expect(names.sort()).toEqual(['pbx-1', 'pbx-2', 'pbx-3', 'pbx-4', 'pbx-5']);
    expect(await stop()).toBe(0);
  }, 30_000);

  it('a port in use and a wrong option end with code 2 and a message', async () => {
    const busy = createServer().listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const port = String((busy.address() as AddressInfo).port);
    const ended = (args: string[]) =>
      new Promise<{ code: number | null; message: string }>((resolve) => {
        const failing = spawn(process.execPath, [bundle, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
        let message = '';
        failing.stderr.on('data', (chunk) => {
          message += String(chunk);
        });
        failing.once('close', (code) => resolve({ code, message }));
      });
    expect(await ended(['serve', '--port', port, ...LOGIN])).toMatchObject({
      code: 2,
      message: expect.stringContaining('in use'),
    });
    expect(await ended(['serve', '--port', 'x', ...LOGIN])).toMatchObject({
      code: 2,
      message: expect.stringContaining('--port'),
    });
    busy.close();
  }, 30_000);
});
