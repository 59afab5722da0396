import {
  AppError,
  childKinds,
  type CreateOrganisationInput,
  invalidField,
  type OrganisationRef,
  type RenameOrganisationInput,
} from '@switchroom/contracts';
import { randomUUID } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import type { AuditLog } from '../../audit/port';
import type { Database } from '../../db/database';
import { organisations } from '../../db/schema/index';
import type { Tenant } from '../../db/tenant';
import { lockTree, nameTaken, outdated, requireOrganisation } from './tree';

/** What changes of the tree work with. */
export interface ChangeDependencies {
  db: Database;
  audit: AuditLog;
}

/** Hangs a new organisation below the tenant's. */
export async function createOrganisation(
  { db, audit }: ChangeDependencies,
  tenant: Tenant,
  input: CreateOrganisationInput,
): Promise<OrganisationRef> {
  return await db.inScope(tenant, async (tx) => {
    await lockTree(tx);
    const parent = await requireOrganisation(tx, tenant.organisationId);
    if (parent.archivedAt !== null) throw outdated('the organisation above');
    if (!childKinds(parent.kind).includes(input.kind)) throw invalidField('kind', 'organisation-kind');
    const id = randomUUID();
    const [row] = await tx
      .insert(organisations)
      .values({ id, parentId: parent.id, kind: input.kind, name: input.name, path: `${parent.path}${id}/` })
      .returning()
      .catch((error: unknown) => {
        throw nameTaken(error, 'name');
      });
    if (row === undefined) throw new AppError('internal', { message: 'the inserted organisation did not come back' });
    await audit.append(
      tx,
      { ...tenant, organisationId: id },
      {
        action: 'organisation.create',
        target: { kind: 'organisation', id, name: row.name },
        after: { name: row.name, kind: row.kind },
      },
    );
    return { id, name: row.name, kind: row.kind };
  });
}

/** Gives the tenant's organisation another name. */
export async function renameOrganisation(
  { db, audit }: ChangeDependencies,
  tenant: Tenant,
  input: RenameOrganisationInput,
): Promise<void> {
  await db.inScope(tenant, async (tx) => {
    const before = await requireOrganisation(tx, tenant.organisationId);
    const changed = await tx
      .update(organisations)
      .set({ name: input.name, version: sql`${organisations.version} + 1` })
      .where(and(eq(organisations.id, before.id), eq(organisations.version, input.version)))
      .returning({ id: organisations.id })
      .catch((error: unknown) => {
        throw nameTaken(error, 'name');
      });
    if (changed.length === 0) throw outdated('the organisation');
    await audit.append(tx, tenant, {
      action: 'organisation.update',
      target: { kind: 'organisation', id: before.id, name: input.name },
      before: { name: before.name },
      after: { name: input.name },
    });
  });
}
