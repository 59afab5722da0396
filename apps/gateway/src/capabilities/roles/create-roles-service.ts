import {
  AppError,
  type CreateRoleInput,
  installationPermissions,
  invalidField,
  type OrganisationKind,
  type Permission,
  rolesFor,
  type UpdateRoleInput,
} from '@switchroom/contracts';
import { and, eq, sql } from 'drizzle-orm';
import { recordingDenials, refusedBy } from '../../audit/denials';
import type { AuditLog } from '../../audit/port';
import { customRolesFor, holdsAll, namedAncestors } from '../../auth/role-choice';
import { type Database, systemScope, type Tx } from '../../db/database';
import { databaseFault, violates } from '../../db/errors';
import { customRoles, organisations } from '../../db/schema/index';
import type { Tenant } from '../../db/tenant';
import type { GatewayBus } from '../../events';
import { forgetPastInvitations, holdersOf, providersGiving, usesBelow } from './roles.queries';
import type { RolesService } from './roles.service';

interface Dependencies {
  db: Database;
  audit: AuditLog;
  bus: GatewayBus;
}

/** Custom roles, and which roles there are to give. */
export function createRolesService(dependencies: Dependencies): RolesService {
  const { db } = dependencies;
  return {
    async list(tenant, roots) {
      const custom = await customRolesFor(db, tenant.path);
      const named = namedAncestors(tenant.path, roots);
      const ids = custom.map(({ id }) => id);
      const { kind, uses } = await db.inScope(tenant, async (tx) => ({
        kind: await kindOf(tx, tenant),
        uses: await usesBelow(tx, tenant.path, ids),
      }));
      return {
        builtIn: rolesFor(kind),
        custom: custom.map(({ organisation, ...role }) => ({
          ...role,
          organisation: named.has(organisation.id) ? organisation : null,
          own: organisation.id === tenant.organisationId,
          ...(uses.get(role.id) ?? { people: 0, invitations: 0 }),
        })),
      };
    },
    create: (tenant, input) => createRole(dependencies, tenant, input),
    update: (tenant, input) => updateRole(dependencies, tenant, input),
    remove: (tenant, roleId) => removeRole(dependencies, tenant, roleId),
  };
}

async function createRole(
  { db, audit }: Dependencies,
  tenant: Tenant,
  { name, description, permissions }: CreateRoleInput,
): Promise<{ id: string }> {
  const action = 'role.create';
  const target = { kind: 'role', id: tenant.organisationId, name } as const;
  return await recordingDenials({ db, audit }, tenant, { action, target }, async () => {
    requireOwn(tenant, permissions);
    return await db.inScope(tenant, async (tx) => {
      const [role] = await tx
        .insert(customRoles)
        .values({ organisationId: tenant.organisationId, name, description, permissions })
        .returning({ id: customRoles.id })
        .catch((error: unknown) => {
          throw nameTaken(error);
        });
      if (role === undefined) throw new AppError('internal', { message: 'the role did not come back' });
      const after = { name, description, permissions };
      await audit.append(tx, tenant, { action, target: { ...target, id: role.id }, after });
      return role;
    });
  });
}

async function updateRole({ db, audit, bus }: Dependencies, tenant: Tenant, input: UpdateRoleInput): Promise<void> {
  const { name, description, permissions } = input;
  const before = await requireRole(db, tenant, input.roleId);
  const action = 'role.update';
  const target = { kind: 'role', id: before.id, name: before.name } as const;
  await recordingDenials({ db, audit }, tenant, { action, target }, async () => {
    // Whoever has it would lose, or gain, what the caller has no say in.
    requireOwn(tenant, before.permissions);
    requireOwn(tenant, permissions);
    await db.inScope(tenant, async (tx) => {
      const rows = await tx
        .update(customRoles)
        .set({ name, description, permissions, version: sql`${customRoles.version} + 1`, updatedAt: new Date() })
        .where(and(eq(customRoles.id, before.id), eq(customRoles.version, input.version)))
        .returning({ id: customRoles.id })
        .catch((error: unknown) => {
          throw nameTaken(error);
        });
      if (rows.length === 0) throw new AppError('plan-outdated', { message: 'the role was changed by somebody else' });
      await audit.append(tx, tenant, {
        action,
        target,
        before: { name: before.name, description: before.description, permissions: before.permissions },
        after: { name, description, permissions },
      });
    });
  });
  // The role is the tenant's own; those who hold it may stand elsewhere by now, where its scope does not reach.
  const holders = await db.inScope(systemScope, (tx) => holdersOf(tx, before.id));
  if (holders.length > 0) bus.emit('access.changed', { userIds: holders });
}

async function removeRole({ db, audit }: Dependencies, tenant: Tenant, roleId: string): Promise<void> {
  const before = await requireRole(db, tenant, roleId);
  const action = 'role.remove';
  const target = { kind: 'role', id: before.id, name: before.name } as const;
  await recordingDenials({ db, audit }, tenant, { action, target }, async () => {
    requireOwn(tenant, before.permissions);
    await db.inScope(tenant, async (tx) => {
      // Nobody gets the role while it is counted: members and invitations take a share lock on the row they name.
      await tx.select({ id: customRoles.id }).from(customRoles).where(eq(customRoles.id, before.id)).for('update');
      const { people, invitations } = (await usesBelow(tx, tenant.path, [before.id])).get(before.id) ?? unused;
      const providers = await providersGiving(tx, before.id);
      if (people + invitations + providers > 0) {
        throw invalidField('roleId', 'role-in-use', { people, invitations, providers });
      }
      await forgetPastInvitations(tx, before.id);
      await tx
        .delete(customRoles)
        .where(eq(customRoles.id, before.id))
        .catch((error: unknown) => {
          throw usedElsewhere(error);
        });
      await audit.append(tx, tenant, {
        action,
        target,
        before: { name: before.name, description: before.description, permissions: before.permissions },
      });
    });
  });
}

const unused = { people: 0, invitations: 0 };

/** A role that the tenant's organisation made, or AppError `not-found`. */
async function requireRole(db: Database, tenant: Tenant, roleId: string) {
  const [role] = await db.inScope(tenant, (tx) =>
    tx
      .select()
      .from(customRoles)
      .where(and(eq(customRoles.id, roleId), eq(customRoles.organisationId, tenant.organisationId))),
  );
  if (role === undefined) throw new AppError('not-found');
  return role;
}

function requireOwn(tenant: Tenant, permissions: readonly string[]): void {
  if (permissions.some((permission) => installationPermissions.has(permission as Permission))) {
    throw refusedBy('permissions', 'permission-reserved');
  }
  if (!holdsAll(tenant.permissions, permissions as readonly Permission[])) {
    throw refusedBy('permissions', 'role-exceeds-own');
  }
}

async function kindOf(tx: Tx, { organisationId }: Tenant): Promise<OrganisationKind> {
  const [found] = await tx
    .select({ kind: organisations.kind })
    .from(organisations)
    .where(eq(organisations.id, organisationId));
  if (found === undefined) throw new AppError('not-found');
  return found.kind;
}

/** An organisation that was moved away took people with the role along; they are out of sight here. */
function usedElsewhere(error: unknown): unknown {
  if (databaseFault(error)?.code !== '23503') return error;
  return invalidField('roleId', 'role-in-use-elsewhere');
}

function nameTaken(error: unknown): unknown {
  if (violates(error, 'custom_roles_name')) {
    return new AppError('already-exists', { fields: [{ path: 'name', rule: 'name-taken' }], cause: error });
  }
  return error;
}
