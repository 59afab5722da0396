#!/usr/bin/env node
import { type Arguments, readArguments, UsageError } from './cli/arguments';
import { run } from './cli/run';
import { USAGE } from './cli/usage';

const output = {
  line: (text: string): void => {
    process.stdout.write(`${text}\n`);
  },
};

async function main(argv: readonly string[]): Promise<void> {
  const args: Arguments = readArguments(argv);
  if (args.command === 'help') {
    output.line(USAGE);
    return;
  }
  const running = await run(args, output);
  let closing = false;
  const stop = (): void => {
    // A second signal means that somebody is out of patience.
    if (closing) process.exit(1);
    closing = true;
    running.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function fail(error: unknown): never {
  const message = error instanceof UsageError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`mock-pbx: ${message ?? 'failed'}\n`);
  process.exit(error instanceof UsageError ? 2 : 1);
}

main(process.argv.slice(2)).catch(fail);
