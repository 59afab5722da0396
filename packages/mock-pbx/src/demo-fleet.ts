import { parseArgs } from 'node:util';
import { UsageError } from './cli/arguments';
import { readDemoFleet } from './cli/demo-fleet-config';
import { runDemoFleet } from './cli/demo-fleet-run';
import { runUntilStopped } from './cli/run-until-stopped';

const usage = 'demo-fleet --config FILE --state-dir DIRECTORY';

await runUntilStopped('demo-fleet', async (output) => {
  const { values } = parseArgs({ options: { config: { type: 'string' }, 'state-dir': { type: 'string' } } });
  if (values.config === undefined) throw new UsageError(`--config is missing: ${usage}`);
  if (values['state-dir'] === undefined) throw new UsageError(`--state-dir is missing: ${usage}`);
  return await runDemoFleet(readDemoFleet(values.config), values['state-dir'], output);
});
