import { AppError, type ListAppObjectsInput, type Page } from '@switchroom/contracts';
import { and, arrayContains, asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '../../db/database';
import { appliedObjects, pbxs, pbxStatus, snapshotObjects, snapshotUsers } from '../../db/schema/index';

/*
 * Every query runs in a transaction whose scope is the tenant's, so row-level security keeps other organisations out; a
 * PBX outside the scope is "not found".
 */

export type ObjectRecord = typeof snapshotObjects.$inferSelect;
export interface PbxRecord {
  id: string;
  name: string;
  organisationId: string;
  appObjectName: string;
  syncAt: Date | null;
  usersByTemplate: Record<string, number> | null;
}

const url = sql<string>`coalesce(${snapshotObjects.model} -> 'fields' ->> 'url', '')`;
const displayName = sql<string>`coalesce(${snapshotObjects.model} -> 'fields' ->> 'displayName', '')`;

const sortKeys: Record<ListAppObjectsInput['sort'], SQL<string>> = {
  name: sql<string>`lower(${snapshotObjects.name})`,
  longName: sql<string>`lower(${snapshotObjects.longName})`,
  app: sql<string>`lower(substring(${url} from '[^/]*$'))`,
  changed: sql<string>`coalesce(${snapshotObjects.outside} ->> 'at', '')`,
};

const cursorSchema = z.tuple([z.string(), z.string()]);

/** The PBX with what its lists need. Throws `not-found`. */
export async function findPbx(tx: Tx, pbxId: string): Promise<PbxRecord> {
  const [row] = await tx
    .select({
      id: pbxs.id,
      name: pbxs.name,
      organisationId: pbxs.organisationId,
      appObjectName: pbxs.appObjectName,
      syncAt: pbxStatus.syncAt,
      usersByTemplate: pbxStatus.usersByTemplate,
    })
    .from(pbxs)
    .leftJoin(pbxStatus, eq(pbxStatus.pbxId, pbxs.id))
    .where(eq(pbxs.id, pbxId));
  if (!row) throw new AppError('not-found', { message: 'no such PBX' });
  return row;
}

/** One page of App objects, by keyset. */
export async function listApps(tx: Tx, input: ListAppObjectsInput): Promise<Page<ObjectRecord>> {
  const key = sortKeys[input.sort];
  const filter = and(eq(snapshotObjects.pbxId, input.pbxId), eq(snapshotObjects.kind, 'app'), ...conditions(input));
  const order = input.dir === 'asc' ? asc : desc;
  const rows = await tx
    .select({ row: snapshotObjects, key })
    .from(snapshotObjects)
    .where(and(filter, input.cursor === undefined ? undefined : after(key, input.cursor, input.dir)))
    .orderBy(order(key), order(snapshotObjects.guid))
    .limit(input.limit + 1);
  const [counted] = await tx.select({ total: sql<number>`count(*)::int` }).from(snapshotObjects).where(filter);
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    rows: page.map(({ row }) => row),
    nextCursor: rows.length > input.limit && last ? encode(last.key, last.row.guid) : undefined,
    total: counted?.total ?? 0,
  };
}

export async function findObject(tx: Tx, pbxId: string, guid: string): Promise<ObjectRecord> {
  const [row] = await tx
    .select()
    .from(snapshotObjects)
    .where(and(eq(snapshotObjects.pbxId, pbxId), eq(snapshotObjects.guid, guid)));
  if (!row) throw new AppError('not-found', { message: 'no such object' });
  return row;
}

export async function objectsOf(tx: Tx, pbxId: string, kind: 'app' | 'template'): Promise<ObjectRecord[]> {
  return await tx
    .select()
    .from(snapshotObjects)
    .where(and(eq(snapshotObjects.pbxId, pbxId), eq(snapshotObjects.kind, kind)))
    .orderBy(asc(snapshotObjects.longName));
}

export async function usersWithApp(tx: Tx, pbxId: string, app: string) {
  return await tx
    .select({ guid: snapshotUsers.guid, name: snapshotUsers.name, longName: snapshotUsers.longName })
    .from(snapshotUsers)
    .where(and(eq(snapshotUsers.pbxId, pbxId), arrayContains(snapshotUsers.apps, [app])))
    .orderBy(asc(snapshotUsers.longName));
}

/** Ends the outside change of an object: what the PBX has is now what we want. */
export async function clearOutside(tx: Tx, row: ObjectRecord, at: Date): Promise<void> {
  const own = and(eq(snapshotObjects.pbxId, row.pbxId), eq(snapshotObjects.guid, row.guid));
  const applied = and(eq(appliedObjects.pbxId, row.pbxId), eq(appliedObjects.guid, row.guid));
  if (row.outside?.deleted === true) {
    await tx.delete(snapshotObjects).where(own);
    await tx.delete(appliedObjects).where(applied);
    return;
  }
  await tx.update(snapshotObjects).set({ outside: null }).where(own);
  const [before] = await tx.select({ fields: appliedObjects.fields }).from(appliedObjects).where(applied).for('update');
  if (!before) return;
  const live = row.model.fields as Record<string, unknown>;
  const changed = (row.outside?.fields ?? []).filter(({ field }) => field in before.fields);
  const accepted = Object.fromEntries(changed.map(({ field }) => [field, live[field]]));
  await tx
    .update(appliedObjects)
    .set({ fields: { ...before.fields, ...accepted }, appliedAt: at })
    .where(applied);
}

function conditions(input: ListAppObjectsInput): (SQL | undefined)[] {
  const text = `%${input.q.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
  const only: Record<ListAppObjectsInput['only'], SQL | undefined> = {
    all: undefined,
    outside: sql`${snapshotObjects.outside} is not null`,
    hidden: sql`${snapshotObjects.model} -> 'fields' ->> 'hidden' = 'true'`,
    connected: sql`${snapshotObjects.model} ->> 'connected' = 'true'`,
  };
  return [
    only[input.only],
    input.q === ''
      ? undefined
      : sql`(${snapshotObjects.name} ilike ${text} or ${snapshotObjects.longName} ilike ${text} or ${displayName} ilike ${text} or ${url} ilike ${text})`,
  ];
}

function after(key: SQL<string>, cursor: string, dir: 'asc' | 'desc'): SQL {
  const [value, guid] = decode(cursor);
  return dir === 'asc'
    ? sql`(${key}, ${snapshotObjects.guid}) > (${value}, ${guid})`
    : sql`(${key}, ${snapshotObjects.guid}) < (${value}, ${guid})`;
}

function encode(value: string, guid: string): string {
  return Buffer.from(JSON.stringify([value, guid])).toString('base64url');
}

function decode(cursor: string): [string, string] {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new AppError('invalid-input', { fields: [{ path: 'cursor', rule: 'cursor-invalid' }], cause });
  }
}
