import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { World } from '@switchroom/e2e/world';
import { MockPbx, serveFleet } from '@switchroom/mock-pbx';
import { freePort, startProcess } from '@switchroom/testkit/process';
import { waitUntil } from '@switchroom/testkit/vitest';
import { bareSockets } from './baseline';
import { openFleetPage } from './page-latency';
import { insertFleet } from './rows';
import { type Figure, quantile } from './stats';

const mock = fileURLToPath(new URL('../../packages/mock-pbx/dist/cli.mjs', import.meta.url));
const password = 'bench-secret';
const appObjectName = 'attendant';

/** `links` mock PBXes linked at once (half dial us, half are dialled), then status changes seen in an open page. */
export async function benchFleet(links: number, changes: number): Promise<Figure[]> {
  const bare = await bareSockets(links);
  const key = randomBytes(32).toString('base64');
  await using world = await World.start({ environment: { SWITCHROOM_KEY: key } });
  const emptyRss = residentBytes(world.gatewayPid);
  await world.stopGateway();

  const probes = Array.from(
    { length: 25 },
    (_, index) =>
      new MockPbx({
        name: `probe${index}`,
        domain: 'bench.example',
        module: `PBX${index}`,
        users: 5,
        journal: false,
        apps: [{ name: appObjectName, password }],
      }),
  );
  await using probeServer = disposable(await serveFleet(probes, { port: 0 }));
  const inbound = Math.floor(links / 2);
  const served = links - inbound - probes.length;
  const servedPort = await freePort();
  await insertFleet({
    databaseUrl: world.databaseUrl,
    key,
    password,
    appObjectName,
    inbound,
    outbound: [
      ...probeServer.value.urls.map((address, index) => ({ name: `Probe ${String(index).padStart(2, '0')}`, address })),
      ...Array.from({ length: served }, (_, index) => ({
        name: `Outbound ${index + 1}`,
        address: `ws://127.0.0.1:${servedPort}/PBX${index}/APPS/websocket`,
      })),
    ],
  });
  const common = [
    '--app',
    appObjectName,
    '--password',
    password,
    '--users',
    '5',
    '--domain',
    'bench.example',
    '--quiet',
  ];
  await using _served = await startProcess({
    command: process.execPath,
    args: [mock, 'serve', '--port', String(servedPort), '--count', String(served), ...common],
    ready: /Listening/,
  });

  const started = performance.now();
  await world.startGateway();
  await using _dialling = await startProcess({
    command: process.execPath,
    args: [
      mock,
      '--count',
      String(inbound),
      '--dial',
      `${world.gatewayUrl.replace('http', 'ws')}/app/bench.example/pbx-{n}/switchroom-attendant`,
      ...common,
    ],
    ready: /Dialling/,
  });
  await waitUntil(async () => (await online(world)) === links, {
    message: `${links} links online`,
    timeoutMs: 180_000,
    intervalMs: 250,
  });
  const readyMs = performance.now() - started;
  await waitUntil(async () => (await synced(world)) === links, {
    message: `${links} PBXes read`,
    timeoutMs: 300_000,
    intervalMs: 500,
  });
  const readMs = performance.now() - started;
  const fullRss = residentBytes(world.gatewayPid);

  const latencies = await statusChanges(world, probes, changes);
  return [
    {
      name: `${links} links ready, gateway start included`,
      unit: 's',
      value: readyMs / 1000,
      limit: 60,
      baseline: { name: 'bare ws, opened only', value: bare.openMs / 1000 },
    },
    { name: `${links} PBXes read (objects, templates, users, licences)`, unit: 's', value: readMs / 1000 },
    {
      name: 'gateway memory per link',
      unit: 'kB',
      value: (fullRss - emptyRss) / links / 1000,
      baseline: { name: 'bare ws, one end', value: bare.bytesEach / 1000 },
    },
    {
      name: 'status change to open page, p50',
      unit: 'ms',
      value: quantile(latencies, 0.5),
      baseline: { name: 'bare ws round trip p50', value: quantile(bare.roundTripMs, 0.5) },
    },
    {
      name: 'status change to open page, p95',
      unit: 'ms',
      value: quantile(latencies, 0.95),
      limit: 1000,
      baseline: { name: 'bare ws round trip p95', value: quantile(bare.roundTripMs, 0.95) },
    },
  ];
}

/** Drops and restores probe PBXes one after the other and times each change as the page shows it. */
async function statusChanges(world: World, probes: readonly MockPbx[], changes: number): Promise<number[]> {
  await using page = await openFleetPage(world, 'Probe');
  const latencies: number[] = [];
  for (let index = 0; index < changes; index += 1) {
    const at = index % probes.length;
    const pbx = probes[at];
    if (!pbx) break;
    const name = `Probe ${String(at).padStart(2, '0')}`;
    latencies.push(await page.measure(name, () => pbx.restart({ downMs: 1_000 })));
    await waitUntil(async () => (await online(world, name)) === 1, {
      message: `${name} is back`,
      timeoutMs: 90_000,
      intervalMs: 200,
    });
  }
  return latencies;
}

async function online(world: World, name = '%'): Promise<number> {
  return countOf(world, `s.link_kind = 'online' and p.name like $1`, [name]);
}

async function synced(world: World): Promise<number> {
  return countOf(world, `s.sync_state = 'in-sync'`, []);
}

async function countOf(world: World, condition: string, values: unknown[]): Promise<number> {
  const [row] = await world.sql<{ value: number }>(
    `select count(*)::int as value from pbx_status s join pbxs p on p.id = s.pbx_id where ${condition}`,
    values,
  );
  return row?.value ?? 0;
}

function residentBytes(pid: number): number {
  const pages = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(pages ?? Number.NaN) * 1024;
}

function disposable<T extends { close(): Promise<void> }>(value: T): AsyncDisposable & { value: T } {
  return { value, [Symbol.asyncDispose]: () => value.close() };
}
