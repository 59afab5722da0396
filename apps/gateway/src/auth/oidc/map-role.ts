import type { Role } from '@switchroom/contracts';

/** A role that a provider's settings name. */
export interface MappedRole {
  role: Role;
  customRoleId: string | null;
}

interface Mapping {
  roleClaim: string | null;
  roleMapping: readonly { value: string; role: Role; customRoleId?: string | null | undefined }[];
  defaultRole: Role | null;
}

/**
 * The role that the claims of a person are mapped to: the first line of the mapping whose value the role claim holds,
 * else the default role, else none.
 */
export function mapRole(mapping: Mapping, claims: Record<string, unknown>): MappedRole | undefined {
  const held = mapping.roleClaim === null ? new Set<string>() : new Set(valuesOf(claims, mapping.roleClaim));
  const line = mapping.roleMapping.find(({ value }) => held.has(value));
  if (line !== undefined) return { role: line.role, customRoleId: line.customRoleId ?? null };
  return mapping.defaultRole === null ? undefined : { role: mapping.defaultRole, customRoleId: null };
}

/** What a claim holds: a string, or the strings of an array. Dots lead into nested claims (`realm_access.roles`). */
export function valuesOf(claims: Record<string, unknown>, name: string): string[] {
  const value = Object.hasOwn(claims, name) ? claims[name] : nested(claims, name.split('.'));
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

function nested(claims: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      at !== null && typeof at === 'object' && Object.hasOwn(at, key)
        ? (at as Record<string, unknown>)[key]
        : undefined,
    claims,
  );
}
