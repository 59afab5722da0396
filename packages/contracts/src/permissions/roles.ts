import type { OrganisationKind } from '../organisations/kinds';
import { installationPermissions, isReadOnly, type Permission, permissions } from './permissions';

/** The roles that every installation has; `custom` stands for one that an organisation made itself. */
export const builtInRoles = [
  'provider-administrator',
  'reseller-administrator',
  'customer-administrator',
  'operator',
  'help-desk',
  'auditor',
] as const;
export type BuiltInRole = (typeof builtInRoles)[number];
export const roles = [...builtInRoles, 'custom'] as const;
export type Role = (typeof roles)[number];

const without = (...excluded: Permission[]) => permissions.filter((permission) => !excluded.includes(permission));

/** What each built-in role may do, in the organisation where it is held and everywhere below. */
export const roleTable: Record<BuiltInRole, readonly Permission[]> = {
  'provider-administrator': permissions,
  'reseller-administrator': without(...installationPermissions),
  'customer-administrator': without(...installationPermissions, 'branding:update', 'organisations:move'),
  operator: [
    'organisations:read',
    'pbxs:read',
    'pbxs:update',
    'app-objects:read',
    'app-objects:change',
    'templates:read',
    'plans:read',
    'plans:apply',
    'settings:read',
    'settings:update',
    'settings:probe',
  ],
  'help-desk': ['organisations:read', 'members:read', 'members:help'],
  auditor: permissions.filter((permission) => isReadOnly(permission) && !installationPermissions.has(permission)),
};

/** Where a built-in role can be held: an administrator of resellers makes no sense at a customer. */
const roleKinds: Record<BuiltInRole, readonly OrganisationKind[]> = {
  'provider-administrator': ['provider'],
  'reseller-administrator': ['reseller'],
  'customer-administrator': ['customer', 'site'],
  operator: ['provider', 'reseller', 'customer', 'site'],
  'help-desk': ['provider', 'reseller', 'customer', 'site'],
  auditor: ['provider', 'reseller', 'customer', 'site'],
};

/** The built-in roles that can be held at an organisation of this kind, strongest first. */
export function rolesFor(kind: OrganisationKind): BuiltInRole[] {
  return builtInRoles.filter((role) => roleKinds[role].includes(kind));
}

/** The administrator's role at an organisation of this kind. */
export function administratorRole(kind: OrganisationKind): BuiltInRole {
  return rolesFor(kind)[0] ?? 'auditor';
}

/** What a membership allows: a built-in role's list, or the custom role's own, minus what no custom role may hold. */
export function permissionsOfRole(role: Role, custom: readonly string[] | null | undefined): readonly Permission[] {
  if (role !== 'custom') return roleTable[role];
  // Whoever is somewhere at all can see where that is.
  const chosen = new Set(['organisations:read', ...(custom ?? [])]);
  return permissions.filter((permission) => chosen.has(permission) && !installationPermissions.has(permission));
}
