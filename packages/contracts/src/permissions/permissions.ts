/** Every permission there is: `noun:action`. Gateway procedures and portal entries name nothing else. */
export const permissions = [
  'organisations:read',
  'organisations:create',
  'organisations:update', // name
  'organisations:move',
  'organisations:archive', // and restore
  'branding:update',
  'policies:read', // who must have a second factor, whether support may look in, how long the audit log is kept
  'policies:update',
  'members:read',
  'members:manage', // invite, change the role, remove
  'members:help', // send a password reset, end sessions, take away a lost second factor
  'members:view-as',
  'members:act-as',
  'roles:read',
  'roles:manage',
  'sso:read',
  'sso:manage',
  'tokens:read',
  'tokens:manage',
  'pbxs:read',
  'pbxs:create',
  'pbxs:update',
  'pbxs:delete',
  'app-objects:read',
  'app-objects:change',
  'templates:read',
  'plans:read',
  'plans:apply',
  'settings:read',
  'settings:update', // lock and unlock them for those below, too
  'settings:critical', // change those on which lives can hang, such as the panic number
  'settings:approve', // agree to what somebody else wants to change
  'settings:probe', // look at servers that settings name: certificates, calendars
  'calls:read', // call history and how long it is kept
  'calls:purge', // delete what is too old now, before the night
  'audit:read',
  'audit:export',
  'audit:manage', // checkpoints, forwarding
  'mail:read', // the mail that waits or was refused; where no mail server is set, its text too
  'mail:manage', // try it again, send a test
  'keys:read',
  'keys:rotate',
] as const;
export type Permission = (typeof permissions)[number];

/**
 * Permissions whose use asks for a fresh proof of who is at the keyboard: what they do cannot be taken back, or gives
 * somebody lasting power. No list is behind one of them, so that a page can be looked at for hours.
 */
export const stepUpPermissions: ReadonlySet<Permission> = new Set<Permission>([
  'organisations:move',
  'organisations:archive',
  'policies:update',
  'members:manage',
  'members:help',
  'members:act-as',
  'roles:manage',
  'sso:manage',
  'tokens:manage',
  'pbxs:delete',
  'settings:approve',
  'calls:purge',
  'audit:manage',
  'keys:rotate',
]);

/** Never part of a custom role and never given to a token or to somebody who looks in: they rule the installation. */
export const installationPermissions: ReadonlySet<Permission> = new Set<Permission>([
  'mail:read',
  'mail:manage',
  'keys:read',
  'keys:rotate',
]);

/**
 * Never given to a token: a program that leaks one must not be able to give itself lasting power, open the door to
 * people, lead the audit log elsewhere, or be anybody else.
 */
export const neverInTokens: ReadonlySet<Permission> = new Set<Permission>([
  ...installationPermissions,
  'members:view-as',
  'members:act-as',
  'members:manage',
  'members:help',
  'tokens:manage',
  'roles:manage',
  'sso:manage',
  'policies:update',
  'settings:critical',
  'settings:approve',
  'calls:purge',
  'audit:manage',
]);

/**
 * Never left to somebody who looks in or acts as another: one does not look in through a third person, and a token
 * made in another's name would outlive the visit.
 */
export const neverInImpersonation: ReadonlySet<Permission> = new Set<Permission>([
  ...installationPermissions,
  'members:view-as',
  'members:act-as',
  'tokens:manage',
]);

/** True for what changes nothing: the only permissions that "view as" leaves. */
export function isReadOnly(permission: Permission): boolean {
  return permission.endsWith(':read') || permission === 'audit:export';
}
