import { parseArgs } from 'node:util';

/** A mistake in the command line; the message names the option and the cure. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command line, checked. */
export interface Arguments {
  readonly command: 'serve' | 'dial' | 'help';
  readonly app: string;
  readonly password: string;
  readonly domain: string;
  readonly pbx: string;
  readonly users: number;
  readonly version: string | undefined;
  readonly build: string | undefined;
  readonly seed: number | undefined;
  readonly state: string | undefined;
  readonly count: number;
  readonly port: number;
  readonly host: string;
  readonly tlsKey: string | undefined;
  readonly tlsCert: string | undefined;
  readonly url: string;
  readonly ca: string | undefined;
  readonly perSecond: number;
  readonly quiet: boolean;
}

const TEXT = { type: 'string' } as const;
const OPTIONS = {
  app: TEXT,
  password: TEXT,
  domain: TEXT,
  pbx: TEXT,
  users: TEXT,
  version: TEXT,
  build: TEXT,
  seed: TEXT,
  state: TEXT,
  count: TEXT,
  port: TEXT,
  host: TEXT,
  'tls-key': TEXT,
  'tls-cert': TEXT,
  url: TEXT,
  dial: TEXT,
  ca: TEXT,
  'per-second': TEXT,
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;
type Values = ReturnType<typeof parse>['values'];

/** Reads a command line without the program name. Throws UsageError. */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parse(argv);
  const command = commandOf(positionals, values, argv.length === 0);
  const count = whole(values, 'count', 1, { min: 1, max: 20_000 });
  const common = {
    command,
    app: command === 'help' ? '' : appName(values),
    password: command === 'help' ? '' : required(values, 'password', 'the password of the App object'),
    domain: values.domain ?? 'example.com',
    pbx: values.pbx ?? (count > 1 ? 'pbx-{n}' : 'master'),
    users: whole(values, 'users', 200, { min: 0, max: 200_000 }),
    version: values.version,
    build: values.build,
    seed: values.seed === undefined ? undefined : whole(values, 'seed', 0, { min: 0, max: 2 ** 32 - 1 }),
    state: values.state,
    count,
    port: command === 'serve' ? port(values) : 0,
    host: values.host ?? '127.0.0.1',
    tlsKey: values['tls-key'],
    tlsCert: values['tls-cert'],
    url: command === 'dial' ? dialUrl(values) : '',
    ca: values.ca,
    perSecond: whole(values, 'per-second', 100, { min: 1, max: 100_000 }),
    quiet: values.quiet ?? false,
  };
  if ((common.tlsKey === undefined) !== (common.tlsCert === undefined)) {
    throw new UsageError('--tls-key and --tls-cert go together: give both to serve wss, or none');
  }
  if (count > 1 && common.state !== undefined && !common.state.includes('{n}')) {
    throw new UsageError('--state names one file for several PBXes: put {n} into the name, e.g. --state pbx-{n}.json');
  }
  if (count > 1 && !common.pbx.includes('{n}')) {
    throw new UsageError('--pbx names several PBXes alike: put {n} into the name, e.g. --pbx branch-{n}');
  }
  return common;
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}. See mock-pbx --help`, {
      cause: error,
    });
  }
}

function commandOf(positionals: readonly string[], values: Values, empty: boolean): Arguments['command'] {
  if (values.help === true || empty) return 'help';
  const [command, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`"${more.join(' ')}" is no option: options start with --`);
  if (command === 'serve' || command === 'dial') return command;
  if (command !== undefined) throw new UsageError(`"${command}" is no command: use serve or dial`);
  if (values.dial !== undefined) return 'dial';
  throw new UsageError('What shall it do? Use serve, dial, or --dial URL. See mock-pbx --help');
}

function required(values: Values, name: 'app' | 'password', what: string): string {
  const value = values[name];
  if (value === undefined || value === '') throw new UsageError(`--${name} is missing: give ${what}`);
  return value;
}

function appName(values: Values): string {
  const name = required(values, 'app', 'the Name of the App object, e.g. --app attendant');
  if (/^\d|[\s\p{Lu}]/u.test(name)) {
    throw new UsageError(`--app is "${name}": an App object's Name has no capitals or spaces and no digit first`);
  }
  return name;
}

function port(values: Values): number {
  if (values.port === undefined)
    throw new UsageError('--port is missing: give the port to listen at, e.g. --port 4100');
  return whole(values, 'port', 0, { min: 0, max: 65_535 });
}

function dialUrl(values: Values): string {
  const url = values.url ?? values.dial;
  if (url === undefined) {
    throw new UsageError(
      '--url is missing: give the app URL, e.g. --url http://localhost:3001/app/example.com/main/attendant',
    );
  }
  if (!/^(https?|wss?):\/\/[^/]+\/.*[^/]$/.test(url)) {
    throw new UsageError(
      `--url is "${url}": give http(s)://host:port/path/app (or ws, wss) without a slash at the end`,
    );
  }
  return url;
}

function whole(
  values: Values,
  name: 'users' | 'seed' | 'count' | 'port' | 'per-second',
  fallback: number,
  range: { readonly min: number; readonly max: number },
): number {
  const value = values[name];
  if (value === undefined) return fallback;
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < range.min || number > range.max) {
    throw new UsageError(`--${name} is "${value}": give a whole number from ${range.min} to ${range.max}`);
  }
  return number;
}
