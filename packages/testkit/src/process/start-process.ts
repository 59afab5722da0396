import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import process from 'node:process';
import { waitUntil } from '../vitest/wait-until';

/** How a child process ended. Exactly one of the two is null. */
export interface ExitInfo {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** What to run, and how to know that it is ready. */
export interface StartProcessOptions {
  command: string;
  args?: string[];
  cwd?: string;
  /** Added to the environment of this process; undefined removes a variable. */
  env?: Record<string, string | undefined>;
  /** The line (of stdout or stderr) that says it is ready; ready at once when left out. */
  ready?: RegExp;
  /** Milliseconds; 30000 when left out. */
  readyTimeoutMs?: number;
}

/** A child process, with its own process group. */
export interface RunningProcess extends AsyncDisposable {
  readonly pid: number;
  /** The match of the readiness line, for a port it may hold. */
  readonly readyMatch: RegExpMatchArray | undefined;
  /** Settles when the process has ended. */
  readonly exited: Promise<ExitInfo>;
  /** Everything it wrote so far, both streams in the order they came. */
  output(): string;
  /** Waits for a line, also one it wrote before; fails when the process ends first. */
  waitForLine(pattern: RegExp, timeoutMs?: number): Promise<RegExpMatchArray>;
  /** SIGTERM, and how it ended; fails (and kills) when it has not ended after `timeoutMs`, 10000 when left out. */
  terminate(timeoutMs?: number): Promise<ExitInfo>;
  /** kill -9 for it and every child in its group. */
  killHard(): Promise<ExitInfo>;
}

const alive = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of alive) killGroup(child, 'SIGKILL');
});

/**
 * Starts a program and resolves when it is ready.
 * @throws {Error} with everything it wrote, when it ends before it is ready or never gets ready
 */
export async function startProcess(options: StartProcessOptions): Promise<RunningProcess> {
  const child = spawn(options.command, options.args ?? [], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  alive.add(child);
  const dismissWatchdog = child.pid === undefined ? () => {} : watchOver(child.pid);
  let output = '';
  let ended: ExitInfo | undefined;
  const listeners = new Set<() => void>();
  const notify = () => {
    for (const listener of listeners) listener();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output += text;
      notify();
    });
  }
  const exited = new Promise<ExitInfo>((resolve) => {
    const end = (info: ExitInfo) => {
      ended ??= info;
      alive.delete(child);
      dismissWatchdog();
      notify();
      resolve(ended);
    };
    // close, not exit: by then everything it wrote has been read.
    child.once('close', (code, signal) => end({ code, signal }));
    child.once('error', (error) => {
      output += `${error.message}\n`;
      if (child.pid === undefined) end({ code: 127, signal: null });
    });
  });

  const waitForLine = async (pattern: RegExp, timeoutMs = 30_000): Promise<RegExpMatchArray> => {
    // Line by line: ^ and $ mean what the caller expects.
    const find = () => firstMatch(output, pattern);
    const found = await waitUntil(() => find() ?? ended, {
      message: `a line like ${String(pattern)} from ${options.command}; it wrote:\n${output}`,
      timeoutMs,
      intervalMs: 50,
      on: (look) => {
        listeners.add(look);
        return () => listeners.delete(look);
      },
    }).catch((error: unknown) => {
      throw new Error(`${options.command} never wrote a line like ${String(pattern)}; it wrote:\n${output}`, {
        cause: error,
      });
    });
    if (Array.isArray(found)) return found;
    throw new Error(
      `${options.command} ended (${ended?.signal ?? ended?.code}) before a line like ${String(pattern)}; it wrote:\n${output}`,
    );
  };

  const killHard = async () => {
    killGroup(child, 'SIGKILL');
    return await exited;
  };
  const running: RunningProcess = {
    pid: child.pid ?? 0,
    readyMatch: undefined,
    exited,
    output: () => output,
    waitForLine,
    terminate: async (timeoutMs = 10_000) => {
      if (ended !== undefined) return ended;
      child.kill('SIGTERM');
      try {
        return await waitUntil(() => ended, {
          message: `${options.command} to end after SIGTERM; it wrote:\n${output}`,
          timeoutMs,
          on: (look) => {
            listeners.add(look);
            return () => listeners.delete(look);
          },
        });
      } catch (error) {
        await killHard();
        throw error;
      }
    },
    killHard,
    [Symbol.asyncDispose]: async () => {
      await killHard();
    },
  };
  if (options.ready === undefined) return running;
  try {
    return { ...running, readyMatch: await waitForLine(options.ready, options.readyTimeoutMs) };
  } catch (error) {
    await killHard();
    throw error;
  }
}

/**
 * A test runner that gives up on a file kills the process, and then no handler here runs. So a shell waits on a pipe
 * that only this process holds open, and ends the group when the kernel closes it.
 */
function watchOver(pid: number): () => void {
  const watchdog = spawn('/bin/sh', ['-c', 'read -r line || kill -s KILL -- "-$1"', 'testkit-watchdog', String(pid)], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watchdog.on('error', () => {});
  watchdog.stdin.on('error', () => {});
  watchdog.unref();
  // A pipe to a child is a socket underneath; it must not keep this process alive.
  if (watchdog.stdin instanceof Socket) watchdog.stdin.unref();
  return () => watchdog.stdin.end('done\n');
}

function firstMatch(output: string, pattern: RegExp): RegExpMatchArray | undefined {
  for (const line of output.split('\n')) {
    const match = line.match(pattern);
    if (match !== null) return match;
  }
  return undefined;
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
