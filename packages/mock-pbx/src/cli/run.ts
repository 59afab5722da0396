import { readFileSync } from 'node:fs';
import type { StateEvent } from '../core';
import { MockPbx, serveFleet } from '../mock-pbx';
import { type Arguments, UsageError } from './arguments';

/** Where the command writes to. */
export interface Output {
  readonly line: (text: string) => void;
}

/** A running command. */
export interface Running {
  readonly pbxes: readonly MockPbx[];
  close(): Promise<void>;
}

/** Starts what the command line asks for. Throws UsageError when a file or port cannot be used. */
export async function run(args: Arguments, output: Output): Promise<Running> {
  const pbxes = Array.from({ length: args.count }, (_, index) => makePbx(args, index + 1));
  const totals = report(args, pbxes, output);
  if (args.command === 'serve') return serve(args, pbxes, output, totals);
  return dial(args, pbxes, output, totals);
}

function makePbx(args: Arguments, n: number): MockPbx {
  const fill = (text: string): string => text.replaceAll('{n}', String(n));
  const url = args.command === 'dial' ? fill(args.url).replace(/^ws/, 'http') : undefined;
  try {
    return new MockPbx({
      name: fill(args.pbx),
      domain: args.domain,
      version: args.version,
      build: args.build,
      users: args.users,
      seed: args.seed === undefined ? undefined : args.seed + n - 1,
      journal: false,
      stateFile: args.state === undefined ? undefined : fill(args.state),
      apps: [{ name: args.app, password: args.password, url }],
    });
  } catch (error) {
    if (error instanceof Error && args.state !== undefined)
      throw new UsageError(`--state: ${error.message}`, { cause: error });
    throw error;
  }
}

async function serve(args: Arguments, pbxes: readonly MockPbx[], output: Output, stop: () => void): Promise<Running> {
  const tls =
    args.tlsKey === undefined || args.tlsCert === undefined
      ? undefined
      : { key: readPem('--tls-key', args.tlsKey), cert: readPem('--tls-cert', args.tlsCert) };
  try {
    const server = await serveFleet(pbxes, { port: args.port, host: args.host, tls });
    const last = server.urls.length > 1 ? ` ... ${server.urls.at(-1) ?? ''}` : '';
    output.line(`Listening: ${server.urls[0] ?? ''}${last}  (App object ${args.app})`);
    return {
      pbxes,
      close: async () => {
        stop();
        await server.close();
        await Promise.all(pbxes.map((pbx) => pbx.close()));
      },
    };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE')
      throw new UsageError(`--port ${args.port} is in use: stop the other program or choose another port`, {
        cause: error,
      });
    if (code === 'EACCES')
      throw new UsageError(`--port ${args.port} needs more rights: choose one above 1023`, { cause: error });
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new UsageError(`--host ${args.host} is no address of this machine: use 127.0.0.1 or 0.0.0.0`, {
        cause: error,
      });
    }
    throw error;
  }
}

function dial(args: Arguments, pbxes: readonly MockPbx[], output: Output, stop: () => void): Promise<Running> {
  const ca = args.ca === undefined ? undefined : readPem('--ca', args.ca);
  output.line(`Dialling ${args.url} as App object ${args.app}${args.count > 1 ? ` from ${args.count} PBXes` : ''}`);
  let next = 0;
  const pause = 1000 / args.perSecond;
  const started = performance.now();
  // All at once would measure the listen queue of the other side, not the other side.
  const start = (): void => {
    const due = Math.min(pbxes.length, Math.floor((performance.now() - started) / pause) + 1);
    for (; next < due; next += 1) pbxes[next]?.dial({ appObject: args.app, ca });
    if (next >= pbxes.length) clearInterval(timer);
  };
  const timer = setInterval(start, Math.max(5, pause));
  start();
  return Promise.resolve({
    pbxes,
    close: async () => {
      clearInterval(timer);
      stop();
      await Promise.all(pbxes.map((pbx) => pbx.close()));
    },
  });
}

/** Prints a line per change, or with `--quiet` the totals when they changed. */
function report(args: Arguments, pbxes: readonly MockPbx[], output: Output): () => void {
  const up = new Set<string>();
  let refused = 0;
  const onState = (event: StateEvent): void => {
    if (event.state === 'connected') up.add(event.pbx);
    else if (event.state !== 'up') up.delete(event.pbx);
    if (event.state === 'refused') refused += 1;
    if (!args.quiet) output.line(`${new Date(event.at).toISOString()} ${event.pbx} ${event.state} ${event.detail}`);
  };
  for (const pbx of pbxes) pbx.onState(onState);
  if (!args.quiet && pbxes.length === 1) return () => undefined;
  let last = '';
  const timer = setInterval(() => {
    const line = `${up.size} of ${pbxes.length} connected, ${refused} refused logins, ${Math.round(process.memoryUsage().rss / 1_048_576)} MiB`;
    const state = `${up.size} ${refused}`;
    if (state !== last) output.line(line);
    last = state;
  }, 1000);
  return () => clearInterval(timer);
}

function readPem(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${option} ${file} cannot be read: give a PEM file that exists`, { cause: error });
  }
}
