import { randomUUID } from 'node:crypto';
import { appFlags } from '@switchroom/contracts';
import { MockPbx } from '@switchroom/mock-pbx';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import superjson from 'superjson';
import { waitUntil } from '@switchroom/testkit/vitest';
import type { AppRouter } from '../../src/api/router';
import { createAuditLog } from '../../src/audit/audit-log';
import { createAccessService } from '../../src/capabilities/session/create-access-service';
import { composeRooms } from '../../src/compose';
import { systemScope } from '../../src/db/database';
import { appRole } from '../../src/db/roles';
import { organisations } from '../../src/db/schema/index';
import { readTables, type Sql } from '../../src/db/testing/catalogue';
import type { Services } from '../../src/services';
import { createExampleRows, type ExampleRow } from '../../src/db/testing/example-rows';
import { createOrganisation, signIn, startTestApp, type TestApp, type TestOrganisation } from '../factories/index';
import { idNames, organisationNames } from './id-names';
import type { OracleOrganisation } from './oracle';

/** An organisation, as the database has it and as the oracle knows it. */
export type WorldOrganisation = TestOrganisation & OracleOrganisation;

/** Where the organisations hang that relations are made of; `own` is where the callers belong. */
export interface WorldTree {
  root: WorldOrganisation;
  parent: WorldOrganisation;
  sibling: WorldOrganisation;
  own: WorldOrganisation;
  child: WorldOrganisation;
  grandchild: WorldOrganisation;
  /** Below `own`, archived. */
  archived: WorldOrganisation;
  /** Below `archived`, not archived itself. */
  belowArchived: WorldOrganisation;
  /** Below `own`; asks for a second factor. */
  strict: WorldOrganisation;
  /** Below `own`; lets nobody look in. */
  closed: WorldOrganisation;
  foreignReseller: WorldOrganisation;
  foreignCustomer: WorldOrganisation;
}

/** Ids of things of one organisation, by the name that inputs give them. */
export type ObjectIds = Record<string, string>;

/** A whole gateway whose links are up, with an object of every kind in `child` and in `foreignCustomer`. */
export interface IsolationWorld extends AsyncDisposable {
  gateway: TestApp;
  /** The gateway's own, but every denial is recorded by itself. */
  services: Services;
  sql: Sql;
  tree: WorldTree;
  /** In `child`; what the callers may reach. */
  ownIds: ObjectIds;
  /** In `foreignCustomer`. */
  foreignIds: ObjectIds;
  /** Frames that changed something on any PBX. */
  writesOnPbxs(): number;
}

export const administrator = { email: 'root@example.test', password: 'vier Worte und ein Bus' };
const flags = appFlags.filter((flag) => flag !== 'hidden' && flag !== 'web');

export async function startIsolationWorld(): Promise<IsolationWorld> {
  const gateway = await startTestApp({ rooms: composeRooms, config: { administrator } });
  const mocks: MockPbx[] = [];
  const dispose = async () => {
    await gateway.stop();
    for (const mock of mocks) await mock.close();
  };
  try {
    const sql: Sql = (text, values) => gateway.base.sql(text, values);
    const tree = await growTree(gateway);
    const api = createTRPCClient<AppRouter>({
      links: [
        httpBatchLink({
          url: `${gateway.url}/trpc`,
          transformer: superjson,
          headers: { cookie: await signIn(gateway, administrator) },
        }),
      ],
    });
    const link = async (organisation: WorldOrganisation, name: string) => {
      const mock = new MockPbx({
        name,
        domain: `${name}.example`,
        users: 3,
        apps: [
          { name: 'switchroom', password: 'given-secret', flags: [...flags] },
          { name: 'victim', password: 'other-secret' },
        ],
      });
      mocks.push(mock);
      const { url } = await mock.serve({ port: 0 });
      const { pbx } = await api.pbxs.create.mutate({
        organisationId: organisation.id,
        targetOrganisationId: organisation.id,
        direction: 'outbound',
        name: `PBX ${name}`,
        appObjectName: 'switchroom',
        address: url,
        password: 'given-secret',
      });
      return pbx.id;
    };
    const linked = [
      { organisation: tree.child, pbxId: await link(tree.child, 'own') },
      { organisation: tree.foreignCustomer, pbxId: await link(tree.foreignCustomer, 'foreign') },
    ] as const;
    const inSync = async () =>
      (await sql<{ id: string }>(`SELECT pbx_id AS id FROM pbx_status WHERE sync_state = 'in-sync'`)).length;
    await waitUntil(async () => (await inSync()) === linked.length, {
      message: 'the PBXes are read',
      timeoutMs: 30_000,
    });
    // The gateway itself sums up what one person is denied again and again.
    const access = createAccessService({ db: gateway.base.db, audit: createAuditLog() });
    const [ownIds, foreignIds] = await Promise.all([objectsOf(sql, linked[0]), objectsOf(sql, linked[1])]);
    return {
      gateway,
      services: { ...gateway.app.services, access },
      sql,
      tree,
      ownIds,
      foreignIds,
      writesOnPbxs: () => mocks.reduce((sum, mock) => sum + mock.journal.writes().length, 0),
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function growTree({ base }: TestApp): Promise<WorldTree> {
  const [top] = await base.db.inScope(systemScope, (tx) => tx.select().from(organisations));
  if (top === undefined) throw new Error('the gateway made no organisation');
  const root: WorldOrganisation = { ...top, parent: undefined };
  const add = async (
    parent: WorldOrganisation,
    kind: TestOrganisation['kind'],
    name: string,
    facts: Partial<OracleOrganisation> = {},
  ): Promise<WorldOrganisation> => {
    const made = { ...(await createOrganisation(base.db, { kind, name, parent })), parent, ...facts };
    if (facts.archived === true)
      await base.sql('UPDATE organisations SET archived_at = now() WHERE id = $1', [made.id]);
    if (facts.requireSecondFactor === true || facts.forbidImpersonation === true) {
      await base.sql(
        'INSERT INTO organisation_policies (organisation_id, require_second_factor, forbid_impersonation) VALUES ($1, $2, $3)',
        [made.id, facts.requireSecondFactor === true, facts.forbidImpersonation === true],
      );
    }
    return made;
  };
  const parent = await add(root, 'reseller', 'Parent');
  const own = await add(parent, 'reseller', 'Own');
  const child = await add(own, 'customer', 'Child');
  const archived = await add(own, 'customer', 'Archived', { archived: true });
  const foreignReseller = await add(root, 'reseller', 'Foreign');
  return {
    root,
    parent,
    own,
    child,
    archived,
    foreignReseller,
    sibling: await add(parent, 'reseller', 'Sibling'),
    grandchild: await add(child, 'site', 'Grandchild'),
    belowArchived: await add(archived, 'site', 'Below archived'),
    strict: await add(own, 'customer', 'Strict', { requireSecondFactor: true }),
    closed: await add(own, 'customer', 'Closed', { forbidImpersonation: true }),
    foreignCustomer: await add(foreignReseller, 'customer', 'Foreign customer'),
  };
}

/** One object of every kind, made straight into the tables; those that belong to a PBX belong to the linked one. */
async function objectsOf(
  sql: Sql,
  { organisation, pbxId }: { organisation: WorldOrganisation; pbxId: string },
): Promise<ObjectIds> {
  const tables = (await readTables(sql, [appRole])).filter(({ schema }) => schema === 'public');
  const row = async (text: string) => (await sql<{ row: ExampleRow }>(text, [pbxId]))[0]?.row ?? {};
  const made = new Map<string, ExampleRow>([
    ['"public"."pbxs"', await row('SELECT to_jsonb(p) AS row FROM pbxs p WHERE id = $1')],
    ['"public"."data_keys"', await row('SELECT to_jsonb(k) AS row FROM data_keys k WHERE $1 <> id::text LIMIT 1')],
  ]);
  // These have their row, take only one of an organisation, or are the installation's.
  const there = new Set(['organisations', 'data_keys', 'system_secrets', 'audit_entries']);
  for (const name of ['pbxs', 'pbx_status', 'pbx_secrets', 'snapshot_objects', 'snapshot_users', 'applied_objects']) {
    there.add(name);
  }
  await createExampleRows(
    sql,
    tables.filter(({ name }) => !there.has(name)),
    organisation.id,
    made,
  );
  const [entry] = await sql<{ id: string }>('SELECT id FROM audit_entries WHERE organisation_id = $1 LIMIT 1', [
    organisation.id,
  ]);
  const [object] = await sql<{ guid: string }>(
    `SELECT guid FROM snapshot_objects WHERE pbx_id = $1 AND name = 'victim' LIMIT 1`,
    [pbxId],
  );
  const ids: ObjectIds = { guid: object?.guid ?? '', entryId: entry?.id ?? randomUUID() };
  for (const [table, names] of Object.entries(idNames)) {
    const id = made.get(`"public"."${table}"`)?.['id'];
    for (const name of names) if (typeof id === 'string') ids[name] = id;
  }
  for (const name of organisationNames) ids[name] = organisation.id;
  return ids;
}
