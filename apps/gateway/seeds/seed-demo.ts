import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { createAuditLog } from '../src/audit/audit-log';
import type { AccountStore } from '../src/auth/port';
import { makeAccountPassword } from '../src/auth/passwords';
import { type Database, systemScope, type Tx } from '../src/db/database';
import { openLinkPassword, storeLinkPassword } from '../src/db/link-password';
import { targetsChannel } from '../src/db/notifications';
import { organisations, pbxStatus, pbxs } from '../src/db/schema/index';
import type { SecretBox } from '../src/db/secrets-port';
import type { GatewayConfig } from '../src/env';
import { makePassword } from '../src/plans/password';
import { type DemoFile, readDemoFile, writeDemoFile } from './demo-file';
import { type DemoPbxPlan, demoProvider, demoResellers } from './demo-world';
import { enrol, seedPeople } from './seed-people';

const appObject = 'switchroom';
const appName = 'switchroom-attendant';
const actor = { id: 'demo-seed', name: 'Demo' };
const request = { requestId: 'seed', address: 'local' };
const audit = createAuditLog();

type Organisation = Pick<typeof organisations.$inferSelect, 'id' | 'name' | 'path'>;

export interface SeedDependencies {
  db: Database;
  secrets: SecretBox;
  accounts: Pick<AccountStore, 'put' | 'replacePassword'>;
  config: Pick<GatewayConfig, 'dataDirectory' | 'host' | 'port' | 'administrator'>;
  /** The simulated PBXes get the first free port from here on; 4100 when left out. */
  firstPort?: number;
}

/**
 * Makes the demo's organisations, PBXes and people where they are missing, and writes `demo-fleet.json`.
 * Run again it changes nothing but what moved (the gateway's port, a lost file).
 */
export async function seedDemo({
  db,
  secrets,
  accounts,
  config,
  firstPort = 4100,
}: SeedDependencies): Promise<DemoFile> {
  const path = join(config.dataDirectory, 'demo-fleet.json');
  const before = readDemoFile(path);
  // Another program may have taken the port since; the rows follow to the next free one.
  const kept = before !== undefined && (await isFree(before.listenPort));
  const listenPort = kept ? before.listenPort : await freePort(firstPort);
  const administrator = administratorOf(config, before);
  const file = await db.inScope(systemScope, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('switchroom setup', 0))`);
    const provider = await organisation(tx, undefined, 'provider', demoProvider);
    await enrol(tx, accounts, {
      ...administrator,
      name: 'Demo Administrator',
      role: 'provider-administrator',
      organisation: provider,
      action: 'demo.administrator',
    });
    const entries: DemoFile['pbxs'] = [];
    const byName = new Map([[demoProvider, provider]]);
    for (const reseller of demoResellers) {
      const parent = await organisation(tx, provider, 'reseller', reseller.name);
      byName.set(reseller.name, parent);
      for (const customer of reseller.customers) {
        const owner = await organisation(tx, parent, 'customer', customer.name);
        byName.set(customer.name, owner);
        for (const plan of customer.pbxs) {
          // Simulated PBXes behind one port are PBX0, PBX1, ... in the order of the file.
          const module = `PBX${entries.filter(({ direction }) => direction === 'outbound').length}`;
          entries.push(await pbx(tx, secrets, { owner, plan, seed: entries.length + 1, module, listenPort, config }));
        }
      }
    }
    const people = await seedPeople(tx, accounts, byName, before);
    // Delivered at the commit: a running gateway links the new rows at once.
    await tx.execute(sql`select pg_notify(${targetsChannel}, 'demo')`);
    return { version: 1 as const, administrator: signIn(administrator), people, listenPort, pbxs: entries };
  });
  writeDemoFile(path, file);
  return file;
}

interface Administrator {
  email: string;
  password: string;
  /** The password is one that an earlier seed, or the gateway's own start, has stored already. */
  stored: boolean;
}

function administratorOf(config: SeedDependencies['config'], before: DemoFile | undefined): Administrator {
  if (config.administrator !== undefined) return { ...config.administrator, stored: true };
  if (before !== undefined) return { ...before.administrator, stored: true };
  return { email: 'admin@demo.switchroom.example', password: makeAccountPassword(), stored: false };
}

const signIn = ({ email, password }: Administrator) => ({ email, password });

/** The top of the tree is whichever provider exists; below it, organisations are found by name. */
async function organisation(
  tx: Tx,
  parent: Organisation | undefined,
  kind: 'provider' | 'reseller' | 'customer',
  name: string,
): Promise<Organisation> {
  const found = await tx
    .select({ id: organisations.id, name: organisations.name, path: organisations.path })
    .from(organisations)
    .where(
      parent === undefined
        ? and(isNull(organisations.parentId), eq(organisations.kind, kind))
        : and(eq(organisations.parentId, parent.id), eq(organisations.name, name)),
    )
    .limit(1);
  if (found[0] !== undefined) return found[0];
  const id = randomUUID();
  const made = { id, name, path: `${parent?.path ?? '/'}${id}/` };
  await tx.insert(organisations).values({ ...made, kind, parentId: parent?.id ?? null });
  await audit.append(
    tx,
    { organisationId: id, actor, ...request },
    { action: 'organisation.create', target: { kind: 'organisation', id, name }, after: { kind } },
  );
  return made;
}

interface PbxInput {
  owner: Organisation;
  plan: DemoPbxPlan;
  /** Of the simulated PBX's random content. */
  seed: number;
  module: string;
  listenPort: number;
  config: SeedDependencies['config'];
}

async function pbx(tx: Tx, secrets: SecretBox, input: PbxInput): Promise<DemoFile['pbxs'][number]> {
  const { owner, plan, seed, module, listenPort } = input;
  const address = plan.direction === 'outbound' ? `ws://127.0.0.1:${listenPort}/${module}/APPS/websocket` : null;
  const found = await tx
    .select()
    .from(pbxs)
    .where(and(eq(pbxs.organisationId, owner.id), eq(pbxs.name, plan.name)));
  const row = found[0] ?? (await insertPbx(tx, owner, plan, address));
  if (row.address !== address) {
    await tx
      .update(pbxs)
      .set({ address, version: row.version + 1, linkVersion: row.linkVersion + 1, updatedAt: new Date() })
      .where(eq(pbxs.id, row.id));
  }
  let password = await openLinkPassword(tx, secrets, row.id);
  if (password === undefined) {
    password = makePassword();
    await storeLinkPassword(tx, secrets, row, password);
  }
  const { name, domain, pbx: pbxName, users, version, build } = plan;
  const common = { id: row.id, name, domain, pbx: pbxName, users, seed, version, build, appObject, password };
  if (plan.direction === 'outbound') return { ...common, direction: 'outbound', listenPort, module };
  return { ...common, direction: 'inbound', dialUrl: dialUrl(input.config, row) };
}

async function insertPbx(tx: Tx, owner: Organisation, plan: DemoPbxPlan, address: string | null) {
  const inbound = plan.direction === 'inbound' ? { domain: plan.domain, instance: `demo-${plan.pbx}` } : {};
  const rows = await tx
    .insert(pbxs)
    .values({
      organisationId: owner.id,
      name: plan.name,
      direction: plan.direction,
      appObjectName: appObject,
      appName,
      address,
      ...inbound,
    })
    .returning();
  const row = rows[0];
  if (row === undefined) throw new Error('the PBX row did not come back');
  await tx.insert(pbxStatus).values({ pbxId: row.id, organisationId: owner.id });
  await audit.append(
    tx,
    { organisationId: owner.id, actor, ...request },
    {
      action: 'pbx.create',
      target: { kind: 'pbx', id: row.id, name: row.name },
      pbxId: row.id,
      after: { direction: row.direction, password: 'changed' },
    },
  );
  return row;
}

/** The simulated PBXes run beside the gateway: they dial it on this machine, whatever real PBXes are told. */
function dialUrl(config: SeedDependencies['config'], row: { domain: string | null; instance: string | null }): string {
  const host = ['0.0.0.0', '::'].includes(config.host) ? '127.0.0.1' : config.host;
  return `http://${host}:${config.port}/app/${row.domain}/${row.instance}/${appName}`;
}

/** The first free loopback port from `firstPort` on. */
async function freePort(firstPort: number): Promise<number> {
  for (let port = firstPort; port < firstPort + 200; port += 1) if (await isFree(port)) return port;
  throw new Error(`No port from ${firstPort} to ${firstPort + 199} is free for the simulated PBXes of the demo.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
