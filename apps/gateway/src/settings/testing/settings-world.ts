import { randomUUID } from 'node:crypto';
import type { Permission, SettingValue } from '@switchroom/contracts';
import {
  createMember,
  createOrganisation,
  createPbx,
  createTree,
  type GatewayDatabase,
  gatewayDatabase,
  tenantOf,
  testSecretBox,
  type TestOrganisation,
  type TestPbx,
  type TestTree,
} from '../../../test/factories/index';
import { createAuditLog } from '../../audit/audit-log';
import type { Caller } from '../../auth/caller';
import { createBus } from '../../bus';
import { createAccessService } from '../../capabilities/session/create-access-service';
import type { SecretBox } from '../../db/secrets-port';
import type { Tenant } from '../../db/tenant';
import type { GatewayBus, GatewayEventMap } from '../../events';
import { silentLogger } from '../../observability/logger';
import type { Clock } from '../keeper';
import type { ChangeRequest, SavedChange, SaveRequest } from '../port';
import { createSettingsRoom, type SettingsRoom } from '../settings-room';

/** A clock that stands until it is moved; what is due then runs. */
export class TestClock implements Clock {
  #now = Date.parse('2027-03-01T12:00:00Z');
  readonly #armed = new Map<object, { at: number; callback: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const handle = {};
    this.#armed.set(handle, { at: this.#now + ms, callback });
    return () => void this.#armed.delete(handle);
  }

  /** How long until something runs, ms; undefined when nothing is armed. */
  next(): number | undefined {
    const times = [...this.#armed.values()].map(({ at }) => at - this.#now);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  advance(ms: number): void {
    this.#now += ms;
    for (const [handle, { at, callback }] of this.#armed) {
      if (at > this.#now) continue;
      this.#armed.delete(handle);
      callback();
    }
  }
}

/** Somebody with a role, as services get them. */
export interface TestActor {
  tenant: Tenant;
  caller: Caller;
}

/** A tree with a PBX at a customer and at its site, and a room of settings over it. */
export interface SettingsWorld extends AsyncDisposable {
  base: GatewayDatabase;
  tree: TestTree;
  site: TestOrganisation;
  /** At customer Alpha One, at its site, at Alpha Two, and at Beta One. */
  pbx: TestPbx;
  sitePbx: TestPbx;
  siblingPbx: TestPbx;
  foreignPbx: TestPbx;
  bus: GatewayBus;
  told: GatewayEventMap['settings.changed'][];
  secrets: SecretBox;
  clock: TestClock;
  room: SettingsRoom;
  /** A second room over the same database, as after a restart. */
  another(): SettingsRoom;
  /** A member of an organisation, acting there or (`at`) below. */
  somebody(
    organisation: TestOrganisation,
    options?: { at?: TestOrganisation; permissions?: readonly Permission[]; stale?: boolean },
  ): Promise<TestActor>;
  /** Previews and saves at once. */
  change(actor: TestActor, request: Partial<SaveRequest> & Pick<ChangeRequest, 'wanted'>): Promise<SavedChange>;
  /** Own values of a key, as rows. */
  rows(key: string): Promise<{ place: string; value: SettingValue | null; revision: number; sealed: boolean }[]>;
  audit(organisationId: string): Promise<AuditRow[]>;
}

export interface AuditRow {
  action: string;
  actor: string;
  target: string;
  before: unknown;
  after: unknown;
  reason: string | null;
  result: string;
  address: string;
}

export async function settingsWorld(): Promise<SettingsWorld> {
  const base = await gatewayDatabase({ max: 8 });
  const { db } = base;
  const tree = await createTree(db);
  const site = await createOrganisation(db, { kind: 'site', name: 'Alpha One Site', parent: tree.alphaOne });
  const secrets = await testSecretBox(db);
  const bus = createBus(silentLogger);
  const told: GatewayEventMap['settings.changed'][] = [];
  bus.on('settings.changed', (payload) => told.push(payload));
  const clock = new TestClock();
  const audit = createAuditLog();
  const access = createAccessService({ db, audit });
  const rooms: SettingsRoom[] = [];
  const another = () => {
    const room = createSettingsRoom({
      db,
      audit,
      secrets,
      bus,
      clock,
      logger: silentLogger,
      consolesOn: (pbxIds) => pbxIds.length * 2,
      recordDenial: (tenant, permission, why) => access.recordDenial(tenant, permission, why),
    });
    rooms.push(room);
    return room;
  };
  const room = another();
  return {
    base,
    tree,
    site,
    pbx: await createPbx(db, tree.alphaOne, { name: 'Main' }),
    sitePbx: await createPbx(db, site, { name: 'Branch' }),
    siblingPbx: await createPbx(db, tree.alphaTwo, { name: 'Sibling' }),
    foreignPbx: await createPbx(db, tree.betaOne, { name: 'Foreign' }),
    bus,
    told,
    secrets,
    clock,
    room,
    another,
    async somebody(organisation, { at = organisation, permissions, stale = false } = {}) {
      const { id, name, email } = await createMember(db, organisation);
      const confirmedAt = new Date(stale ? 0 : Date.now());
      return {
        tenant: tenantOf(at, { actor: { id, name }, ...(permissions === undefined ? {} : { permissions }) }),
        caller: { id, name, email, session: { id: randomUUID(), confirmedAt, secondFactor: true } },
      };
    },
    async change({ tenant, caller }, { wanted, kind = 'edit', refusals = 'throw', locks, reason = '', ...rest }) {
      const request = { kind, wanted, refusals, locks };
      const { digest } = await room.writer.preview(tenant, request);
      return await room.writer.save(tenant, caller, { ...request, digest, reason, ...rest });
    },
    rows: (key) =>
      base.sql(
        `SELECT coalesce(pbx_id, organisation_id) AS place, value, revision, sealed_value IS NOT NULL AS sealed
         FROM setting_values WHERE key = $1 ORDER BY set_at, id`,
        [key],
      ),
    audit: (organisationId) =>
      base.sql<AuditRow & Record<string, unknown>>(
        `SELECT action, actor_name AS actor, target_name AS target, before, after, reason, result, address
         FROM audit_entries WHERE organisation_id = $1 AND action LIKE 'settings.%' ORDER BY seq`,
        [organisationId],
      ),
    async [Symbol.asyncDispose]() {
      for (const each of rooms) await each[Symbol.asyncDispose]();
      await base.close();
    },
  };
}
