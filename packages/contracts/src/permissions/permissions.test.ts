import { describe, expect, it } from 'vitest';
import { installationPermissions, isReadOnly, neverInTokens, permissions, stepUpPermissions } from './permissions';
import { administratorRole, builtInRoles, permissionsOfRole, rolesFor, roleTable } from './roles';
import { organisationKinds } from '../organisations/kinds';

describe('roles', () => {
  it('let the provider administrator do everything', () => {
    expect(roleTable['provider-administrator']).toEqual(permissions);
  });

  it('let an auditor read everything but what rules the installation, and change nothing', () => {
    for (const permission of permissions) {
      expect(roleTable.auditor.includes(permission)).toBe(
        isReadOnly(permission) && !installationPermissions.has(permission),
      );
    }
  });

  it('keep the help desk away from PBXes', () => {
    expect(
      roleTable['help-desk'].filter((permission) => /^(pbxs|app-objects|plans|templates):/.test(permission)),
    ).toEqual([]);
  });

  it('keep what rules the installation to the provider', () => {
    for (const role of builtInRoles.filter((role) => role !== 'provider-administrator')) {
      expect(roleTable[role].filter((permission) => installationPermissions.has(permission))).toEqual([]);
    }
  });

  it('name only permissions that exist, each once', () => {
    for (const role of builtInRoles) {
      expect(new Set(roleTable[role]).size).toBe(roleTable[role].length);
      for (const permission of roleTable[role]) expect(permissions).toContain(permission);
    }
  });

  it('have one administrator for each kind of organisation', () => {
    expect(organisationKinds.map(administratorRole)).toEqual([
      'provider-administrator',
      'reseller-administrator',
      'customer-administrator',
      'customer-administrator',
    ]);
    expect(rolesFor('customer')).toEqual(['customer-administrator', 'operator', 'help-desk', 'auditor']);
  });
});

describe('permissions over people and over the log', () => {
  it("ask for a fresh proof of who is at the keyboard, and are never a program's", () => {
    for (const permission of ['members:manage', 'members:help', 'audit:manage'] as const) {
      expect(stepUpPermissions.has(permission)).toBe(true);
      expect(neverInTokens.has(permission)).toBe(true);
    }
  });

  it('are not asked for to read', () => {
    expect([...stepUpPermissions].filter(isReadOnly)).toEqual([]);
  });
});

describe('custom roles', () => {
  it('allow what was chosen, in the order of the list, and nothing unknown or reserved', () => {
    expect(permissionsOfRole('custom', ['plans:read', 'pbxs:read', 'keys:rotate', 'pbxs:fly'])).toEqual([
      'organisations:read',
      'pbxs:read',
      'plans:read',
    ]);
    expect(permissionsOfRole('custom', null)).toEqual(['organisations:read']);
    expect(permissionsOfRole('auditor', ['pbxs:delete'])).toEqual(roleTable.auditor);
  });
});
