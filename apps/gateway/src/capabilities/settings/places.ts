import type { SettingPlace, SettingSkipped } from '@switchroom/contracts';
import { eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../../db/database';
import { organisations, pbxs } from '../../db/schema/index';
import type { WantedLock, WantedValue } from '../../settings/port';
import type { SettingTarget } from '../../settings/tree';

/** The organisation of the row, or one above it in the scope of the transaction, is archived. */
const archivedHere: SQL<boolean> = sql<boolean>`exists (
  select 1 from organisations above
  where above.archived_at is not null and starts_with(${organisations.path}, above.path))`;

/** The id of a target, whatever it is. */
export function targetId(target: SettingTarget): string {
  return 'pbxId' in target ? target.pbxId : target.organisationId;
}

/**
 * Takes out what is wanted in archived organisations, in which nothing is done until they are restored. Places that are
 * not in the scope of `tx` stay, for whoever refuses them.
 */
export async function withoutArchived(
  tx: Tx,
  wanted: readonly WantedValue[],
  locks: readonly WantedLock[] = [],
): Promise<{ wanted: WantedValue[]; locks: WantedLock[]; skipped: SettingSkipped[] }> {
  const named = wanted.flatMap(({ target }) => ('pbxId' in target ? [] : [target.organisationId]));
  const organisationIds = [...new Set([...named, ...locks.map(({ organisationId }) => organisationId)])];
  const pbxIds = [...new Set(wanted.flatMap(({ target }) => ('pbxId' in target ? [target.pbxId] : [])))];
  const archived = await tx
    .select({ id: organisations.id, name: organisations.name, kind: organisations.kind })
    .from(organisations)
    .where(sql`${inArray(organisations.id, organisationIds)} and ${archivedHere}`);
  const linked = await tx
    .select({ id: pbxs.id, name: pbxs.name })
    .from(pbxs)
    .innerJoin(organisations, eq(organisations.id, pbxs.organisationId))
    .where(sql`${inArray(pbxs.id, pbxIds)} and ${archivedHere}`);
  const places = new Map<string, SettingPlace>();
  for (const organisation of archived) places.set(organisation.id, { organisation });
  for (const pbx of linked) places.set(pbx.id, { pbx });
  const all = [
    ...wanted.map(({ target, key }) => ({ id: targetId(target), key })),
    ...locks.map(({ organisationId, key }) => ({ id: organisationId, key })),
  ];
  return {
    wanted: wanted.filter(({ target }) => !places.has(targetId(target))),
    locks: locks.filter(({ organisationId }) => !places.has(organisationId)),
    skipped: all.flatMap(({ id, key }) => {
      const place = places.get(id);
      return place === undefined ? [] : [{ place, key, rule: 'settings-place-archived' }];
    }),
  };
}
