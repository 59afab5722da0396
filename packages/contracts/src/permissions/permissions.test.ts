import { describe, expect, it } from 'vitest';
import { permissions, roleAllows, roles, roleTable } from './permissions';

describe('roles', () => {
  it('let an administrator do everything and an auditor read everything and change nothing', () => {
    for (const permission of permissions) {
      expect(roleAllows('administrator', permission)).toBe(true);
      expect(roleAllows('auditor', permission)).toBe(permission.endsWith(':read'));
    }
  });

  it('name only permissions that exist', () => {
    for (const role of roles) for (const permission of roleTable[role]) expect(permissions).toContain(permission);
  });
});
