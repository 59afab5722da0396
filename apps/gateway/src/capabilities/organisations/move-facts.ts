import {
  type OrganisationRef,
  type Permission,
  permissionsOfRole,
  type PolicyChange,
  type RightsChange,
} from '@switchroom/contracts';
import { and, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import { longestRetention } from '../../audit/retention';
import type { Tx } from '../../db/database';
import {
  branding,
  customRoles,
  identityProviders,
  invitations,
  members,
  organisationPolicies,
  organisations,
} from '../../db/schema/index';

/** Ids of the organisations above the one that moves, from the top down, at the old and at the new place. */
export interface Ways {
  old: readonly string[];
  new: readonly string[];
}

/** Names what the caller may know of; undefined for the rest. */
export type NameOf = (organisationId: string) => OrganisationRef | undefined;

const only = (ids: readonly string[], others: readonly string[]): string[] => ids.filter((id) => !others.includes(id));

/**
 * Whose rights at the moved organisation, from roles held above it, become fewer or more; `permissions` are those that
 * somebody gains or loses.
 */
export async function rightsChanges(
  tx: Tx,
  movedId: string,
  ways: Ways,
  nameOf: NameOf,
): Promise<{ lose: RightsChange; gain: RightsChange; permissions: ReadonlySet<Permission> }> {
  const held = await tx
    .select({
      organisationId: members.organisationId,
      userId: members.userId,
      role: members.role,
      custom: customRoles.permissions,
    })
    .from(members)
    .leftJoin(customRoles, eq(customRoles.id, members.customRoleId))
    .where(inArray(members.organisationId, [...new Set([...ways.old, ...ways.new, movedId])]));
  const rightsBy = (way: readonly string[]): Map<string, Set<Permission>> => {
    const rights = new Map<string, Set<Permission>>();
    for (const { organisationId, userId, role, custom } of held) {
      if (organisationId !== movedId && !way.includes(organisationId)) continue;
      const known = rights.get(userId) ?? new Set<Permission>();
      for (const permission of permissionsOfRole(role, custom)) known.add(permission);
      rights.set(userId, known);
    }
    return rights;
  };
  const [before, after] = [rightsBy(ways.old), rightsBy(ways.new)];
  const permissions = new Set<Permission>();
  /** People who have in `more` what they do not have in `fewer`; `from` is where they hold it. */
  const change = (
    more: Map<string, Set<Permission>>,
    fewer: Map<string, Set<Permission>>,
    from: readonly string[],
  ): RightsChange => {
    const touched = [...more].filter(([userId, rights]) => {
      const missing = [...rights].filter((permission) => fewer.get(userId)?.has(permission) !== true);
      for (const permission of missing) permissions.add(permission);
      return missing.length > 0;
    });
    const ids = new Set(touched.map(([userId]) => userId));
    const at = from.flatMap((organisationId) => {
      const people = held.filter((row) => row.organisationId === organisationId && ids.has(row.userId)).length;
      return people === 0 ? [] : [{ organisation: nameOf(organisationId), people }];
    });
    return { people: ids.size, entirely: touched.filter(([userId]) => !fewer.has(userId)).length, at };
  };
  return {
    lose: change(before, after, only(ways.old, ways.new)),
    gain: change(after, before, only(ways.new, ways.old)),
    permissions,
  };
}

/** Policies that would be others at the moved organisation, by what holds above it and at itself. */
export async function policyChanges(tx: Tx, movedId: string, ways: Ways): Promise<PolicyChange[]> {
  const rows = await tx
    .select()
    .from(organisationPolicies)
    .where(inArray(organisationPolicies.organisationId, [...ways.old, ...ways.new, movedId]));
  const effective = (way: readonly string[]) => {
    const chain = [...way, movedId].flatMap((id) => rows.filter(({ organisationId }) => organisationId === id));
    return {
      requireSecondFactor: chain.some((row) => row.requireSecondFactor),
      forbidImpersonation: chain.some((row) => row.forbidImpersonation),
      auditRetentionDays: longestRetention(chain.map((row) => ({ days: row.auditRetentionDays })))?.days ?? undefined,
      settingApprovalPbxs: smallest(chain.map((row) => row.settingApprovalPbxs)),
    };
  };
  const [from, to] = [effective(ways.old), effective(ways.new)];
  const changes: PolicyChange[] = [];
  for (const policy of ['requireSecondFactor', 'forbidImpersonation'] as const) {
    if (from[policy] !== to[policy]) changes.push({ policy, from: from[policy], to: to[policy] });
  }
  for (const policy of ['auditRetentionDays', 'settingApprovalPbxs'] as const) {
    if (from[policy] !== to[policy]) changes.push({ policy, from: from[policy], to: to[policy] });
  }
  return changes;
}

function smallest(numbers: readonly (number | null)[]): number | undefined {
  const set = numbers.filter((number) => number !== null);
  return set.length === 0 ? undefined : Math.min(...set);
}

/** The look from above at both places, where it would be another one. */
export async function brandingChange(
  tx: Tx,
  movedId: string,
  ways: Ways,
): Promise<{ from: string | undefined; to: string | undefined } | undefined> {
  const rows = await tx
    .select({ id: branding.organisationId, name: branding.productName })
    .from(branding)
    .where(inArray(branding.organisationId, [...ways.old, ...ways.new, movedId]));
  const nearest = (way: readonly string[]) =>
    [...way, movedId].flatMap((id) => rows.filter((row) => row.id === id)).at(-1);
  const [from, to] = [nearest(ways.old), nearest(ways.new)];
  return from?.id === to?.id ? undefined : { from: from?.name, to: to?.name };
}

/**
 * Custom roles of organisations that would no longer be above, and how often members, open invitations and role mappings
 * of identity providers inside use them.
 */
export async function missingRoles(
  tx: Tx,
  movedPath: string,
  ways: Ways,
  nameOf: NameOf,
): Promise<{ name: string; organisation: OrganisationRef | undefined; uses: number }[]> {
  const above = only(ways.old, ways.new);
  if (above.length === 0) return [];
  const roles = await tx.select().from(customRoles).where(inArray(customRoles.organisationId, above));
  if (roles.length === 0) return [];
  const inside = tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(sql`starts_with(${organisations.path}, ${movedPath})`);
  const held = await tx
    .select({ id: members.customRoleId })
    .from(members)
    .where(inArray(members.organisationId, inside));
  const offered = await tx
    .select({ id: invitations.customRoleId })
    .from(invitations)
    .where(
      and(
        inArray(invitations.organisationId, inside),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, sql`now()`),
      ),
    );
  const mapped = await tx
    .select({ mapping: identityProviders.roleMapping })
    .from(identityProviders)
    .where(inArray(identityProviders.organisationId, inside));
  const used = [
    ...[...held, ...offered].map(({ id }) => id),
    ...mapped.flatMap(({ mapping }) => mapping.map(({ customRoleId }) => customRoleId)),
  ];
  return roles
    .map(({ id, name, organisationId }) => ({
      name,
      organisation: nameOf(organisationId),
      uses: used.filter((one) => one === id).length,
    }))
    .filter(({ uses }) => uses > 0)
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}
