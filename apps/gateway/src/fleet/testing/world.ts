import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MockPbx, type MockPbxOptions } from '@switchroom/mock-pbx';
import { waitUntil } from '@switchroom/testkit/vitest';
import { type Counts, countingMetrics, recordingLogger } from '../../link/testing/fakes';
import { createFleet, type FleetOptions, type FleetWithDoor } from '../create-fleet';
import type { FleetEventMap, PbxTarget } from '../port';

/** Short enough for tests that wait for real, long enough for a slow machine. */
const quick = {
  pbxInfoMs: 300,
  identifyMs: 1_500,
  stableMs: 60_000,
  backoff: { baseMs: 20, capMs: 200, floorMs: 5 },
  resubscribeMs: 100,
  drainMs: 200,
};

export interface Gateway extends AsyncDisposable {
  readonly fleet: FleetWithDoor;
  readonly metrics: Counts;
  readonly logger: ReturnType<typeof recordingLogger>;
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Every event so far, as text: `ready pbx-1#1`, `link pbx-1 online`, ... */
  readonly events: string[];
  until(what: string, probe: () => boolean): Promise<unknown>;
  /** Waits for a link to show this kind (and reason). */
  shows(pbxId: string, kind: string, reason?: string): Promise<unknown>;
}

/** A fleet with its endpoint on a real port; give one to take over from an earlier gateway. */
export async function startGateway(options: Partial<FleetOptions> = {}, onPort = 0): Promise<Gateway> {
  const metrics = countingMetrics();
  const logger = recordingLogger();
  const fleet = createFleet({
    logger,
    metrics,
    strict: true,
    ...options,
    timings: { ...quick, ...options.timings },
    appServiceTimings: { unknownPathMs: 10, pbxInfoMs: 300, ...options.appServiceTimings },
  });
  const events: string[] = [];
  fleet.on('link', ({ pbxId, view }) => events.push(`link ${pbxId} ${view.kind} ${view.reason ?? ''}`.trim()));
  fleet.on('ready', ({ pbxId, epoch }) => events.push(`ready ${pbxId}#${epoch}`));
  fleet.on('down', ({ pbxId, epoch, reason }: FleetEventMap['down']) =>
    events.push(`down ${pbxId}#${epoch} ${reason}`),
  );
  const server: Server = createServer((request, response) => fleet.appService.handleRequest(request, response));
  server.on('upgrade', (request, socket, head) => {
    if (!fleet.appService.handleUpgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => {
    server.listen(onPort, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const until = (what: string, probe: () => boolean) =>
    waitUntil(probe, { message: `${what}; events so far: ${events.join(', ')}`, timeoutMs: 10_000 });
  return {
    fleet,
    metrics,
    logger,
    port,
    url: `http://127.0.0.1:${port}`,
    events,
    until,
    shows: (pbxId, kind, reason) =>
      until(`${pbxId} to be ${kind} ${reason ?? ''}`, () => {
        const view = fleet.link(pbxId);
        return view.kind === kind && (reason === undefined || view.reason === reason);
      }),
    [Symbol.asyncDispose]: async () => {
      await fleet[Symbol.asyncDispose]();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** The row of a PBX. */
export function targetOf(target: Partial<PbxTarget> = {}): PbxTarget {
  return {
    pbxId: 'pbx-1',
    organisationId: 'org-1',
    version: 1,
    direction: 'outbound',
    appObjectName: 'attendant',
    appName: 'switchroom-attendant',
    domain: undefined,
    instance: undefined,
    address: undefined,
    pinnedCertificate: undefined,
    pinnedFingerprint: undefined,
    password: () => Promise.resolve('secret'),
    ...target,
  };
}

export function inboundTarget(target: Partial<PbxTarget> = {}): PbxTarget {
  return targetOf({ direction: 'inbound', domain: 'example.com', instance: 'site-1', ...target });
}

/** A mock PBX with our App object on it. */
export function attendantPbx(options: Partial<MockPbxOptions> = {}): MockPbx {
  return new MockPbx({
    name: 'master',
    domain: 'example.com',
    users: 3,
    apps: [
      { name: 'attendant', password: 'secret', flags: ['websocket', 'admin', 'tableusers', 'rcc', 'pbx', 'services'] },
    ],
    ...options,
  });
}

const dialUrl = (gateway: Gateway, instance = 'site-1', app = 'switchroom-attendant') =>
  `${gateway.url}/app/example.com/${instance}/${app}`;

/** Lets the PBX dial in, with short pauses between its tries. */
export function dialIn(pbx: MockPbx, gateway: Gateway, options: Partial<Parameters<MockPbx['dial']>[0]> = {}) {
  return pbx.dial({
    appObject: 'attendant',
    url: dialUrl(gateway),
    reconnect: { minMs: 20, maxMs: 200 },
    ...options,
  });
}
