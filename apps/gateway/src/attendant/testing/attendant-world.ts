import type { LinkKind, LinkView, SettingValue } from '@switchroom/contracts';
import { ATTENDANT_API, type ConsoleType } from '@switchroom/protocol/attendant';
import { FakeClock, waitUntil } from '@switchroom/testkit/vitest';
import {
  createPbx,
  createTree,
  type GatewayDatabase,
  gatewayDatabase,
  type TestOrganisation,
  type TestPbx,
  type TestTree,
} from '../../../test/factories/index';
import { createAuditLog } from '../../audit/audit-log';
import { systemScope } from '../../db/database';
import { consoleLicences, operators } from '../../db/schema/index';
import type { FleetEventMap } from '../../fleet/port';
import { Emitter } from '../../link/events';
import { clockOf, FakeTransport, recordingLogger } from '../../link/testing/fakes';
import { createAttendantRoom } from '../attendant-room';
import type { AttendantOptions, AttendantRoom, SettingsSource } from '../port';

export type Frame = Record<string, unknown>;

/** What holds where nothing was set. */
const defaults: Record<string, SettingValue> = {
  'attendant.minLookupLength': 6,
  'attendant.searchMaxResults': 200,
  'attendant.retentionDays': 10,
  'attendant.clientUpdatesUrl': 'http://updates.example/',
  'attendant.skystonePrefix': '',
  'attendant.seeAllParkedCalls': true,
  'attendant.showRemoteParty': true,
  'attendant.panic.enabled': false,
  'attendant.panic.number': '',
  'attendant.pauseReasons': [],
};

/** Settings that a test sets by hand; the room hears of it through `settingsChanged`. */
export class SettingsByHand implements SettingsSource {
  readonly #values = new Map<string, Record<string, SettingValue>>();
  /** Errors that the next readings end with. */
  readonly failures: Error[] = [];

  set(pbxId: string, values: Record<string, SettingValue>): void {
    this.#values.set(pbxId, { ...this.#values.get(pbxId), ...values });
  }

  effective<Key extends string>({ pbxId }: { pbxId: string }, keys: readonly Key[]) {
    const failure = this.failures.shift();
    if (failure !== undefined) return Promise.reject(failure);
    const values = { ...defaults, ...this.#values.get(pbxId) };
    return Promise.resolve(Object.fromEntries(keys.map((key) => [key, values[key]])) as Record<Key, SettingValue>);
  }
}

/** Links whose state a test sets by hand. */
export class LinksByHand {
  readonly events = new Emitter<FleetEventMap>((error) => {
    throw error;
  });
  readonly #views = new Map<string, LinkView>();

  readonly link = (pbxId: string): LinkView => this.#views.get(pbxId) ?? viewOf('offline', 'never-connected');

  readonly on = <E extends keyof FleetEventMap>(event: E, handler: (payload: FleetEventMap[E]) => void) =>
    this.events.on(event, handler);

  set(pbxId: string, kind: LinkKind): void {
    const view = viewOf(kind, kind === 'online' ? undefined : 'closed-by-pbx');
    this.#views.set(pbxId, view);
    this.events.emit('link', { pbxId, organisationId: '', view });
  }
}

function viewOf(kind: LinkKind, reason: LinkView['reason']): LinkView {
  const since = new Date('2026-01-01T00:00:00Z');
  return { kind, since, reason, detail: undefined, retryAt: undefined, step: undefined };
}

/** A console whose websocket is in the test's hands. */
export class TestConsole {
  readonly transport = new FakeTransport();
  #next = 1;

  get frames(): readonly Frame[] {
    return this.transport.sent;
  }

  /** Indications of a kind, oldest first. */
  infos(mt: string): readonly Frame[] {
    return this.frames.filter((frame) => frame.mt === mt);
  }

  /** Sends a request and waits for its result. */
  async ask(mt: string, fields: object = {}): Promise<Frame> {
    const src = `r${this.#next++}`;
    this.transport.deliver({ mt, api: ATTENDANT_API, ...fields, src });
    return await waitUntil(() => this.frames.find((frame) => frame.mt === `${mt}Result` && frame.src === src), {
      message: `the answer to ${mt}; got ${JSON.stringify(this.frames)}`,
      timeoutMs: 15_000,
    });
  }

  async open(fields: object = {}): Promise<Frame> {
    return await this.ask('OpenSession', { client: 'Test console', version: '1.0', protocol: 1, ...fields });
  }

  async told(mt: string, count = 1): Promise<Frame> {
    await waitUntil(() => this.infos(mt).length >= count, {
      message: `${count} ${mt}; got ${JSON.stringify(this.frames)}`,
      timeoutMs: 15_000,
    });
    return this.infos(mt)[count - 1] ?? {};
  }
}

/** Customers with PBXes, and the service over them with a clock that stands still. */
export interface AttendantWorld extends AsyncDisposable {
  base: GatewayDatabase;
  tree: TestTree;
  /** At customer Alpha One, Alpha Two, and at Beta One, who has nothing to do with them. */
  pbx: TestPbx;
  siblingPbx: TestPbx;
  foreignPbx: TestPbx;
  clock: FakeClock;
  links: LinksByHand;
  settings: SettingsByHand;
  logger: ReturnType<typeof recordingLogger>;
  room: AttendantRoom;
  /** A room over the same database, as after a restart. */
  another(): AttendantRoom;
  licence(organisation: TestOrganisation, type: ConsoleType, quantity: number): Promise<void>;
  /** Creates an operator, and returns their id. */
  operator(pbx: TestPbx, userName: string, values?: Partial<typeof operators.$inferInsert>): Promise<string>;
  /** The console of a user whose login was checked. */
  console(pbx: TestPbx, user: string, room?: AttendantRoom): TestConsole;
  /** Sessions in the database, in the order in which they began. */
  sessions(): Promise<{ user: string; reason: string | null; open: boolean; seen: Date; ended: Date | null }[]>;
  pauses(): Promise<{ user: string; reason: string | null; started: Date; ended: Date | null }[]>;
}

/** `fleet`: a real one, where the links are more than what a test sets by hand. */
export async function attendantWorld(options: { fleet?: AttendantOptions['fleet'] } = {}): Promise<AttendantWorld> {
  const base = await gatewayDatabase({ max: 8 });
  const { db } = base;
  const tree = await createTree(db);
  const clock = new FakeClock();
  const links = new LinksByHand();
  const settings = new SettingsByHand();
  const logger = recordingLogger();
  const rooms: AttendantRoom[] = [];
  const another = () => {
    const audit = createAuditLog();
    const callsOf = () => [];
    const fleet = options.fleet ?? links;
    const room = createAttendantRoom({ db, audit, fleet, settings, callsOf, clock: clockOf(clock), logger });
    rooms.push(room);
    return room;
  };
  const first = another();
  await first.start();
  return {
    base,
    tree,
    pbx: await createPbx(db, tree.alphaOne, { name: 'Main' }),
    siblingPbx: await createPbx(db, tree.alphaTwo, { name: 'Sibling' }),
    foreignPbx: await createPbx(db, tree.betaOne, { name: 'Foreign' }),
    clock,
    links,
    settings,
    logger,
    room: first,
    another,
    async licence({ id: organisationId }, type, quantity) {
      await db.inScope(systemScope, (tx) =>
        tx
          .insert(consoleLicences)
          .values({ organisationId, type, quantity })
          .onConflictDoUpdate({ target: [consoleLicences.organisationId, consoleLicences.type], set: { quantity } }),
      );
    },
    async operator({ id: pbxId, organisationId }, userName, values = {}) {
      const row = { consoleType: 'BAP' as const, displayName: userName.toUpperCase(), ...values };
      const [created] = await db.inScope(systemScope, (tx) =>
        tx
          .insert(operators)
          .values({ ...row, pbxId, organisationId, userName })
          .returning({ id: operators.id }),
      );
      if (created === undefined) throw new Error('the operator was not written');
      return created.id;
    },
    console({ id: pbxId }, user, room = first) {
      const console = new TestConsole();
      const login = { user, guid: `guid-${user}`, displayName: user.toUpperCase(), unlicensed: false };
      if (room.door.adopt(console.transport, { pbxId }, login) !== 'adopted') throw new Error('the room is closed');
      return console;
    },
    sessions: () =>
      base.sql(
        `SELECT o.user_name AS user, s.end_reason AS reason, s.ended_at IS NULL AS open, s.last_seen_at AS seen,
           s.ended_at AS ended
         FROM console_sessions s JOIN operators o ON o.id = s.operator_id ORDER BY s.started_at, o.user_name, s.ended_at`,
      ),
    pauses: () =>
      base.sql(
        `SELECT o.user_name AS user, p.reason, p.started_at AS started, p.ended_at AS ended
         FROM pauses p JOIN operators o ON o.id = p.operator_id ORDER BY p.started_at, o.user_name`,
      ),
    async [Symbol.asyncDispose]() {
      for (const room of rooms) await room[Symbol.asyncDispose]();
      await base.close();
    },
  };
}
