import { AppError } from '@switchroom/contracts';
import { and, arrayContains, eq } from 'drizzle-orm';
import type { Database } from '../db/database';
import { appliedObjects, pbxStatus, snapshotObjects, snapshotUsers } from '../db/schema/index';
import type { Tenant } from '../db/tenant';
import type { FleetReader } from '../fleet/port';
import { mapLimit } from '../snapshots/concurrency';
import { objectKindOf, type ObjectAddress, readWireObject } from '../snapshots/read-objects';
import { modelOf } from '../snapshots/record';
import { setOf, textOf } from './app-form';
import { type Fields, type ObjectKind, readFields } from './fields';
import type { LiveObject } from './plan-builder';
import { loadPbx } from './store';
import type { DirectUser } from './users-affected';

/** An object of the snapshot, as plans use it. */
export interface KnownObject {
  guid: string;
  kind: 'app' | 'template';
  fields: Fields;
  parents: readonly string[];
  outside: typeof snapshotObjects.$inferSelect.outside;
}

/** What is known of a PBX before it is asked again. */
export interface PlanFacts {
  pbx: Awaited<ReturnType<typeof loadPbx>>;
  objects: KnownObject[];
  applied: Map<string, Fields>;
  /** Undefined: nobody told us about users. */
  usersByTemplate: Readonly<Record<string, number>> | undefined;
}

/** Loads what plans are made from; AppError `not-found` when the PBX lies outside the tenant's scope. */
export async function loadFacts(db: Database, tenant: Tenant, pbxId: string): Promise<PlanFacts> {
  return await db.inScope(tenant, async (tx) => {
    const pbx = await loadPbx(tx, pbxId);
    const rows = await tx.select().from(snapshotObjects).where(eq(snapshotObjects.pbxId, pbxId));
    const applied = await tx.select().from(appliedObjects).where(eq(appliedObjects.pbxId, pbxId));
    const [status] = await tx.select().from(pbxStatus).where(eq(pbxStatus.pbxId, pbxId));
    return {
      pbx,
      objects: rows.map((row) => {
        const { fields, parents } = modelOf(row);
        return {
          guid: row.guid,
          kind: row.kind,
          fields,
          parents: parents ?? setOf(fields, 'parents'),
          outside: row.outside,
        };
      }),
      applied: new Map(applied.map((row) => [row.guid, row.fields as Fields])),
      usersByTemplate: status?.usersByTemplate ?? undefined,
    };
  });
}

/** Users to whom this app was granted directly. */
export async function directUsersOf(
  db: Database,
  tenant: Tenant,
  pbxId: string,
  app: string,
): Promise<(DirectUser & { name: string; longName: string })[]> {
  return await db.inScope(tenant, async (tx) => {
    const rows = await tx
      .select()
      .from(snapshotUsers)
      .where(and(eq(snapshotUsers.pbxId, pbxId), arrayContains(snapshotUsers.apps, [app])));
    return rows.map((row) => ({ ...row, template: row.template ?? undefined }));
  });
}

/** Templates and App objects whose list names this app; objects deleted on the PBX are left out. */
export function referencesIn(objects: readonly KnownObject[], app: string): KnownObject[] {
  return objects.filter(({ fields, outside }) => outside?.deleted !== true && setOf(fields, 'apps').includes(app));
}

/** Reads an object fresh; AppError `pbx-*` when the PBX cannot be asked. */
export async function readLive(
  fleet: Pick<FleetReader, 'read'>,
  pbxId: string,
  address: ObjectAddress,
): Promise<LiveObject | undefined> {
  const object = await readWireObject(fleet, pbxId, address);
  if (!object) return undefined;
  const kind: ObjectKind = objectKindOf(object);
  return { guid: object.guid, kind, fields: readFields(kind, object) };
}

/** Reads several objects fresh; those that are gone are left out. */
export async function readLiveAll(
  fleet: Pick<FleetReader, 'read'>,
  pbxId: string,
  guids: Iterable<string>,
): Promise<LiveObject[]> {
  const found = await mapLimit([...new Set(guids)], 4, (guid) => readLive(fleet, pbxId, { guid }));
  return found.filter((object) => object !== undefined);
}

/**
 * Refuses a Name or Long Name that another object of the PBX has, whatever its type.
 * @throws {AppError} `already-exists` naming the form's fields
 */
export async function assertNamesFree(
  fleet: Pick<FleetReader, 'read'>,
  pbxId: string,
  wanted: { name?: string | undefined; longName?: string | undefined },
  own?: string,
): Promise<void> {
  const fields: { path: string; rule: string }[] = [];
  if (wanted.name !== undefined) {
    const holder = await readWireObject(fleet, pbxId, { h323: wanted.name });
    if (holder && holder.guid !== own) fields.push({ path: 'form.name', rule: 'name-taken' });
  }
  if (wanted.longName !== undefined) {
    const holder = await readWireObject(fleet, pbxId, { cn: wanted.longName });
    if (holder && holder.guid !== own) fields.push({ path: 'form.longName', rule: 'long-name-taken' });
  }
  if (fields.length > 0) throw new AppError('already-exists', { fields, message: 'the name is taken on the PBX' });
}

/** The guids of templates by Long Name; an unknown one is refused. */
export function templateGuids(facts: PlanFacts, names: readonly string[]): string[] {
  const templates = new Map(
    facts.objects
      .filter(({ kind }) => kind === 'template')
      .map(({ guid, fields }) => [textOf(fields, 'longName'), guid]),
  );
  return names.map((name) => {
    const guid = templates.get(name);
    if (guid !== undefined) return guid;
    throw new AppError('invalid-input', {
      fields: [{ path: 'form.templates', rule: 'template-unknown', params: { template: name } }],
      message: `there is no template "${name}" on the PBX`,
    });
  });
}
