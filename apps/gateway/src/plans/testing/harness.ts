import type { AppObjectForm, PlanView } from '@switchroom/contracts';
import { flagsOf } from '@switchroom/contracts';
import { MockPbx, type MockPbxOptions } from '@switchroom/mock-pbx';
import { waitUntil } from '@switchroom/testkit/vitest';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import {
  createPbx,
  createTree,
  gatewayDatabase,
  type GatewayDatabase,
  tenantOf,
  testSecretBox,
  type TestPbx,
  type TestTree,
} from '../../../test/factories/index';
import { createAuditLog } from '../../audit/audit-log';
import { createBus } from '../../bus';
import { createAppObjectsService } from '../../capabilities/app-objects/create-app-objects-service';
import { createPlansService } from '../../capabilities/plans/create-plans-service';
import { createTemplatesService } from '../../capabilities/templates/create-templates-service';
import type { SecretBox } from '../../db/secrets-port';
import type { Tenant } from '../../db/tenant';
import { createFleet } from '../../fleet/create-fleet';
import type { Fleet } from '../../fleet/port';
import type { Logger } from '../../observability/logger-port';
import { systemClock } from '../../link/clock';
import type { SnapshotTimings } from '../../snapshots/follower';
import { createSnapshots, type Snapshots } from '../../snapshots/snapshots';
import { createPlanEngine, type PlanEngine } from '../engine';
import type { PlanTimings } from '../pbx-access';

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** A gateway's rooms around one database: what a process consists of, without its HTTP server. */
export interface Rooms extends AsyncDisposable {
  fleet: Fleet;
  bus: ReturnType<typeof createBus>;
  snapshots: Snapshots;
  engine: PlanEngine;
  appObjects: ReturnType<typeof createAppObjectsService>;
  templates: ReturnType<typeof createTemplatesService>;
  plans: ReturnType<typeof createPlansService>;
}

/** What tests of one file share: database, tree of organisations, secrets. */
export interface World extends AsyncDisposable {
  base: GatewayDatabase;
  tree: TestTree;
  tenant: Tenant;
  secrets: SecretBox;
}

export async function createWorld(): Promise<World> {
  const base = await gatewayDatabase({ max: 10 });
  const tree = await createTree(base.db);
  const secrets = await testSecretBox(base.db);
  return { base, tree, tenant: tenantOf(tree.alphaOne), secrets, [Symbol.asyncDispose]: () => base.close() };
}

export async function startRooms(
  world: World,
  timings: {
    plans?: Partial<PlanTimings>;
    snapshots?: Partial<SnapshotTimings>;
    wrapFleet?: (fleet: Fleet) => Fleet;
  } = {},
): Promise<Rooms> {
  const { db } = world.base;
  const logger = silent;
  const bus = createBus(logger);
  const real = createFleet({
    logger,
    strict: true,
    timings: { backoff: { baseMs: 20, capMs: 100, floorMs: 5 }, stableMs: 50 },
  });
  const fleet = timings.wrapFleet?.(real) ?? real;
  const clock = systemClock;
  const audit = createAuditLog();
  const snapshots = createSnapshots({
    db,
    fleet,
    bus,
    logger,
    clock,
    timings: { pollMs: 200, retryMs: 50, usersFlushMs: 20, ...timings.snapshots },
  });
  const engine = createPlanEngine({
    db,
    fleet,
    bus,
    audit,
    secrets: world.secrets,
    snapshots,
    logger,
    clock,
    timings: { readDeadlineMs: 500, writeDeadlineMs: 300, settlePausesMs: [20, 40, 80], retryMs: 50, ...timings.plans },
  });
  await snapshots.start();
  await engine.start();
  const dispose = async () => {
    await engine[Symbol.asyncDispose]();
    await snapshots[Symbol.asyncDispose]();
    await real[Symbol.asyncDispose]();
  };
  return {
    fleet,
    bus,
    snapshots,
    engine,
    appObjects: createAppObjectsService({ db, fleet, bus, audit, plans: engine, snapshots, clock }),
    templates: createTemplatesService({ db }),
    plans: createPlansService({ db, bus, plans: engine }),
    [Symbol.asyncDispose]: dispose,
  };
}

/** The App object over which a mock PBX is linked in these tests. */
export const linkApp = { name: 'attendant', cn: 'Attendant', password: 'link-password' };

/** A mock PBX that is served, and its row. */
export interface LinkedPbx extends AsyncDisposable {
  mock: MockPbx;
  row: TestPbx;
  target: Parameters<Fleet['reconcile']>[0][number];
}

export async function servePbx(
  world: World,
  options: Partial<MockPbxOptions> & { organisation?: { id: string } } = {},
): Promise<LinkedPbx> {
  const { organisation = world.tree.alphaOne, ...given } = options;
  const mock = new MockPbx({ name: 'master', domain: 'example.test', apps: [linkApp], ...given });
  const { url } = await mock.serve({ port: 0 });
  const row = await createPbx(world.base.db, organisation, {
    appObjectName: linkApp.name,
    address: url,
    direction: 'outbound',
  });
  return {
    mock,
    row,
    target: {
      pbxId: row.id,
      organisationId: row.organisationId,
      version: 1,
      direction: 'outbound',
      appObjectName: linkApp.name,
      appName: row.appName,
      domain: undefined,
      instance: undefined,
      address: url,
      pinnedCertificate: undefined,
      pinnedFingerprint: undefined,
      password: () => Promise.resolve(linkApp.password),
    },
    [Symbol.asyncDispose]: () => mock.close(),
  };
}

/** Links the PBXes and waits until they have been read. */
export async function linkUp(rooms: Rooms, world: World, ...pbxes: LinkedPbx[]): Promise<void> {
  await rooms.fleet.reconcile(pbxes.map(({ target }) => target));
  for (const { row } of pbxes) {
    await waitUntil(async () => (await status(world, row.id)).sync_at !== null, {
      message: 'the first reading of the PBX',
      on: (look) => rooms.bus.on('pbx.changed', look),
    });
  }
}

/** What a test of a file finds: the world is shared by the file, rooms and PBX are its own. */
export interface LinkedWorld {
  world: World;
  rooms: Rooms;
  pbx: LinkedPbx;
}

/** Registers the hooks that give each test of a file a PBX of its own, linked and read. */
export function linkedWorldPerTest(
  pbx: Parameters<typeof servePbx>[1] = {},
  timings: Parameters<typeof startRooms>[1] = {},
): LinkedWorld {
  const now: Partial<LinkedWorld> = {};
  const given = <K extends keyof LinkedWorld>(key: K): LinkedWorld[K] => {
    const value = now[key];
    if (value === undefined) throw new Error(`${key} exists only inside a test`);
    return value as LinkedWorld[K];
  };
  beforeAll(async () => {
    now.world = await createWorld();
  });
  afterAll(() => now.world?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    now.pbx = await servePbx(given('world'), { version: '14r1', ...pbx });
    now.rooms = await startRooms(given('world'), timings);
    await linkUp(now.rooms, given('world'), now.pbx);
  });
  afterEach(async () => {
    await now.rooms?.[Symbol.asyncDispose]();
    await now.pbx?.[Symbol.asyncDispose]();
  });
  return {
    get world() {
      return given('world');
    },
    get rooms() {
      return given('rooms');
    },
    set rooms(next) {
      now.rooms = next;
    },
    get pbx() {
      return given('pbx');
    },
  };
}

/** The steps that most tests of plans take, on the PBX and the rooms of the test. */
export function planSteps(at: LinkedWorld) {
  return {
    /** Write frames that reached the PBX, executed or not. */
    sent: (mt = 'UpdateObject') => at.pbx.mock.journal.count({ mt, direction: 'in' }),
    planCreate: (wanted: AppObjectForm = form()) =>
      at.rooms.appObjects.planCreate(at.world.tenant, { pbxId: at.pbx.row.id, form: wanted }),
    planDelete: (guid: string) => at.rooms.appObjects.planDelete(at.world.tenant, { pbxId: at.pbx.row.id, guid }),
    planUpdate: (guid: string, change: Parameters<typeof form>[0], newPassword = false) =>
      at.rooms.appObjects.planUpdate(at.world.tenant, {
        pbxId: at.pbx.row.id,
        guid,
        base: form(),
        form: form(change),
        newPassword,
      }),
    confirm: (plan: PlanView) => at.rooms.plans.confirm(at.world.tenant, plan.id),
    stop: (plan: PlanView) => at.rooms.plans.stop(at.world.tenant, plan.id),
    ended: (plan: PlanView) => planIn(at.rooms, at.world, plan.id, 'verified', 'stopped'),
    online: () =>
      waitUntil(() => at.rooms.fleet.epoch(at.pbx.row.id) !== undefined, {
        message: 'the link',
        on: (look) => at.rooms.fleet.on('ready', look),
      }),
    syncState: (state: string) =>
      waitUntil(async () => (await status(at.world, at.pbx.row.id)).sync_state === state, {
        message: `sync to be ${state}`,
      }),
  };
}

export interface StatusRow {
  sync_state: string;
  sync_at: Date | null;
  drifted_objects: number;
  users: number | null;
  users_by_template: Record<string, number> | null;
  live_updates: boolean;
  licences: { testMode: boolean; rows: unknown[] } | null;
  nodes: unknown[] | null;
  [column: string]: unknown;
}

export async function status(world: World, pbxId: string): Promise<StatusRow> {
  const [row] = await world.base.sql<StatusRow>('select * from pbx_status where pbx_id = $1', [pbxId]);
  if (!row) throw new Error('no status row');
  return row;
}

/** Waits for a state of a plan and returns the plan. */
export async function planIn(
  rooms: Rooms,
  world: World,
  planId: string,
  ...states: PlanView['state'][]
): Promise<PlanView> {
  return await waitUntil(
    async () => {
      const plan = await rooms.plans.get(world.tenant, planId);
      return states.includes(plan.state) ? plan : undefined;
    },
    { message: `plan to be ${states.join(' or ')}`, on: (look) => rooms.bus.on('plan.changed', look), timeoutMs: 8000 },
  );
}

/** A complete form with what the test does not care about filled in. */
export function form(given: Partial<AppObjectForm> = {}): AppObjectForm {
  return {
    name: 'notes',
    longName: 'Notes',
    displayName: 'Notes',
    url: 'https://apps.example.test/example.test/notes/acme-notes',
    flags: flagsOf('websocket', 'pbx'),
    hideFromDirectory: true,
    critical: false,
    templates: [],
    ...given,
  };
}

/** Creates an App object through a plan and returns its guid. */
export async function createApp(rooms: Rooms, world: World, pbx: LinkedPbx, given: AppObjectForm): Promise<string> {
  const plan = await rooms.appObjects.planCreate(world.tenant, { pbxId: pbx.row.id, form: given });
  await rooms.plans.confirm(world.tenant, plan.id);
  const done = await planIn(rooms, world, plan.id, 'verified', 'stopped');
  const guid = done.operations[0]?.objectGuid;
  if (done.state !== 'verified' || guid === undefined) {
    throw new Error(`creating the app ended as ${done.state}: ${JSON.stringify(done.operations)}`);
  }
  return guid;
}

/** Writes that reached the PBX, in order, as `UpdateObject` or `DeleteObject`. */
export function writes(mock: MockPbx): string[] {
  return mock.journal.writes().map(({ mt }) => mt);
}
