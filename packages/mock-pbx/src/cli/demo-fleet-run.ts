import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MockPbx, serveFleet } from '../mock-pbx';
import type { FleetServer } from '../server';
import { APP_FLAGS } from '../state/catalogue';
import { UsageError } from './arguments';
import type { DemoPbx } from './demo-fleet-config';
import type { Output, Running } from './run';

/** The App object's flags: what a linked PBX grants; not `hidden` or `web`, as an administrator would set it. */
const linkFlags = APP_FLAGS.filter((flag) => flag !== 'hidden' && flag !== 'web');

/** Starts every PBX of a demo: outbound ones are served by their ports, inbound ones dial. State is kept in `stateDir`. */
export async function runDemoFleet(fleet: readonly DemoPbx[], stateDir: string, output: Output): Promise<Running> {
  mkdirSync(stateDir, { recursive: true });
  const started = fleet.map((config) => ({ config, pbx: makePbx(config, stateDir) }));
  for (const { pbx } of started) {
    pbx.onState((event) =>
      output.line(`${new Date(event.at).toISOString()} ${event.pbx} ${event.state} ${event.detail}`),
    );
  }
  const servers: FleetServer[] = [];
  const ports = new Map<number, MockPbx[]>();
  for (const { config, pbx } of started) {
    if (config.direction === 'outbound') ports.set(config.listenPort, [...(ports.get(config.listenPort) ?? []), pbx]);
  }
  for (const [port, pbxes] of ports) servers.push(await serveOn(port, pbxes));
  for (const { config, pbx } of started) {
    if (config.direction === 'inbound')
      pbx.dial({ appObject: config.appObject, reconnect: { minMs: 300, maxMs: 5_000 } });
  }
  output.line(`Listening: ${fleet.length} PBXes of the demo`);
  return {
    pbxes: started.map(({ pbx }) => pbx),
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
      await Promise.all(started.map(({ pbx }) => pbx.close()));
    },
  };
}

async function serveOn(port: number, pbxes: MockPbx[]): Promise<FleetServer> {
  try {
    return await serveFleet(pbxes, { port, host: '127.0.0.1' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new UsageError(
      `Port ${port} of the demo PBXes is in use: stop the other program, or start afresh with a reset`,
      {
        cause: error,
      },
    );
  }
}

function makePbx(config: DemoPbx, stateDir: string): MockPbx {
  const url = config.direction === 'inbound' ? config.dialUrl : undefined;
  return new MockPbx({
    name: config.pbx,
    domain: config.domain,
    version: config.version,
    build: config.build,
    module: config.direction === 'outbound' ? config.module : undefined,
    users: config.users,
    seed: config.seed,
    journal: false,
    stateFile: join(stateDir, `${config.id}.json`),
    apps: [{ name: config.appObject, cn: 'Switchroom', password: config.password, url, flags: linkFlags }],
  });
}
