import type { LinkView } from '@switchroom/contracts';
import { waitUntil } from '@switchroom/testkit/vitest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createPbx,
  createTree,
  type GatewayDatabase,
  gatewayDatabase,
  type TestPbx,
  type TestTree,
} from '../../../test/factories/index';
import type { Database } from '../../db/database';
import type { GatewayBus, GatewayEventMap } from '../../events';
import type { FleetEventMap, FleetReader } from '../../fleet/port';
import type { Logger } from '../../observability/logger-port';
import { StatusProjection } from './status.projection';

type Handlers = { [E in keyof FleetEventMap]?: (payload: FleetEventMap[E]) => void };

/** The event half of a fleet: the projection uses nothing else. */
function fakeFleet() {
  const handlers: Handlers = {};
  const fleet = {
    on: <E extends keyof FleetEventMap>(event: E, handler: Handlers[E]) => {
      handlers[event] = handler;
      return () => delete handlers[event];
    },
  } as unknown as FleetReader;
  return { fleet, handlers };
}

function view(kind: LinkView['kind'], more: Partial<LinkView> = {}): LinkView {
  return {
    kind,
    since: new Date(),
    reason: undefined,
    detail: undefined,
    retryAt: undefined,
    step: undefined,
    ...more,
  };
}

const quiet: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let database: GatewayDatabase;
let tree: TestTree;
let pbx: TestPbx;
let said: (GatewayEventMap['pbx.changed'] & { event: string })[];
const bus: GatewayBus = {
  emit: (event, payload) => said.push({ event, ...(payload as GatewayEventMap['pbx.changed']) }),
  on: () => () => undefined,
};

beforeAll(async () => {
  database = await gatewayDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  said = [];
  tree = await createTree(database.db);
  pbx = await createPbx(database.db, tree.alphaOne);
});

async function stored() {
  const [status] = await database.sql<{ link_kind: string; link_reason: string | null; pbx_version: string | null }>(
    'select link_kind, link_reason, pbx_version from pbx_status where pbx_id = $1',
    [pbx.id],
  );
  const events = await database.sql<{ kind: string }>('select kind from pbx_events where pbx_id = $1 order by at', [
    pbx.id,
  ]);
  return { ...status, events: events.map((event) => event.kind) };
}

describe('StatusProjection', () => {
  it('stores the newest of many states in one go and keeps each noted change in the activity', async () => {
    const { fleet, handlers } = fakeFleet();
    await using _projection = new StatusProjection(database.db, fleet, bus, quiet);
    const owner = { pbxId: pbx.id, organisationId: pbx.organisationId };
    handlers.link?.({ ...owner, view: view('connecting') });
    handlers.link?.({ ...owner, view: view('online', { since: new Date(1_000) }) });
    handlers.ready?.({
      ...owner,
      epoch: 1,
      identity: {
        pbx: 'master',
        domain: undefined,
        dns: undefined,
        ip4: undefined,
        version: '14r1',
        build: undefined,
        apis: undefined,
      },
    });
    handlers.link?.({ ...owner, view: view('offline', { reason: 'closed-by-pbx', since: new Date(2_000) }) });
    await waitUntil(() => said.some((event) => event.event === 'activity.added'), { message: 'the projection wrote' });
    expect(await stored()).toEqual({
      link_kind: 'offline',
      link_reason: 'closed-by-pbx',
      pbx_version: '14r1',
      events: ['link.online', 'link.offline'],
    });
    expect(said.filter((event) => event.event === 'pbx.changed').map((event) => event.what)).toEqual([
      'link',
      'identity',
    ]);
  });

  it('does not note the same state twice', async () => {
    const { fleet, handlers } = fakeFleet();
    const projection = new StatusProjection(database.db, fleet, bus, quiet);
    const owner = { pbxId: pbx.id, organisationId: pbx.organisationId };
    handlers.link?.({ ...owner, view: view('refused', { reason: 'password-refused' }) });
    handlers.link?.({ ...owner, view: view('refused', { reason: 'password-refused' }) });
    await projection[Symbol.asyncDispose]();
    expect((await stored()).events).toEqual(['link.refused']);
  });

  it('keeps what could not be written and writes it when the database is back', async () => {
    const { fleet, handlers } = fakeFleet();
    let down = true;
    const flaky: Database = {
      ...database.db,
      inScope: (scope, work) => (down ? Promise.reject(new Error('database away')) : database.db.inScope(scope, work)),
    };
    const failures: string[] = [];
    const projection = new StatusProjection(flaky, fleet, bus, {
      ...quiet,
      error: (_fields, text) => failures.push(text),
    });
    handlers.link?.({ pbxId: pbx.id, organisationId: pbx.organisationId, view: view('online') });
    await waitUntil(() => failures.length > 0, { message: 'the first write failed' });
    down = false;
    await waitUntil(() => said.length > 0, { message: 'the projection wrote again' });
    await projection[Symbol.asyncDispose]();
    expect(await stored()).toMatchObject({ link_kind: 'online', events: ['link.online'] });
  });

  it('stores the others when the database refuses the values of one PBX', async () => {
    const { fleet, handlers } = fakeFleet();
    const failures: string[] = [];
    const projection = new StatusProjection(database.db, fleet, bus, {
      ...quiet,
      error: (_fields, text) => failures.push(text),
    });
    const odd = await createPbx(database.db, tree.alphaOne);
    const identity = { domain: undefined, dns: undefined, ip4: undefined, version: '14r1', build: undefined };
    const report = (pbxId: string, name: string) =>
      handlers.ready?.({
        pbxId,
        organisationId: pbx.organisationId,
        epoch: 1,
        identity: { ...identity, pbx: name, apis: undefined },
      });
    report(odd.id, 'odd\0name');
    report(pbx.id, 'master');
    await waitUntil(() => failures.length > 0 && said.length > 0, { message: 'one refused, one stored' });
    await projection[Symbol.asyncDispose]();
    expect(await stored()).toMatchObject({ pbx_version: '14r1' });
    expect(failures).toEqual(['the link state of a PBX is refused by the database']);
  });

  it('stores what a peer said without what PostgreSQL cannot hold', async () => {
    const { fleet, handlers } = fakeFleet();
    const projection = new StatusProjection(database.db, fleet, bus, quiet);
    const owner = { pbxId: pbx.id, organisationId: pbx.organisationId };
    handlers.link?.({ ...owner, view: view('refused', { reason: 'password-refused', detail: 'no\0 \ud800' }) });
    await projection[Symbol.asyncDispose]();
    const [row] = await database.sql<{ link_detail: string }>('select link_detail from pbx_status where pbx_id = $1', [
      pbx.id,
    ]);
    expect(row?.link_detail).toBe('no\uFFFD \uFFFD');
    expect((await stored()).events).toEqual(['link.refused']);
  });

  it('knows after a restart that no link is up', async () => {
    await database.sql(`update pbx_status set link_kind = 'online', sync_state = 'in-sync' where pbx_id = $1`, [
      pbx.id,
    ]);
    const { fleet } = fakeFleet();
    await using projection = new StatusProjection(database.db, fleet, bus, quiet);
    await projection.start();
    expect(await stored()).toMatchObject({ link_kind: 'offline', link_reason: 'gateway-restart' });
  });

  it('drops the last change of a PBX that was removed meanwhile', async () => {
    const { fleet, handlers } = fakeFleet();
    const projection = new StatusProjection(database.db, fleet, bus, quiet);
    handlers.link?.({ pbxId: pbx.id, organisationId: pbx.organisationId, view: view('online') });
    await database.sql('delete from pbxs where id = $1', [pbx.id]);
    await projection[Symbol.asyncDispose]();
    expect((await stored()).events).toEqual([]);
  });
});
