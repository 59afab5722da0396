import type {
  ListSettingChangesInput,
  OrganisationRef,
  Page,
  SettingChangeDetail,
  SettingChangeRow,
} from '@switchroom/contracts';
import { AppError, invalidField } from '@switchroom/contracts';
import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { namedAncestors } from '../../auth/role-choice';
import { decodeCursor, encodeCursor } from '../../db/cursor';
import { beyondScope, type Tx } from '../../db/database';
import { organisations, pbxs, settingChangeItems, settingChanges } from '../../db/schema/index';
import type { Tenant } from '../../db/tenant';

type Roots = readonly { path: string }[];
type ChangeRecord = { change: typeof settingChanges.$inferSelect; organisation: OrganisationRef & { path: string } };

/** Totals are exact up to here. */
const COUNTED = 10_000;
/** So many keys are named in a list, and so many values are shown of a change. */
const KEYS_NAMED = 5;
const ITEMS_SHOWN = 2000;

/** Items at or below the tenant's organisation: all that the tenant may know of a change that was made above it. */
function withinReach({ path }: Pick<Tenant, 'path'>): SQL {
  return sql`starts_with(${organisations.path}, ${path})`;
}

/** One page of the changes that concern a place. */
export async function pageOfChanges(
  tx: Tx,
  tenant: Tenant,
  input: ListSettingChangesInput,
  roots: Roots,
): Promise<Page<SettingChangeRow>> {
  const { cursor, limit } = input;
  await requirePbx(tx, input.pbxId);
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  if (after !== undefined && Number.isNaN(Date.parse(after.value))) throw invalidField('cursor', 'cursor-invalid');
  // A change may belong to an organisation above the tenant's scope; which ones concern the place is asked below.
  return await beyondScope(tx, async () => {
    const filter = concerning(tx, tenant, input);
    const found = await tx
      .select(recordColumns)
      .from(settingChanges)
      .innerJoin(organisations, eq(organisations.id, settingChanges.organisationId))
      .where(
        and(
          filter,
          after &&
            sql`(${settingChanges.createdAt}, ${settingChanges.id}) < (${after.value}::timestamptz, ${after.id}::uuid)`,
        ),
      )
      .orderBy(desc(settingChanges.createdAt), desc(settingChanges.id))
      .limit(limit + 1);
    const page = found.slice(0, limit);
    const last = page.at(-1)?.change;
    const counted = tx
      .select({ id: settingChanges.id })
      .from(settingChanges)
      .where(filter)
      .limit(COUNTED)
      .as('counted');
    const [total] = await tx.select({ value: sql<number>`count(*)::int` }).from(counted);
    return {
      rows: await rowsOf(tx, tenant, page, roots),
      nextCursor: found.length > limit && last ? encodeCursor(last.createdAt.toISOString(), last.id) : undefined,
      total: total?.value ?? page.length,
    };
  });
}

/** A change with its values, as far as they lie at or below the tenant's organisation. */
export async function changeDetail(
  tx: Tx,
  tenant: Tenant,
  changeId: string,
  roots: Roots,
): Promise<SettingChangeDetail> {
  return await beyondScope(tx, async () => {
    const found = await changeInReach(tx, tenant, changeId);
    const [row] = await rowsOf(tx, tenant, [found], roots);
    if (row === undefined) throw new AppError('not-found');
    const items = await tx
      .select({ item: settingChangeItems, organisation: organisations, pbx: { id: pbxs.id, name: pbxs.name } })
      .from(settingChangeItems)
      .innerJoin(organisations, eq(organisations.id, settingChangeItems.organisationId))
      .leftJoin(pbxs, eq(pbxs.id, settingChangeItems.pbxId))
      .where(and(eq(settingChangeItems.changeId, changeId), withinReach(tenant)))
      .orderBy(asc(organisations.path), sql`${pbxs.name} nulls first`, asc(settingChangeItems.key))
      .limit(ITEMS_SHOWN);
    return {
      ...row,
      differences: items.map(({ item: { key, before, after }, organisation: { id, name, kind }, pbx }) => ({
        place: pbx === null ? { organisation: { id, name, kind } } : { pbx },
        key,
        before: before ?? undefined,
        after: after ?? undefined,
      })),
      // It names PBXes wherever the change hit them.
      impact: found.organisation.path.startsWith(tenant.path) ? found.change.impact : null,
    };
  });
}

/**
 * A change that belongs to the tenant's part of the tree or changed something in it. `tx` has the scope of the whole system.
 * @throws {AppError} `not-found`
 */
export async function changeInReach(tx: Tx, tenant: Tenant, changeId: string): Promise<ChangeRecord> {
  const [found] = await tx
    .select(recordColumns)
    .from(settingChanges)
    .innerJoin(organisations, eq(organisations.id, settingChanges.organisationId))
    .where(and(eq(settingChanges.id, changeId), sql`(${withinReach(tenant)} or ${hasItem(tx, withinReach(tenant))})`));
  if (found === undefined) throw new AppError('not-found');
  return found;
}

/** True when a person who looks from the tenant's organisation may see who made the change, and where. */
export function isNamed(
  tenant: Pick<Tenant, 'path'>,
  organisation: { id: string; path: string },
  roots: Roots,
): boolean {
  return organisation.path.startsWith(tenant.path) || namedAncestors(tenant.path, roots).has(organisation.id);
}

const recordColumns = {
  change: settingChanges,
  organisation: {
    id: organisations.id,
    name: organisations.name,
    kind: organisations.kind,
    path: organisations.path,
  },
};

function concerning(tx: Tx, tenant: Tenant, input: ListSettingChangesInput): SQL | undefined {
  const { pbxId, key, below, state } = input;
  const atPlace =
    pbxId !== undefined
      ? eq(settingChangeItems.pbxId, pbxId)
      : below
        ? undefined
        : sql`${settingChangeItems.organisationId} = ${tenant.organisationId} and ${settingChangeItems.pbxId} is null`;
  const ofKey = key === undefined ? undefined : eq(settingChangeItems.key, key);
  const there = hasItem(tx, and(withinReach(tenant), atPlace, ofKey));
  // What was made in an organisation is part of its history, wherever below it values were changed.
  const madeHere = and(
    eq(settingChanges.organisationId, tenant.organisationId),
    ofKey && hasItem(tx, and(withinReach(tenant), ofKey)),
  );
  return and(
    pbxId === undefined ? sql`(${madeHere} or ${there})` : there,
    state === undefined
      ? undefined
      : state === 'open'
        ? inArray(settingChanges.state, ['waiting', 'scheduled'])
        : sql`${settingChanges.state} not in ('waiting', 'scheduled')`,
  );
}

function hasItem(tx: Tx, condition: SQL | undefined): SQL {
  const items = tx
    .select({ one: sql`1` })
    .from(settingChangeItems)
    .innerJoin(organisations, eq(organisations.id, settingChangeItems.organisationId))
    .where(and(eq(settingChangeItems.changeId, settingChanges.id), condition));
  return sql`exists ${items}`;
}

async function rowsOf(
  tx: Tx,
  tenant: Tenant,
  records: readonly ChangeRecord[],
  roots: Roots,
): Promise<SettingChangeRow[]> {
  const ids = records.map(({ change }) => change.id);
  const counts = await tx
    .select({
      changeId: settingChangeItems.changeId,
      items: sql<number>`count(*)::int`,
      places: sql<number>`count(distinct coalesce(${settingChangeItems.pbxId}, ${settingChangeItems.organisationId}))::int`,
      keys: sql<string[]>`(array_agg(distinct ${settingChangeItems.key}))[:${sql.raw(String(KEYS_NAMED))}]`,
    })
    .from(settingChangeItems)
    .innerJoin(organisations, eq(organisations.id, settingChangeItems.organisationId))
    .where(and(inArray(settingChangeItems.changeId, ids), withinReach(tenant)))
    .groupBy(settingChangeItems.changeId);
  const countsOf = new Map(counts.map(({ changeId, ...rest }) => [changeId, rest]));
  return records.map(({ change, organisation }) => {
    const { id, kind, state, effectiveAt, appliedAt, decidedAt } = change;
    const named = isNamed(tenant, organisation, roots);
    return {
      id,
      kind,
      state,
      organisation: named ? { id: organisation.id, name: organisation.name, kind: organisation.kind } : null,
      personName: named ? change.createdByName : null,
      mine: change.createdBy === tenant.actor.id,
      at: change.createdAt,
      reason: named ? change.reason : '',
      effectiveAt,
      decided:
        decidedAt === null
          ? null
          : {
              personName: named ? change.decidedByName : null,
              at: decidedAt,
              reason: named ? change.decisionReason : '',
            },
      appliedAt,
      ...(countsOf.get(id) ?? { items: 0, places: 0, keys: [] }),
    };
  });
}

async function requirePbx(tx: Tx, pbxId: string | undefined): Promise<void> {
  if (pbxId === undefined) return;
  const [found] = await tx.select({ id: pbxs.id }).from(pbxs).where(eq(pbxs.id, pbxId));
  if (found === undefined) throw new AppError('not-found');
}
