#!/usr/bin/env node
import { readArguments } from './cli/arguments';
import { run } from './cli/run';
import { runUntilStopped } from './cli/run-until-stopped';
import { USAGE } from './cli/usage';

await runUntilStopped('mock-pbx', async (output) => {
  const args = readArguments(process.argv.slice(2));
  if (args.command !== 'help') return await run(args, output);
  output.line(USAGE);
  return undefined;
});
