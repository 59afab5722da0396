import {
  invalidField,
  type OrganisationKind,
  type Permission,
  permissionsOfRole,
  type Role,
  rolesFor,
} from '@switchroom/contracts';
import { asc, inArray, sql } from 'drizzle-orm';
import { refusedBy } from '../audit/denials';
import { type Database, systemScope } from '../db/database';
import { databaseFault } from '../db/errors';
import { customRoles, organisations } from '../db/schema/index';
import type { Tenant } from '../db/tenant';

/** A role that an organisation made itself. */
export interface CustomRole {
  id: string;
  name: string;
  description: string;
  permissions: readonly Permission[];
  version: number;
  /** Who made it. */
  organisation: { id: string; name: string; kind: OrganisationKind };
}

/** A role that may be given, with what it allows. */
export interface ChosenRole {
  role: Role;
  customRoleId: string | null;
  customName: string | null;
  permissions: readonly Permission[];
}

/**
 * The custom roles that can be given in the organisation of `path`: its own and those made above it, from the top down.
 * A customer's scope does not hold what lies above it, so this looks over all organisations and takes those of the path.
 */
export async function customRolesFor(db: Database, path: string): Promise<CustomRole[]> {
  const rows = await db.inScope(systemScope, (tx) =>
    tx
      .select({ custom: customRoles, organisation: organisations })
      .from(customRoles)
      .innerJoin(organisations, sql`${organisations.id} = ${customRoles.organisationId}`)
      .where(inArray(organisations.id, idsOf(path)))
      .orderBy(asc(sql`length(${organisations.path})`), asc(sql`lower(${customRoles.name})`)),
  );
  return rows.map(({ custom, organisation: { id, name, kind } }) => ({
    id: custom.id,
    name: custom.name,
    description: custom.description,
    permissions: permissionsOfRole('custom', custom.permissions),
    version: custom.version,
    organisation: { id, name, kind },
  }));
}

/**
 * The role that somebody is to get in the tenant's organisation.
 * @throws {AppError} `invalid-input` when there is no such role here, `forbidden` when it allows more than the giver may
 */
export async function requireRole(
  db: Database,
  tenant: Pick<Tenant, 'path' | 'permissions'>,
  kind: OrganisationKind,
  { role, customRoleId }: { role: Role; customRoleId: string | null },
): Promise<ChosenRole> {
  const chosen =
    role === 'custom' ? await customChoice(db, tenant.path, customRoleId) : builtInChoice(kind, role, customRoleId);
  if (!holdsAll(tenant.permissions, chosen.permissions)) throw refusedBy('role', 'role-exceeds-own');
  return chosen;
}

/** A custom role that was removed between the look at it and the writing of its id: as if it had never been offered. */
export function roleGone(error: unknown): unknown {
  return databaseFault(error)?.code === '23503' ? invalidField('role', 'role-unknown') : error;
}

/** True when nothing of `permissions` is missing in what somebody holds. */
export function holdsAll(held: ReadonlySet<Permission>, permissions: Iterable<Permission>): boolean {
  for (const permission of permissions) if (!held.has(permission)) return false;
  return true;
}

/**
 * Which organisations above the one of `path` (itself included) a caller may see named: those from the root down
 * through which they reach it. What lies above that stays "above your organisation".
 */
export function namedAncestors(path: string, roots: readonly { path: string }[]): Set<string> {
  const ids = idsOf(path);
  const reached = roots.filter((root) => path.startsWith(root.path)).map((root) => idsOf(root.path).length);
  return new Set(reached.length === 0 ? ids.slice(-1) : ids.slice(Math.min(...reached) - 1));
}

async function customChoice(db: Database, path: string, id: string | null): Promise<ChosenRole> {
  const custom = (await customRolesFor(db, path)).find((one) => one.id === id);
  if (custom === undefined) throw invalidField('role', 'role-unknown');
  return { role: 'custom', customRoleId: custom.id, customName: custom.name, permissions: custom.permissions };
}

function builtInChoice(kind: OrganisationKind, role: Exclude<Role, 'custom'>, customRoleId: string | null): ChosenRole {
  if (customRoleId !== null) throw invalidField('role', 'role-unknown');
  if (!rolesFor(kind).includes(role)) throw invalidField('role', 'role-not-here');
  return { role, customRoleId: null, customName: null, permissions: permissionsOfRole(role, null) };
}

/** Ids in a path, from the top to the organisation itself. */
function idsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}
