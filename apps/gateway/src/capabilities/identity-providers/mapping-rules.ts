import {
  administratorRole,
  builtInRoles,
  AppError,
  type HeldRole,
  invalidField,
  type OrganisationKind,
  permissionsOfRole,
  type Role,
  type RoleMappingInput,
} from '@switchroom/contracts';
import { refusedBy } from '../../audit/denials';
import { isMappable } from '../../auth/oidc/identities';
import { customRolesFor, holdsAll, requireRole } from '../../auth/role-choice';
import type { Database } from '../../db/database';
import type { Tenant } from '../../db/tenant';

type Giver = Pick<Tenant, 'path' | 'permissions'>;

/** Roles that this person may have groups give here, the built-in ones first. */
export async function mappableRoles(db: Database, giver: Giver, kind: OrganisationKind): Promise<HeldRole[]> {
  const builtIn = builtInRoles
    .filter((role) => isMappable(kind, role) && holdsAll(giver.permissions, permissionsOfRole(role, null)))
    .map((role) => ({ role, customRoleId: null, customName: null }));
  const custom = (await customRolesFor(db, giver.path))
    .filter(({ permissions }) => holdsAll(giver.permissions, permissions))
    .map(({ id, name }) => ({ role: 'custom' as const, customRoleId: id, customName: name }));
  return [...builtIn, ...custom];
}

/**
 * Whoever sets up a provider decides who people are, so they could be anybody here: they have to hold what the
 * organisation's administrator holds.
 * @throws {AppError} `forbidden`
 */
export function requireAdministrator({ permissions }: Giver, kind: OrganisationKind): void {
  if (!holdsAll(permissions, permissionsOfRole(administratorRole(kind), null))) {
    throw refusedBy('emailDomains', 'sso-needs-administrator');
  }
}

/** Throws `invalid-input` for a role that nobody can be given by a group here, `forbidden` for one that exceeds the giver's own. */
export async function requireMapping(
  db: Database,
  giver: Giver,
  kind: OrganisationKind,
  input: { roleClaim: string | null; roleMapping: readonly RoleMappingInput[]; defaultRole: Role | null },
): Promise<void> {
  if (input.roleMapping.length > 0 && input.roleClaim === null) throw invalidField('roleClaim', 'role-claim-required');
  if (input.roleMapping.length === 0 && input.defaultRole === null) throw invalidField('defaultRole', 'mapping-empty');
  for (const [index, { role, customRoleId }] of input.roleMapping.entries()) {
    await requireOne(db, giver, kind, { role, customRoleId }, `roleMapping.${index}.role`);
  }
  if (input.defaultRole !== null) {
    await requireOne(db, giver, kind, { role: input.defaultRole, customRoleId: null }, 'defaultRole');
  }
}

async function requireOne(
  db: Database,
  giver: Giver,
  kind: OrganisationKind,
  choice: { role: Role; customRoleId: string | null },
  path: string,
): Promise<void> {
  if (choice.role !== 'custom' && !isMappable(kind, choice.role)) throw invalidField(path, 'role-not-here');
  try {
    await requireRole(db, giver, kind, choice);
  } catch (error) {
    if (!(error instanceof AppError) || error.fields === undefined) throw error;
    const fields = error.fields.map((field) => ({ ...field, path }));
    throw new AppError(error.code, { fields, message: error.message, cause: error });
  }
}
