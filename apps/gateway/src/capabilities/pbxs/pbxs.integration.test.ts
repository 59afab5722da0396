import { AppError, type ListPbxsInput, listPbxsInput, type PbxRow } from '@switchroom/contracts';
import { createSelfSigned } from '@switchroom/testkit/tls';
import { waitUntil } from '@switchroom/testkit/vitest';
import { eq } from 'drizzle-orm';
import { createServer, type Server } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createPbx,
  createTree,
  type GatewayDatabase,
  gatewayDatabase,
  tenantOf,
  testSecretBox,
  type TestTree,
} from '../../../test/factories/index';
import type { AuditLog, AuditRecord } from '../../audit/port';
import { systemScope } from '../../db/database';
import { openLinkPassword } from '../../db/link-password';
import { pbxEvents, pbxStatus } from '../../db/schema/index';
import type { SecretBox } from '../../db/secrets-port';
import type { GatewayBus, GatewayEventMap } from '../../events';
import { createAddressGuard, type ResolveAll } from '../../net/address-policy';
import { createPbxsService } from './create-pbxs-service';
import type { FleetUpdate, PbxsService } from './pbxs.service';

/** A bus that keeps nothing back: enough to see what a service says. */
class TestBus implements GatewayBus {
  readonly said: { event: string; payload: unknown }[] = [];
  readonly #handlers = new Map<string, Set<(payload: never) => void>>();
  emit<E extends keyof GatewayEventMap>(event: E, payload: GatewayEventMap[E]): void {
    this.said.push({ event, payload });
    for (const handler of this.#handlers.get(event) ?? []) handler(payload as never);
  }
  on<E extends keyof GatewayEventMap>(event: E, handler: (payload: GatewayEventMap[E]) => void): () => void {
    const handlers = this.#handlers.get(event) ?? new Set();
    handlers.add(handler as (payload: never) => void);
    this.#handlers.set(event, handlers);
    return () => handlers.delete(handler as (payload: never) => void);
  }
}

/** `inside.example` leads to the metadata service of a cloud, every other name to a public address. */
const resolveTestName: ResolveAll = (host, done) =>
  done(null, [{ address: host === 'inside.example' ? '169.254.169.254' : '93.184.216.34', family: 4 }]);

let database: GatewayDatabase;
let secrets: SecretBox;
let tree: TestTree;
let bus: TestBus;
let service: PbxsService;
let records: AuditRecord[];
let retried: string[];

const audit: AuditLog = {
  secretMark: () => 'hmac-sha256:00000000000000000000000000000000',
  denied: (_kind, write) => write(undefined),
  append: (_tx, _tenant, record) => {
    records.push(record);
    return Promise.resolve();
  },
};

function listInput(organisationId: string, input: Partial<ListPbxsInput> = {}): ListPbxsInput {
  return listPbxsInput.parse({ organisationId, ...input });
}

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error('an AppError was expected', { cause: error });
  return error;
}

beforeAll(async () => {
  database = await gatewayDatabase();
  secrets = await testSecretBox(database.db);
});
afterAll(() => database.close());
beforeEach(async () => {
  tree = await createTree(database.db);
  bus = new TestBus();
  records = [];
  retried = [];
  service = createPbxsService({
    db: database.db,
    audit,
    secrets,
    bus,
    gatewayUrl: 'https://gateway.example.com',
    pbxAddresses: createAddressGuard('pbx', ['loopback'], resolveTestName),
    fleet: { retryNow: (pbxId) => retried.push(pbxId) },
    snapshots: { refresh: () => Promise.resolve() },
  });
});

const inbound = {
  direction: 'inbound' as const,
  name: 'Hotel Post',
  appObjectName: 'attendant',
  domain: 'post.example',
};

describe('adding a PBX', () => {
  it('makes an inbound PBX with a URL to enter, a password shown once and kept sealed, and an audit entry', async () => {
    const tenant = tenantOf(tree.alpha);
    const created = await service.create(tenant, {
      ...inbound,
      organisationId: tree.alpha.id,
      targetOrganisationId: tree.alphaOne.id,
    });
    expect(created.instructions.appUrl).toMatch(
      /^https:\/\/gateway\.example\.com\/app\/post\.example\/hotel-post-[0-9a-f]{10}\/switchroom-attendant$/,
    );
    expect(created.instructions.flags).toContain('websocket');
    expect(created.password).toHaveLength(15);
    expect(created.pbx.organisation.id).toBe(tree.alphaOne.id);
    expect(created.pbx.link).toMatchObject({ kind: 'offline', reason: 'never-connected' });
    const stored = await database.db.inScope(systemScope, (tx) => openLinkPassword(tx, secrets, created.pbx.id));
    expect(stored).toBe(created.password);
    expect(records.map((record) => record.action)).toEqual(['pbx.create']);
    expect(JSON.stringify(records)).not.toContain(created.password);
    expect(bus.said.map(({ event }) => event)).toEqual(['targets.changed', 'pbx.changed']);
  });

  it('refuses a name that is taken in the organisation, and keeps nothing of the attempt', async () => {
    const tenant = tenantOf(tree.alpha);
    const input = { ...inbound, organisationId: tree.alpha.id, targetOrganisationId: tree.alphaOne.id };
    await service.create(tenant, input);
    const error = await refusal(service.create(tenant, input));
    expect(error.toJSON()).toMatchObject({ code: 'already-exists', fields: [{ path: 'name', rule: 'name-taken' }] });
    expect((await service.list(tenant, listInput(tree.alpha.id))).total).toBe(1);
    expect(records).toHaveLength(1);
  });

  it('refuses a target organisation outside the scope by naming the field', async () => {
    const error = await refusal(
      service.create(tenantOf(tree.alpha), {
        ...inbound,
        organisationId: tree.alpha.id,
        targetOrganisationId: tree.betaOne.id,
      }),
    );
    expect(error.fields).toMatchObject([{ path: 'targetOrganisationId', rule: 'organisation-unknown' }]);
    expect((await service.list(tenantOf(tree.beta), listInput(tree.beta.id))).total).toBe(0);
  });
});

describe('certificates', () => {
  let tls: Server;
  let port: number;
  let fingerprint: string;
  beforeAll(async () => {
    const certificate = await createSelfSigned();
    tls = createServer({ key: certificate.key, cert: certificate.cert });
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
    port = (tls.address() as AddressInfo).port;
  });
  afterAll(() => new Promise((resolve) => tls.close(resolve)));

  it('shows an untrusted certificate, pins it once confirmed, and refuses another fingerprint', async () => {
    const tenant = tenantOf(tree.alpha);
    const probe = await service.probeCertificate(tenant, `127.0.0.1:${port}`);
    expect(probe).toMatchObject({ tls: true, trusted: false });
    expect(probe).not.toHaveProperty('leafPem');
    fingerprint = probe.chain[0]?.fingerprint ?? '';
    expect(records).toMatchObject([
      {
        action: 'pbx.probe-certificate',
        target: { kind: 'pbx', id: `127.0.0.1:${port}` },
        after: { trusted: false, fingerprint },
      },
    ]);
    const outbound = {
      direction: 'outbound' as const,
      name: 'Hotel Post',
      appObjectName: 'attendant',
      address: `127.0.0.1:${port}`,
      password: 'abc',
      organisationId: tree.alpha.id,
      targetOrganisationId: tree.alphaOne.id,
    };
    const wrong = fingerprint.replaceAll(/[0-9]/g, '0');
    const error = await refusal(service.create(tenant, { ...outbound, pinnedFingerprint: wrong }));
    expect(error.fields).toMatchObject([{ path: 'pinnedFingerprint', rule: 'certificate-changed' }]);
    const created = await service.create(tenant, { ...outbound, pinnedFingerprint: fingerprint.toLowerCase() });
    expect(created.password).toBeUndefined();
    expect((await service.get(tenant, created.pbx.id)).tls).toEqual({ mode: 'pinned', fingerprint });
  });

  it('says that an address does not answer', async () => {
    const error = await refusal(service.probeCertificate(tenantOf(tree.alpha), '127.0.0.1:1'));
    expect(error.toJSON()).toMatchObject({ code: 'unreachable', params: { reason: 'ECONNREFUSED' } });
    expect(records).toMatchObject([
      {
        action: 'pbx.probe-certificate',
        target: { name: '127.0.0.1:1' },
        result: 'failed',
        after: { problem: 'unreachable' },
      },
    ]);
  });
});

describe('an address that no PBX may have', () => {
  const outbound = {
    direction: 'outbound' as const,
    name: 'Hotel Post',
    appObjectName: 'attendant',
    password: 'abc',
  };

  it.each(['169.254.169.254', 'inside.example', 'wss://[::ffff:a9fe:a9fe]/', '0.0.0.0'])(
    'is refused at its field: %s',
    async (address) => {
      const tenant = tenantOf(tree.alpha);
      const ids = { organisationId: tree.alpha.id, targetOrganisationId: tree.alphaOne.id };
      const forbidden = [{ path: 'address', rule: 'address-forbidden' }];
      expect((await refusal(service.create(tenant, { ...outbound, ...ids, address }))).fields).toMatchObject(forbidden);
      expect((await refusal(service.probeCertificate(tenant, address))).fields).toMatchObject(forbidden);
      const { pbx } = await service.create(tenant, { ...outbound, ...ids, address: 'outside.example' });
      const change = { organisationId: tree.alpha.id, pbxId: pbx.id, version: 1, address };
      expect((await refusal(service.update(tenant, change))).fields).toMatchObject(forbidden);
      expect((await service.get(tenant, pbx.id)).address).toContain('outside.example');
    },
  );

  it('may be in a private network', async () => {
    const ids = { organisationId: tree.alpha.id, targetOrganisationId: tree.alphaOne.id };
    const created = await service.create(tenantOf(tree.alpha), { ...outbound, ...ids, address: '10.20.30.40' });
    expect(created.pbx.name).toBe('Hotel Post');
  });
});

describe('listing', () => {
  it('pages through every sort order without a gap or a repeat', async () => {
    const tenant = tenantOf(tree.alpha);
    for (let index = 0; index < 23; index += 1) {
      await createPbx(database.db, index % 2 === 0 ? tree.alphaOne : tree.alphaTwo, {
        name: `PBX ${index % 5}-${index}`,
      });
    }
    for (const sort of ['name', 'organisation', 'link', 'sync', 'version', 'lastChange'] as const) {
      for (const dir of ['asc', 'desc'] as const) {
        const seen: PbxRow[] = [];
        let cursor: string | undefined;
        do {
          const page = await service.list(tenant, listInput(tree.alpha.id, { sort, dir, limit: 7, cursor }));
          expect(page.total).toBe(23);
          seen.push(...page.rows);
          cursor = page.nextCursor;
        } while (cursor !== undefined);
        expect(new Set(seen.map((row) => row.id)).size).toBe(23);
        expect(seen).toHaveLength(23);
      }
    }
  });

  it('searches names literally and filters by facts', async () => {
    const tenant = tenantOf(tree.alpha);
    await createPbx(database.db, tree.alphaOne, { name: '100% Hotel' });
    const other = await createPbx(database.db, tree.alphaOne, { name: '1000 Hotel' });
    await database.sql(`update pbx_status set link_kind = 'online' where pbx_id = $1`, [other.id]);
    const found = await service.list(tenant, listInput(tree.alpha.id, { q: '100%' }));
    expect(found.rows.map((row) => row.name)).toEqual(['100% Hotel']);
    const online = await service.list(tenant, listInput(tree.alpha.id, { link: ['online'] }));
    expect(online.rows.map((row) => row.name)).toEqual(['1000 Hotel']);
    expect(await service.counts(tenant)).toMatchObject({ total: 2, link: { online: 1, offline: 1 } });
  });

  it('refuses a cursor that we did not make', async () => {
    const error = await refusal(service.list(tenantOf(tree.alpha), listInput(tree.alpha.id, { cursor: 'nonsense' })));
    expect(error.fields).toMatchObject([{ path: 'cursor', rule: 'cursor-invalid' }]);
  });
});

describe('changing and removing', () => {
  it('refuses a form that was opened before somebody else changed the row', async () => {
    const tenant = tenantOf(tree.alpha);
    const pbx = await createPbx(database.db, tree.alphaOne, { name: 'Old' });
    const input = { organisationId: tree.alpha.id, pbxId: pbx.id, version: pbx.version };
    const detail = await service.update(tenant, { ...input, name: 'New' });
    expect(detail).toMatchObject({ name: 'New', rowVersion: 2 });
    expect((await refusal(service.update(tenant, { ...input, name: 'Newer' }))).code).toBe('plan-outdated');
    expect(bus.said.filter(({ event }) => event === 'targets.changed')).toHaveLength(0);
  });

  it('switches a PBX off and says so as its link state', async () => {
    const tenant = tenantOf(tree.alpha);
    const pbx = await createPbx(database.db, tree.alphaOne);
    const detail = await service.update(tenant, {
      organisationId: tree.alpha.id,
      pbxId: pbx.id,
      version: 1,
      enabled: false,
    });
    expect(detail.link.kind).toBe('disabled');
    expect(bus.said.filter(({ event }) => event === 'targets.changed')).toHaveLength(1);
  });

  it('removes a PBX only when its name was typed', async () => {
    const tenant = tenantOf(tree.alpha);
    const pbx = await createPbx(database.db, tree.alphaOne, { name: 'Hotel Post' });
    const input = { pbxId: pbx.id, confirmName: 'hotel post' };
    expect((await refusal(service.remove(tenant, input))).fields).toMatchObject([{ path: 'confirmName' }]);
    await service.remove(tenant, { ...input, confirmName: 'Hotel Post' });
    expect((await refusal(service.get(tenant, pbx.id))).code).toBe('not-found');
    expect(records.map((record) => record.action)).toEqual(['pbx.remove']);
  });

  it('removes a PBX while its link reports that it went', async () => {
    const pbx = await createPbx(database.db, tree.alphaOne, { name: 'Hotel Post' });
    const removal = await database.db.inScope(systemScope, async (tx) => {
      await tx.update(pbxStatus).set({ linkKind: 'offline' }).where(eq(pbxStatus.pbxId, pbx.id));
      const removing = service.remove(tenantOf(tree.alpha), { pbxId: pbx.id, confirmName: 'Hotel Post' });
      await waitUntil(
        async () =>
          (
            await database.sql(
              `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
            )
          ).length > 0,
        { message: 'the removal to wait for the link' },
      );
      await tx
        .insert(pbxEvents)
        .values({ pbxId: pbx.id, organisationId: tree.alphaOne.id, kind: 'link.offline', params: {} });
      return { removing };
    });
    await removal.removing;
    expect((await refusal(service.get(tenantOf(tree.alpha), pbx.id))).code).toBe('not-found');
  });
});

describe('tenant isolation', () => {
  it('answers not-found for a foreign PBX in every call, and changes nothing', async () => {
    const own = tenantOf(tree.alpha);
    const foreign = tenantOf(tree.beta);
    const pbx = await createPbx(database.db, tree.alphaOne, { name: 'Hotel Post' });
    const signal = AbortSignal.timeout(5_000);
    const calls: (() => Promise<unknown>)[] = [
      () => service.get(foreign, pbx.id),
      () => service.instructions(foreign, pbx.id),
      () => service.reconnect(foreign, pbx.id),
      () => service.refresh(foreign, pbx.id),
      () => service.setPassword(foreign, { pbxId: pbx.id }),
      () => service.remove(foreign, { pbxId: pbx.id, confirmName: pbx.name }),
      () => service.update(foreign, { organisationId: tree.beta.id, pbxId: pbx.id, version: 1, name: 'Taken over' }),
      () => service.activity(foreign, { pbxId: pbx.id, limit: 10 }),
    ];
    for (const call of calls) expect((await refusal(call())).code).toBe('not-found');
    expect((await service.list(foreign, listInput(tree.beta.id))).rows).toEqual([]);
    expect((await service.watchOne(foreign, pbx.id, signal)[Symbol.asyncIterator]().next()).done).toBe(true);
    expect(retried).toEqual([]);
    expect(records).toEqual([]);
    // The positive twin: the owner reaches it.
    expect((await service.get(own, pbx.id)).name).toBe('Hotel Post');
    expect((await service.activity(own, { pbxId: pbx.id, limit: 10 })).rows).toEqual([]);
  });

  it('refuses a name with a NUL as wrong input, not as a fault of ours', async () => {
    const pbx = await createPbx(database.db, tree.alphaOne, { name: 'Hotel Post' });
    const input = { organisationId: tree.alpha.id, pbxId: pbx.id, version: 1, name: 'Hotel\0Post' };
    expect((await refusal(service.update(tenantOf(tree.alpha), input))).code).toBe('invalid-input');
  });

  it('streams changes to the owner and nothing to a neighbour', async () => {
    const abort = new AbortController();
    const mine = service.watch(tenantOf(tree.alpha), abort.signal)[Symbol.asyncIterator]();
    const theirs = service.watch(tenantOf(tree.beta), abort.signal)[Symbol.asyncIterator]();
    await Promise.all([mine.next(), theirs.next()]);
    const updates: FleetUpdate[] = [];
    const neighbour = theirs.next().then((result) => {
      if (result.done !== true) updates.push(result.value);
    });
    const pbx = await createPbx(database.db, tree.alphaOne, { name: 'Hotel Post' });
    const next = mine.next();
    bus.emit('pbx.changed', { pbxId: pbx.id, organisationId: tree.alphaOne.id, what: 'row' });
    const update = await next;
    expect(update.value).toMatchObject({ kind: 'rows', rows: [{ id: pbx.id }], counts: { total: 1 } });
    abort.abort();
    await neighbour;
    expect(updates).toEqual([]);
    expect((await mine.next()).done).toBe(true);
  });

  it('tells that a PBX is gone to whoever may see its organisation, also when nothing of it changed before', async () => {
    const pbx = await createPbx(database.db, tree.alphaOne, { name: 'Hotel Post' });
    const abort = new AbortController();
    const mine = service.watch(tenantOf(tree.alpha), abort.signal)[Symbol.asyncIterator]();
    const theirs = service.watch(tenantOf(tree.beta), abort.signal)[Symbol.asyncIterator]();
    await Promise.all([mine.next(), theirs.next()]);
    const neighbour = theirs.next();
    const next = mine.next();
    await service.remove(tenantOf(tree.alpha), { pbxId: pbx.id, confirmName: pbx.name });
    expect((await next).value).toMatchObject({ kind: 'removed', pbxId: pbx.id, counts: { total: 0 } });
    abort.abort();
    expect((await neighbour).done).toBe(true);
  });
});
