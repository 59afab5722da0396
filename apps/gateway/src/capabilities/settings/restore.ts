import { invalidField, settingEntry, type SettingSkipped } from '@switchroom/contracts';
import { and, desc, eq, gt, inArray, ne, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { beyondScope, type Tx } from '../../db/database';
import { organisations, pbxs, settingChangeItems, settingChanges } from '../../db/schema/index';
import type { Tenant } from '../../db/tenant';
import type { ChangeRequest, WantedValue } from '../../settings/port';
import { changeInReach, isNamed } from './history.queries';
import { withoutArchived } from './places';

/** Who changed a value again, after the change that is being restored. */
export interface LaterChange {
  personName: string | null;
  at: Date;
}

/** What it takes to have again what a change left behind. */
export interface RestoreRequest {
  request: ChangeRequest;
  skipped: SettingSkipped[];
  /** By `<id of the place> <key>`. */
  changedSince: ReadonlyMap<string, LaterChange>;
}

/**
 * Reads the state that a change left behind at or below the tenant's organisation.
 * @throws {AppError} `not-found`; `invalid-input` at `changeId` for a change that was never done
 */
export async function restoreRequest(
  tx: Tx,
  tenant: Tenant,
  changeId: string,
  roots: readonly { path: string }[],
): Promise<RestoreRequest> {
  const { change } = await beyondScope(tx, () => changeInReach(tx, tenant, changeId));
  if (change.appliedAt === null) throw invalidField('changeId', 'setting-change-not-done');
  const items = await tx
    .select({
      item: settingChangeItems,
      organisation: { id: organisations.id, name: organisations.name, kind: organisations.kind },
      pbx: { id: pbxs.id, name: pbxs.name },
    })
    .from(settingChangeItems)
    .innerJoin(organisations, eq(organisations.id, settingChangeItems.organisationId))
    .leftJoin(pbxs, eq(pbxs.id, settingChangeItems.pbxId))
    .where(and(eq(settingChangeItems.changeId, changeId), sql`${settingChangeItems.appliedAt} is not null`))
    .orderBy(organisations.path, sql`${pbxs.name} nulls first`, settingChangeItems.key);
  const changedSince = await changesAfter(tx, tenant, { id: changeId, appliedAt: change.appliedAt }, roots);
  const wanted: WantedValue[] = [];
  const skipped: SettingSkipped[] = [];
  for (const { item, organisation, pbx } of items) {
    const { key, after } = item;
    if (settingEntry(key)?.secret === true && after !== null) {
      // Nobody touched it since: it still is what the change made it.
      if (!changedSince.has(`${item.pbxId ?? item.organisationId} ${key}`)) continue;
      skipped.push({ place: pbx === null ? { organisation } : { pbx }, key, rule: 'setting-secret-kept' });
    } else {
      wanted.push({
        target: pbx === null ? { organisationId: organisation.id } : { pbxId: pbx.id },
        key,
        value: after,
      });
    }
  }
  const open = await withoutArchived(tx, wanted);
  return {
    request: { kind: 'restore', wanted: open.wanted, refusals: 'skip' },
    skipped: [...skipped, ...open.skipped],
    changedSince,
  };
}

/** The last change of each value of a change after it was done, made by whomever: the history holds all of them. */
async function changesAfter(
  tx: Tx,
  tenant: Tenant,
  change: { id: string; appliedAt: Date },
  roots: readonly { path: string }[],
): Promise<Map<string, LaterChange>> {
  const own = alias(settingChangeItems, 'own');
  const place = sql<string>`coalesce(${settingChangeItems.pbxId}, ${settingChangeItems.organisationId})`;
  const later = await tx
    .selectDistinctOn([place, settingChangeItems.key], {
      place,
      key: settingChangeItems.key,
      at: settingChangeItems.appliedAt,
      changeId: settingChangeItems.changeId,
    })
    .from(settingChangeItems)
    .innerJoin(
      own,
      and(
        eq(own.changeId, change.id),
        eq(own.key, settingChangeItems.key),
        sql`coalesce(${own.pbxId}, ${own.organisationId}) = ${place}`,
      ),
    )
    .where(and(gt(settingChangeItems.appliedAt, change.appliedAt), ne(settingChangeItems.changeId, change.id)))
    .orderBy(place, settingChangeItems.key, desc(settingChangeItems.appliedAt));
  const makers = await beyondScope(tx, () =>
    tx
      .select({
        id: settingChanges.id,
        personName: settingChanges.createdByName,
        organisation: { id: organisations.id, path: organisations.path },
      })
      .from(settingChanges)
      .innerJoin(organisations, eq(organisations.id, settingChanges.organisationId))
      .where(inArray(settingChanges.id, [...new Set(later.map(({ changeId }) => changeId))])),
  );
  const makerOf = new Map(makers.map((maker) => [maker.id, maker]));
  return new Map(
    later.map(({ place: id, key, at, changeId }) => {
      const maker = makerOf.get(changeId);
      const named = maker !== undefined && isNamed(tenant, maker.organisation, roots);
      return [`${id} ${key}`, { personName: named ? maker.personName : null, at: at ?? change.appliedAt }];
    }),
  );
}
