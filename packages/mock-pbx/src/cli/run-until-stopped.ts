import { UsageError } from './arguments';
import type { Output, Running } from './run';

/**
 * The frame of a command: starts it, closes it at SIGTERM or SIGINT, and turns errors into one line (exit code 2 for a
 * usage error, 1 otherwise). `start` returns undefined when there is nothing to keep running.
 */
export async function runUntilStopped(
  name: string,
  start: (output: Output) => Promise<Running | undefined>,
): Promise<void> {
  const fail = (error: unknown): never => {
    const message = error instanceof UsageError ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`${name}: ${message ?? 'failed'}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  };
  try {
    const running = await start({ line: (text) => process.stdout.write(`${text}\n`) });
    if (running === undefined) return;
    let closing = false;
    const stop = (): void => {
      // A second signal means that somebody is out of patience.
      if (closing) process.exit(1);
      closing = true;
      running.close().then(() => process.exit(0), fail);
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  } catch (error) {
    fail(error);
  }
}
