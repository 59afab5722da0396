import { createHash } from 'node:crypto';
import {
  childKinds,
  invalidField,
  type MovePreview,
  type OrganisationRef,
  type Permission,
} from '@switchroom/contracts';
import { and, count, countDistinct, eq, inArray, sql } from 'drizzle-orm';
import { canonicalJson } from '../../audit/canonical';
import type { AuditLog } from '../../audit/port';
import { type Database, systemScope, type Tx } from '../../db/database';
import { members, organisations, pbxs } from '../../db/schema/index';
import type { Tenant } from '../../db/tenant';
import type { ChangeDependencies } from './change-organisation';
import { brandingChange, missingRoles, type NameOf, policyChanges, rightsChanges, type Ways } from './move-facts';
import { idsIn } from './organisations.queries';
import type { Reach } from './organisations.service';
import { lockTree, nameTaken, type OrganisationRow, outdated } from './tree';

/** The proofs that a move needs: for what moves, for the place it leaves and for the place it goes to. */
export interface MoveTenants {
  moved: Tenant;
  from: Tenant;
  to: Tenant;
}

/** A preview, or a right that people would gain or lose by the move and that the caller does not hold. */
type Outcome = { preview: MovePreview } | { beyond: Permission };

/**
 * Checks that the caller may move the tenant's organisation: `organisations:move` where it hangs now, because that is
 * the organisation that loses it, and `organisations:move` and `organisations:create` where it is to hang.
 */
export async function moveTenants(moved: Tenant, parentId: string, reach: Reach): Promise<MoveTenants> {
  const fromId = idsIn(moved.path).at(-2);
  if (fromId === undefined) throw invalidField('organisationId', 'organisation-top');
  const checked = async (organisationId: string, needed: readonly Permission[]): Promise<Tenant> => {
    const tenant = await reach.tenantOf(organisationId);
    for (const permission of needed) {
      if (!tenant.permissions.has(permission)) return await reach.refuse(tenant, permission);
    }
    return tenant;
  };
  return {
    moved,
    from: await checked(fromId, ['organisations:move']),
    to: await checked(parentId, ['organisations:move', 'organisations:create']),
  };
}

/**
 * What the move would do. Throws AppError `invalid-input` on `parentId` for a place it cannot hang at, `forbidden` where
 * people would gain or lose rights that the caller does not hold.
 */
export async function previewMove(
  { db }: ChangeDependencies,
  tenants: MoveTenants,
  reach: Reach,
): Promise<MovePreview> {
  const nameable = await nameableOf(tenants, reach);
  const outcome = await db.inScope(systemScope, (tx) => previewOf(tx, tenants, nameable));
  return 'preview' in outcome ? outcome.preview : await reach.refuse(tenants.from, outcome.beyond);
}

/** Hangs the organisation in at its new place and rewrites the paths of everything below it, in one transaction. */
export async function moveOrganisation(
  { db, audit }: ChangeDependencies,
  tenants: MoveTenants,
  digest: string,
  reach: Reach,
): Promise<void> {
  const nameable = await nameableOf(tenants, reach);
  const outcome = await db.inScope(systemScope, async (tx) => {
    await lockTree(tx);
    const found = await previewOf(tx, tenants, nameable);
    if ('beyond' in found) return found;
    const { preview } = found;
    if (preview.digest !== digest) throw outdated('what the move would do');
    if (preview.missingRoles.length > 0) {
      const roles = preview.missingRoles.map(({ name }) => name).join(', ');
      throw invalidField('parentId', 'move-missing-roles', { roles });
    }
    await rewritePaths(tx, tenants);
    await recordMove(tx, audit, tenants, preview);
    return found;
  });
  if ('beyond' in outcome) await reach.refuse(tenants.from, outcome.beyond);
}

/** The PBXes of an organisation and of everything below it, wherever that hangs by now. */
export async function pbxsBelow(db: Database, organisationId: string): Promise<string[]> {
  const rows = await db.inScope(systemScope, (tx) =>
    tx
      .select({ id: pbxs.id })
      .from(pbxs)
      .innerJoin(organisations, eq(organisations.id, pbxs.organisationId))
      .where(sql`${organisationId} = any(string_to_array(trim(both '/' from ${organisations.path}), '/'))`),
  );
  return rows.map(({ id }) => id);
}

/** Each place is told of what happened to itself: who sees one of them need not see the other. */
async function recordMove(tx: Tx, audit: AuditLog, tenants: MoveTenants, preview: MovePreview): Promise<void> {
  const { organisation, organisations: moved, pbxs: linked } = preview;
  const target = { kind: 'organisation' as const, id: organisation.id, name: organisation.name };
  const size = { organisations: moved, pbxs: linked };
  const entries = [
    { at: preview.from.id, record: { action: 'organisation.move-out', target, before: size } },
    { at: preview.to.id, record: { action: 'organisation.move-in', target, after: size } },
    {
      at: organisation.id,
      record: {
        action: 'organisation.move',
        target,
        before: { parent: preview.from.id },
        after: { parent: preview.to.id },
      },
    },
  ];
  // In one order for all: each entry holds its organisation's chain until the end.
  for (const { at, record } of entries.toSorted((a, b) => (a.at < b.at ? -1 : 1))) {
    await audit.append(tx, { ...tenants.moved, organisationId: at }, record);
  }
}

/** Asked before the transaction begins: within it, a second connection would be waited for. */
async function nameableOf({ from, to }: MoveTenants, reach: Reach): Promise<ReadonlySet<string>> {
  return await reach.within([...new Set([...idsIn(from.path), ...idsIn(to.path)])]);
}

/**
 * `tx` has the scope of the whole system, because what holds at the two places comes from above both; which organisations
 * these are is held against the tenants' own paths.
 */
async function previewOf(tx: Tx, tenants: MoveTenants, nameable: ReadonlySet<string>): Promise<Outcome> {
  const { moved, from, to } = await rowsOf(tx, tenants);
  if (to.id === from.id) throw invalidField('parentId', 'move-same-place');
  if (to.path.startsWith(moved.path)) throw invalidField('parentId', 'move-below-itself');
  if (!childKinds(to.kind).includes(moved.kind)) throw invalidField('parentId', 'organisation-kind');
  const ways: Ways = { old: idsIn(from.path), new: idsIn(to.path) };
  const nameOf = await namesOf(tx, nameable);
  const { permissions, ...rights } = await rightsChanges(tx, moved.id, ways, nameOf);
  const beyond = [...permissions].find((permission) => !tenants.from.permissions.has(permission));
  if (beyond !== undefined) return { beyond };
  const preview = {
    organisation: refOf(moved),
    from: refOf(from),
    to: refOf(to),
    ...(await sizeOf(tx, moved.path)),
    ...rights,
    policies: await policyChanges(tx, moved.id, ways),
    branding: await brandingChange(tx, moved.id, ways),
    missingRoles: await missingRoles(tx, moved.path, ways, nameOf),
    nameTaken: await hasChildNamed(tx, to.id, moved.name),
  };
  const seen = { preview, versions: [moved, from, to].map(({ version, path }) => ({ version, path })) };
  return { preview: { digest: createHash('sha256').update(canonicalJson(seen)).digest('hex'), ...preview } };
}

/** Level by level: the trigger of each row compares it with its parent's path, which has to be the new one by then. */
async function rewritePaths(tx: Tx, { moved, to }: MoveTenants): Promise<void> {
  await tx
    .update(organisations)
    .set({
      parentId: to.organisationId,
      path: `${to.path}${moved.organisationId}/`,
      version: sql`${organisations.version} + 1`,
    })
    .where(eq(organisations.id, moved.organisationId))
    .catch((error: unknown) => {
      throw nameTaken(error, 'parentId');
    });
  let level = [moved.organisationId];
  while (level.length > 0) {
    const { rows } = await tx.execute<{ id: string }>(sql`
      update ${organisations} child set path = parent.path || child.id || '/'
      from ${organisations} parent
      where parent.id = child.parent_id and parent.id = any(${sql.param(level)}::uuid[])
      returning child.id`);
    level = rows.map(({ id }) => id);
  }
}

async function rowsOf(tx: Tx, tenants: MoveTenants): Promise<{ [place in keyof MoveTenants]: OrganisationRow }> {
  const ids = Object.values(tenants).map((tenant: Tenant) => tenant.organisationId);
  const rows = await tx.select().from(organisations).where(inArray(organisations.id, ids));
  const of = (tenant: Tenant): OrganisationRow => {
    const row = rows.find(({ id }) => id === tenant.organisationId);
    // Moved or gone since the access check: what was checked is not so any more.
    if (row === undefined || row.path !== tenant.path) throw outdated('the tree');
    return row;
  };
  return { moved: of(tenants.moved), from: of(tenants.from), to: of(tenants.to) };
}

async function namesOf(tx: Tx, nameable: ReadonlySet<string>): Promise<NameOf> {
  if (nameable.size === 0) return () => undefined;
  const rows = await tx
    .select({ id: organisations.id, name: organisations.name, kind: organisations.kind })
    .from(organisations)
    .where(inArray(organisations.id, [...nameable]));
  return (id) => rows.find((row) => row.id === id);
}

async function sizeOf(tx: Tx, path: string): Promise<{ organisations: number; pbxs: number; people: number }> {
  const inside = tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(sql`starts_with(${organisations.path}, ${path})`);
  const [all] = await tx
    .select({ value: count() })
    .from(organisations)
    .where(sql`starts_with(${organisations.path}, ${path})`);
  const [linked] = await tx.select({ value: count() }).from(pbxs).where(inArray(pbxs.organisationId, inside));
  const [persons] = await tx
    .select({ value: countDistinct(members.userId) })
    .from(members)
    .where(inArray(members.organisationId, inside));
  return { organisations: all?.value ?? 0, pbxs: linked?.value ?? 0, people: persons?.value ?? 0 };
}

async function hasChildNamed(tx: Tx, parentId: string, name: string): Promise<boolean> {
  const rows = await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(and(eq(organisations.parentId, parentId), eq(organisations.name, name)));
  return rows.length > 0;
}

function refOf({ id, name, kind }: OrganisationRow): OrganisationRef {
  return { id, name, kind };
}
