import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '../db/database';
import { appliedObjects, pbxEvents, snapshotObjects } from '../db/schema/index';
import type { Fields, FieldValue } from '../plans/fields';
import { textOf } from '../plans/app-form';
import type { OwnWrites } from '../plans/own-writes';
import { compareObject, type Comparison, type ObjectModel } from './compare';
import type { ReadObject } from './read-objects';

export interface PbxRef {
  pbxId: string;
  organisationId: string;
}

export interface RecordInput {
  reads: readonly ReadObject[];
  /** Objects that the PBX says it does not have (any more). */
  gone: readonly string[];
  /** The first time this PBX is read nothing is news. */
  first: boolean;
  at: Date;
  ownWrites: OwnWrites;
  /** Fields that a verified operation has just written, by guid: ours, whatever they were before. */
  written?: { guid: string; fields: readonly string[]; created: boolean } | undefined;
}

export interface RecordOutcome {
  changed: string[];
  /** Some of it was done by somebody else. */
  outside: boolean;
}

type Stored = typeof snapshotObjects.$inferSelect;
type News = typeof pbxEvents.$inferInsert;

/** Events kept for each PBX. */
const EVENTS_KEPT = 1000;

/** Stores what was read, and tells apart what is ours and what came from outside. Few statements, whatever the number of objects. */
export async function recordObjects(tx: Tx, pbx: PbxRef, input: RecordInput): Promise<RecordOutcome> {
  const guids = [...new Set([...input.reads.map(({ guid }) => guid), ...input.gone])];
  if (guids.length === 0) return { changed: [], outside: false };
  const stored = await storedObjects(tx, pbx.pbxId, guids);
  const applied = await appliedFields(tx, pbx.pbxId, guids);
  const rows: Stored[] = [];
  const news: News[] = [];
  const changed: string[] = [];
  for (const read of input.reads) {
    const before = stored.get(read.guid);
    const result = compareRead(pbx, input, read, before, applied.get(read.guid));
    rows.push({ ...pbx, ...rowOf(read, before), readAt: input.at, outside: result.outside });
    if (result.kind !== 'same' || before?.outside?.at !== result.outside?.at) changed.push(read.guid);
    const event = eventOf(pbx, read, result);
    if (event) news.push(event);
  }
  const removed: string[] = [];
  for (const guid of input.gone) {
    const before = stored.get(guid);
    if (!before || before.outside?.deleted === true) continue;
    changed.push(guid);
    const ours = input.ownWrites.explainsDeletion(pbx.pbxId, guid) || input.written?.guid === guid;
    if (!ours) news.push({ ...pbx, kind: 'outside.deleted', params: namesOf(before.model), objectGuid: guid });
    if (ours || !applied.has(guid)) removed.push(guid);
    else rows.push({ ...before, outside: deletedOutside(before.outside, input.at) });
  }
  await upsert(tx, rows);
  if (removed.length > 0) {
    await tx
      .delete(snapshotObjects)
      .where(and(eq(snapshotObjects.pbxId, pbx.pbxId), inArray(snapshotObjects.guid, removed)));
  }
  await addEvents(tx, pbx.pbxId, news);
  return { changed, outside: news.length > 0 };
}

/** All guids in the snapshot of a PBX. */
export async function snapshotGuids(tx: Tx, pbxId: string): Promise<string[]> {
  const rows = await tx
    .select({ guid: snapshotObjects.guid })
    .from(snapshotObjects)
    .where(eq(snapshotObjects.pbxId, pbxId));
  return rows.map(({ guid }) => guid);
}

/** What we last applied to these objects, by guid. */
async function appliedFields(tx: Tx, pbxId: string, guids: readonly string[]): Promise<Map<string, Fields>> {
  const rows = await tx
    .select({ guid: appliedObjects.guid, fields: appliedObjects.fields })
    .from(appliedObjects)
    .where(and(eq(appliedObjects.pbxId, pbxId), inArray(appliedObjects.guid, [...guids])));
  return new Map(rows.map(({ guid, fields }) => [guid, fields as Fields]));
}

/** `snapshot_objects.model` as its type. */
export function modelOf(row: Pick<Stored, 'model'>): ObjectModel {
  return row.model as unknown as ObjectModel;
}

async function storedObjects(tx: Tx, pbxId: string, guids: string[]): Promise<Map<string, Stored>> {
  const rows = await tx
    .select()
    .from(snapshotObjects)
    .where(and(eq(snapshotObjects.pbxId, pbxId), inArray(snapshotObjects.guid, guids)));
  return new Map(rows.map((row) => [row.guid, row]));
}

function compareRead(
  pbx: PbxRef,
  input: RecordInput,
  read: ReadObject,
  before: Stored | undefined,
  applied: Fields | undefined,
): Comparison {
  const written = input.written?.guid === read.guid ? input.written : undefined;
  const byUs = written?.created === true || input.ownWrites.explainsCreation(pbx.pbxId, textOf(read.fields, 'name'));
  return compareObject({
    stored: before && { model: modelOf(before), outside: before.outside },
    fields: read.fields,
    applied,
    explains: (field: string, value: FieldValue | undefined) =>
      written?.fields.includes(field) === true || input.ownWrites.explainsField(pbx.pbxId, read.guid, field, value),
    created: input.first ? 'first-read' : byUs ? 'by-us' : 'outside',
    at: input.at,
  });
}

function rowOf(read: ReadObject, before: Stored | undefined) {
  const known = before && modelOf(before);
  const sameParents = known !== undefined && String(known.fields.parents) === String(read.fields.parents);
  const model: ObjectModel = {
    fields: read.fields,
    ...(read.kind === 'template' && { parents: read.parents ?? (sameParents ? known.parents : undefined) }),
    ...(read.kind === 'app' && { connected: read.connected ?? known?.connected }),
  };
  return {
    guid: read.guid,
    kind: read.kind,
    name: textOf(read.fields, 'name'),
    longName: textOf(read.fields, 'longName'),
    model: model as unknown as Record<string, unknown>,
  };
}

function eventOf(pbx: PbxRef, read: ReadObject, result: Comparison): News | undefined {
  if (result.kind === 'created' && result.outside) {
    return { ...pbx, kind: 'outside.created', params: namesOf({ fields: read.fields }), objectGuid: read.guid };
  }
  if (result.news.length === 0) return undefined;
  const params = { ...namesOf({ fields: read.fields }), fields: result.news.join(', ') };
  return { ...pbx, kind: 'outside.changed', params, objectGuid: read.guid };
}

function namesOf(model: object): Record<string, string> {
  const { fields } = model as ObjectModel;
  return { name: textOf(fields, 'name'), longName: textOf(fields, 'longName') };
}

function deletedOutside(before: Stored['outside'], at: Date): Stored['outside'] {
  return { at: at.toISOString(), drift: true, fields: before?.fields ?? [], deleted: true };
}

async function upsert(tx: Tx, rows: Stored[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insert(snapshotObjects)
    .values(rows)
    .onConflictDoUpdate({
      target: [snapshotObjects.pbxId, snapshotObjects.guid],
      set: {
        kind: sql`excluded.kind`,
        name: sql`excluded.name`,
        longName: sql`excluded.long_name`,
        model: sql`excluded.model`,
        readAt: sql`excluded.read_at`,
        outside: sql`excluded.outside`,
      },
    });
}

async function addEvents(tx: Tx, pbxId: string, news: News[]): Promise<void> {
  if (news.length === 0) return;
  await tx.insert(pbxEvents).values(news);
  await tx.execute(sql`
    delete from pbx_events where pbx_id = ${pbxId} and id in (
      select id from pbx_events where pbx_id = ${pbxId} order by at desc, id offset ${EVENTS_KEPT})`);
}
