import { randomUUID } from 'node:crypto';
import type { SettingValue } from '@switchroom/contracts';
import { and, inArray, isNotNull, max, sql } from 'drizzle-orm';
import type { AuditLog } from '../audit/port';
import type { Tx } from '../db/database';
import { settingChangeItems, settingValues } from '../db/schema/index';
import type { SecretBox } from '../db/secrets-port';
import type { Actor, Tenant } from '../db/tenant';
import type { DraftItem } from './draft';
import type { Place } from './tree';

/** Rows of one statement. */
const BATCH = 500;

/** Who acts, as it lands in the audit log. */
export type Acting = Pick<Tenant, 'actor' | 'onBehalfOf' | 'requestId' | 'address'>;

/**
 * Takes the right to change settings at these places until the transaction ends. Two changes wait for each other when one
 * is made at a place of the other or above it; neighbours do not. All are taken in one order, so nobody waits in a circle.
 */
export async function lockPlaces(tx: Tx, paths: readonly string[]): Promise<void> {
  const changed = new Set(paths.map((path) => path.split('/').at(-2) ?? ''));
  const all = new Set(paths.flatMap((path) => path.split('/').filter((id) => id !== '')));
  const ids = [...all].toSorted();
  const name = sql`hashtextextended('switchroom settings ' || place.id, 0)`;
  await tx.execute(sql`
    select case when place.changed then pg_advisory_xact_lock(${name}) else pg_advisory_xact_lock_shared(${name}) end
    from (select id, changed from unnest(${sql.param(ids)}::text[], ${sql.param(ids.map((id) => changed.has(id)))}::boolean[])
      as place (id, changed) order by id) as place`);
}

/** Writes the values of a draft whose places are locked, and one audit entry a place. `tx` has a scope that holds them. */
export async function writeValues(
  tx: Tx,
  { secrets, audit }: { secrets: SecretBox; audit: AuditLog },
  change: {
    items: readonly DraftItem[];
    /** Who wanted these values. */
    by: Actor;
    at: Date;
    acting: Acting;
    reason: string;
    /** What else the audit entries say. */
    note?: Record<string, string>;
  },
): Promise<void> {
  const { items, by, at } = change;
  const removed = items.flatMap(({ before, after }) =>
    before !== undefined && after === undefined ? [before.id] : [],
  );
  for (const ids of batches(removed)) await tx.delete(settingValues).where(inArray(settingValues.id, ids));
  const revisions = await nextRevisions(tx, items);
  const rows: (typeof settingValues.$inferInsert)[] = [];
  for (const item of items) {
    if (item.after === undefined) continue;
    const { place, entry, before } = item;
    const id = before?.id ?? randomUUID();
    rows.push({
      id,
      organisationId: place.organisation.id,
      pbxId: place.pbx?.id ?? null,
      key: entry.key,
      ...(await kept(secrets, item, id)),
      revision: before === undefined ? (revisions.get(placeKey(item)) ?? 1) : before.revision + 1,
      setBy: by.id,
      setByName: by.name,
      setAt: at,
    });
  }
  for (const values of batches(rows)) {
    await tx
      .insert(settingValues)
      .values(values)
      .onConflictDoUpdate({
        target: [settingValues.organisationId, settingValues.pbxId, settingValues.key],
        set: {
          value: sql`excluded.value`,
          sealedValue: sql`excluded.sealed_value`,
          dataKeyId: sql`excluded.data_key_id`,
          revision: sql`excluded.revision`,
          setBy: sql`excluded.set_by`,
          setByName: sql`excluded.set_by_name`,
          setAt: sql`excluded.set_at`,
        },
      });
  }
  await recordPlaces(tx, audit, change);
}

async function kept(secrets: SecretBox, { secret, after, place }: DraftItem, id: string) {
  if (secret === undefined) return { value: after, sealedValue: null, dataKeyId: null };
  const organisationId = place.organisation.id;
  const { sealed, dataKeyId } = await secrets.seal(secret, { organisationId, id, purpose: 'setting' });
  return { value: null, sealedValue: sealed, dataKeyId };
}

/** For values that are new where there was one before: a form that shows that one is stale all the same. */
async function nextRevisions(tx: Tx, items: readonly DraftItem[]): Promise<Map<string, number>> {
  const anew = items.filter(({ before, after }) => before === undefined && after !== undefined);
  if (anew.length === 0) return new Map();
  const rows = await tx
    .select({
      placeId: sql<string>`coalesce(${settingChangeItems.pbxId}, ${settingChangeItems.organisationId})`,
      key: settingChangeItems.key,
      last: max(settingChangeItems.baseRevision),
    })
    .from(settingChangeItems)
    .where(
      and(
        isNotNull(settingChangeItems.appliedAt),
        inArray(settingChangeItems.organisationId, [...new Set(anew.map(({ place }) => place.organisation.id))]),
        inArray(settingChangeItems.key, [...new Set(anew.map(({ entry }) => entry.key))]),
      ),
    )
    .groupBy(sql`1`, settingChangeItems.key);
  return new Map(rows.map(({ placeId, key, last }) => [`${placeId} ${key}`, (last ?? 0) + 1]));
}

/** In one order for all: each entry holds its organisation's chain until the end. */
async function recordPlaces(
  tx: Tx,
  audit: AuditLog,
  { items, acting, reason, note }: Parameters<typeof writeValues>[2],
): Promise<void> {
  const places = new Map<string, { place: Place; items: DraftItem[] }>();
  for (const item of items) {
    const found = places.get(item.place.id) ?? { place: item.place, items: [] };
    found.items.push(item);
    places.set(item.place.id, found);
  }
  const ordered = [...places.values()].toSorted((a, b) => (orderOf(a.place) < orderOf(b.place) ? -1 : 1));
  for (const { place, items: own } of ordered) {
    await audit.append(
      tx,
      { ...acting, organisationId: place.organisation.id },
      {
        action: 'settings.update',
        target: targetOf(place),
        pbxId: place.pbx?.id,
        before: recorded(own, ({ before }) => before?.value),
        after: { ...recorded(own, ({ after }) => after), ...note },
        reason: reason === '' ? undefined : reason,
      },
    );
  }
}

/** What an audit entry about a place is about. */
export function targetOf({ pbx, organisation }: Place): { kind: 'pbx' | 'organisation'; id: string; name: string } {
  return pbx === undefined
    ? { kind: 'organisation', id: organisation.id, name: organisation.name }
    : { kind: 'pbx', id: pbx.id, name: pbx.name };
}

function recorded(items: readonly DraftItem[], of: (item: DraftItem) => SettingValue | undefined) {
  return Object.fromEntries(
    items.map((item) => {
      const value = of(item);
      if (value === undefined) return [item.entry.key, null];
      return [item.entry.key, item.entry.secret ? 'changed' : value];
    }),
  );
}

function orderOf({ organisation, id }: Place): string {
  return `${organisation.id} ${id}`;
}

function placeKey({ place, entry }: DraftItem): string {
  return `${place.id} ${entry.key}`;
}

export function batches<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / BATCH) }, (_, index) =>
    rows.slice(index * BATCH, (index + 1) * BATCH),
  );
}
