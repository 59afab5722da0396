import { spawn } from 'node:child_process';
import { isIP } from 'node:net';
import { AppError, type OpensslRun } from '@switchroom/contracts';
import type { AddressGuard } from '../../net/address-policy';

export interface OpensslOptions {
  guard: AddressGuard;
  /** Found on the path of the system; a test gives another one. */
  program?: string;
  deadlineMs?: number;
  maxBytes?: number;
}

const DEADLINE_MS = 10_000;
const MAX_BYTES = 64 * 1024;
/** Nothing of the gateway's own environment: it holds secrets, and could change what the program does. */
const environment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' };

/** The command of the guide (administration guide of the attendant server, "How to verify a TLS certificate"). */
export function opensslArguments(connect: string, port: number, host: string): string[] {
  const name = isIP(host) === 0 ? ['-servername', host] : ['-noservername'];
  return ['s_client', '-crlf', '-connect', `${isIP(connect) === 6 ? `[${connect}]` : connect}:${port}`, ...name];
}

/**
 * Runs openssl against a server where this machine has the program, without a shell and with nothing to read. The name
 * is looked up and judged here, and the program is given the address: it would look it up anew.
 * @throws {ForbiddenAddressError | AppError} `unreachable` where the name has no address
 */
export async function runOpenssl(at: { host: string; port: number }, options: OpensslOptions): Promise<OpensslRun> {
  const { program = 'openssl', deadlineMs = DEADLINE_MS, maxBytes = MAX_BYTES } = options;
  const address = await addressOf(at.host, options.guard);
  const command = ['openssl', ...opensslArguments(at.host, at.port, at.host)].join(' ');
  const known = await run(program, ['version'], { deadlineMs, maxBytes: 1000 });
  if (known.outcome === 'missing') {
    return { outcome: 'missing', command, ran: undefined, output: '', exitCode: undefined, version: undefined };
  }
  const given = opensslArguments(address, at.port, at.host);
  const { outcome, output, exitCode } = await run(program, given, { deadlineMs, maxBytes });
  const ran = ['openssl', ...given].join(' ');
  return { outcome, command, ran, output, exitCode, version: known.output.trim() };
}

/** One address of the host, judged. */
async function addressOf(host: string, guard: AddressGuard): Promise<string> {
  guard.assertLiteral(host);
  if (isIP(host) !== 0) return host;
  return await new Promise((resolve, reject) => {
    guard.lookup(host, { all: false }, (error, address) => {
      if (error === null && typeof address === 'string') resolve(address);
      else if (error !== null && error.code === 'ERR_ADDRESS_FORBIDDEN') reject(error);
      else reject(new AppError('unreachable', { params: { reason: error?.code ?? 'ENOTFOUND' } }));
    });
  });
}

type Ran = Pick<OpensslRun, 'outcome' | 'output' | 'exitCode'>;

function run(program: string, given: string[], bounds: { deadlineMs: number; maxBytes: number }): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, given, {
      shell: false,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment,
      cwd: '/',
    });
    const parts: Buffer[] = [];
    let size = 0;
    let outcome: Ran['outcome'] = 'ran';
    const stop = (why: Ran['outcome']) => {
      outcome = why;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => stop('timeout'), bounds.deadlineMs);
    const read = (part: Buffer) => {
      if (size < bounds.maxBytes) parts.push(part.subarray(0, bounds.maxBytes - size));
      size += part.length;
      if (size > bounds.maxBytes && outcome === 'ran') stop('too-long');
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (error.code === 'ENOENT' || error.code === 'EACCES')
        resolve({ outcome: 'missing', output: '', exitCode: undefined });
      else reject(new AppError('internal', { message: 'openssl was not started', cause: error }));
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ outcome, output: printable(Buffer.concat(parts)), exitCode: code ?? undefined });
    });
  });
}

/** What a server put into its certificate is shown as text, and moves no cursor anywhere. */
function printable(output: Buffer): string {
  return output
    .toString('utf8')
    .replace(/\r\n/g, '\n')
    .replace(/[^\P{C}\n\t]/gu, '·');
}
