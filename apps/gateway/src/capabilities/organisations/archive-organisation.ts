import { type ArchiveOrganisationInput, invalidField } from '@switchroom/contracts';
import { and, count, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '../../db/database';
import { organisations, pbxStatus, pbxs, plans } from '../../db/schema/index';
import type { Tenant } from '../../db/tenant';
import type { ChangeDependencies } from './change-organisation';
import { archived } from './organisations.queries';
import { lockTree, outdated, requireOrganisation } from './tree';

/** A PBX whose link goes down, or may come up, with its organisation. */
export interface AffectedPbx {
  pbxId: string;
  organisationId: string;
}

/**
 * Archives the tenant's organisation with everything below it: from then on it can only be looked at and restored, and
 * no PBX in it is linked. Refused while changes of PBXes are being carried out there.
 * @returns the PBXes whose links go down
 */
export async function archiveOrganisation(
  { db, audit }: ChangeDependencies,
  tenant: Tenant,
  input: ArchiveOrganisationInput,
): Promise<AffectedPbx[]> {
  return await db.inScope(tenant, async (tx) => {
    await lockTree(tx);
    const before = await requireOrganisation(tx, tenant.organisationId);
    if (before.parentId === null) throw invalidField('organisationId', 'organisation-top');
    if (before.archivedAt !== null || before.version !== input.version) throw outdated('the organisation');
    if (input.confirmName !== before.name) throw invalidField('confirmName', 'name-differs', { name: before.name });
    const running = await runningPlans(tx, tenant.path);
    if (running > 0) throw invalidField('organisationId', 'archive-plans-running', { count: running });
    const affected = await linkedPbxs(tx, tenant.path);
    await switchLinks(tx, affected, 'disabled');
    await setArchived(tx, tenant, new Date());
    await audit.append(tx, tenant, {
      action: 'organisation.archive',
      target: { kind: 'organisation', id: before.id, name: before.name },
      before: { archived: false },
      after: { archived: true, pbxs: affected.length },
    });
    return affected;
  });
}

/**
 * Brings an archived organisation back; what was archived by itself below it stays archived.
 * @returns the PBXes whose links may come up again
 */
export async function restoreOrganisation(
  { db, audit }: ChangeDependencies,
  tenant: Tenant,
  input: { version: number },
): Promise<AffectedPbx[]> {
  return await db.inScope(tenant, async (tx) => {
    await lockTree(tx);
    const before = await requireOrganisation(tx, tenant.organisationId);
    if (before.archivedAt === null || before.version !== input.version) throw outdated('the organisation');
    await setArchived(tx, tenant, null);
    const affected = await linkedPbxs(tx, tenant.path);
    await switchLinks(tx, affected, 'offline');
    await audit.append(tx, tenant, {
      action: 'organisation.restore',
      target: { kind: 'organisation', id: before.id, name: before.name },
      before: { archived: true },
      after: { archived: false, pbxs: affected.length },
    });
    return affected;
  });
}

async function setArchived(tx: Tx, tenant: Tenant, at: Date | null): Promise<void> {
  await tx
    .update(organisations)
    .set({ archivedAt: at, version: sql`${organisations.version} + 1` })
    .where(eq(organisations.id, tenant.organisationId));
}

async function runningPlans(tx: Tx, path: string): Promise<number> {
  const [found] = await tx
    .select({ value: count() })
    .from(plans)
    .innerJoin(organisations, eq(organisations.id, plans.organisationId))
    .where(and(sql`starts_with(${organisations.path}, ${path})`, inArray(plans.state, ['queued', 'running'])));
  return found?.value ?? 0;
}

/** PBXes that are switched on and lie in no archived organisation. */
async function linkedPbxs(tx: Tx, path: string): Promise<AffectedPbx[]> {
  return await tx
    .select({ pbxId: pbxs.id, organisationId: pbxs.organisationId })
    .from(pbxs)
    .innerJoin(organisations, eq(organisations.id, pbxs.organisationId))
    .where(and(eq(pbxs.enabled, true), sql`starts_with(${organisations.path}, ${path})`, sql`not ${archived}`))
    .orderBy(pbxs.id);
}

async function switchLinks(tx: Tx, affected: readonly AffectedPbx[], kind: 'disabled' | 'offline'): Promise<void> {
  const ids = affected.map(({ pbxId }) => pbxId);
  if (ids.length === 0) return;
  const chosen = inArray(pbxStatus.pbxId, ids);
  // In the order of those who write what links say: otherwise both could wait for each other.
  await tx.select({ pbxId: pbxStatus.pbxId }).from(pbxStatus).where(chosen).orderBy(pbxStatus.pbxId).for('update');
  await tx
    .update(pbxStatus)
    .set({
      linkKind: kind,
      linkReason: null,
      linkDetail: null,
      linkStep: null,
      linkRetryAt: null,
      linkSince: new Date(),
      syncState: 'unknown',
    })
    .where(chosen);
}
