/** Every permission there is: `noun:action`. Gateway procedures and portal entries name nothing else. */
export const permissions = [
  'organisations:read',
  'pbxs:read',
  'pbxs:create',
  'pbxs:update',
  'pbxs:delete',
  'app-objects:read',
  'app-objects:change',
  'templates:read',
  'plans:read',
  'plans:apply',
  'audit:read',
] as const;
export type Permission = (typeof permissions)[number];

export const roles = ['administrator', 'auditor'] as const;
export type Role = (typeof roles)[number];

const readOnly = permissions.filter((permission) => permission.endsWith(':read'));

/** What each role may do, in its organisation and everything below. */
export const roleTable: Record<Role, readonly Permission[]> = {
  administrator: permissions,
  auditor: readOnly,
};

/** True when `role` includes `permission`. */
export function roleAllows(role: Role, permission: Permission): boolean {
  return roleTable[role].includes(permission);
}
