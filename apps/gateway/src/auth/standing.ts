import {
  isReadOnly,
  type OrganisationKind,
  type Permission,
  permissions as allPermissions,
  permissionsOfRole,
  type Role,
} from '@switchroom/contracts';
import { and, asc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Tx } from '../db/database';
import { customRoles, members, organisationPolicies, organisations } from '../db/schema/index';

/** A membership that reaches an organisation, held there or above. */
export interface Grant {
  memberId: string;
  organisation: { id: string; name: string; kind: OrganisationKind };
  role: Role;
  /** The name of a custom role. */
  customName: string | null;
  permissions: readonly Permission[];
}

/** What a person is in an organisation, and what its policies (its own and those from above) ask for. */
export interface Standing {
  organisation: { id: string; name: string; kind: OrganisationKind; path: string };
  /** It, or one above it. */
  archived: boolean;
  requireSecondFactor: boolean;
  forbidImpersonation: boolean;
  /** The person's name in the nearest membership; undefined without one. */
  name: string | undefined;
  /** From the top down. */
  grants: Grant[];
}

const target = alias(organisations, 'target');

/**
 * Looks a person up in an organisation and everything above it, in one query. `tx` has the scope of the whole system:
 * what the person reaches is what this finds out. Undefined when there is no such organisation.
 */
export async function standingOf(tx: Tx, userId: string, organisationId: string): Promise<Standing | undefined> {
  const rows = await tx
    .select({
      target,
      above: organisations,
      policy: organisationPolicies,
      member: members,
      custom: { name: customRoles.name, permissions: customRoles.permissions },
    })
    .from(target)
    .innerJoin(
      organisations,
      sql`${organisations.id} = any(string_to_array(trim(both '/' from ${target.path}), '/')::uuid[])`,
    )
    .leftJoin(organisationPolicies, eq(organisationPolicies.organisationId, organisations.id))
    .leftJoin(members, and(eq(members.organisationId, organisations.id), eq(members.userId, userId)))
    .leftJoin(customRoles, eq(customRoles.id, members.customRoleId))
    .where(eq(target.id, organisationId))
    .orderBy(asc(sql`length(${organisations.path})`));
  const first = rows[0];
  if (first === undefined) return undefined;
  const { id, name, kind, path } = first.target;
  return {
    organisation: { id, name, kind, path },
    archived: rows.some(({ above }) => above.archivedAt !== null),
    requireSecondFactor: rows.some(({ policy }) => policy?.requireSecondFactor === true),
    forbidImpersonation: rows.some(({ policy }) => policy?.forbidImpersonation === true),
    name: rows.findLast(({ member }) => member !== null)?.member?.name,
    grants: rows.flatMap(({ above, member, custom }) =>
      member === null
        ? []
        : [
            {
              memberId: member.id,
              organisation: { id: above.id, name: above.name, kind: above.kind },
              role: member.role,
              customName: custom?.name ?? null,
              permissions: permissionsOfRole(member.role, custom?.permissions),
            },
          ],
    ),
  };
}

/** Everything the grants allow together, in the order of the permission list. */
export function permissionsOf(grants: readonly Grant[]): Permission[] {
  const held = new Set(grants.flatMap(({ permissions }) => permissions));
  return allPermissions.filter((permission) => held.has(permission));
}

/** What is archived can be looked at and brought back; nothing else happens there. */
export function leftWhenArchived(permission: Permission): boolean {
  return isReadOnly(permission) || permission === 'organisations:archive';
}

/** What a person may do where they stand, as themselves: what the grants allow, minus what archiving takes away. */
export function effectivePermissions({ grants, archived }: Standing): Permission[] {
  const given = permissionsOf(grants);
  return archived ? given.filter(leftWhenArchived) : given;
}
