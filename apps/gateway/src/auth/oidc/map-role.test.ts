import { builtInRoles, organisationKinds, permissionsOfRole, type Role } from '@switchroom/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMappable } from './identities';
import { mapRole, valuesOf } from './map-role';

const value = fc.constantFrom('Admins', 'Operators', 'Visitors', 'admins', '', 'ünïcode', '__proto__');
const role = fc.constantFrom<Exclude<Role, 'custom'>>(...builtInRoles);
const mapping = fc.record({
  roleClaim: fc.constantFrom(null, 'groups', 'roles', 'realm_access.roles', '__proto__', 'constructor'),
  roleMapping: fc.array(fc.record({ value, role }), { maxLength: 6 }),
  defaultRole: fc.option(role),
});
const claims = fc.dictionary(
  fc.constantFrom('groups', 'roles', 'realm_access', 'sub'),
  fc.oneof(value, fc.array(fc.oneof(value, fc.integer())), fc.record({ roles: fc.array(value) }), fc.constant(null)),
);

describe('mapRole', () => {
  it('gives the role of the first line whose value is held, else the default, else none', () => {
    fc.assert(
      fc.property(mapping, claims, (settings, held) => {
        const values = settings.roleClaim === null ? [] : valuesOf(held, settings.roleClaim);
        const first = settings.roleMapping.findIndex((line) => values.includes(line.value));
        const expected = first >= 0 ? settings.roleMapping[first]?.role : (settings.defaultRole ?? undefined);
        expect(mapRole(settings, held)?.role).toBe(expected);
      }),
    );
  });

  it('gives nothing that is written nowhere in the settings, whatever a provider sends', () => {
    fc.assert(
      fc.property(mapping, fc.dictionary(fc.string(), fc.anything()), (settings, held) => {
        const written = [...settings.roleMapping.map((line) => line.role), settings.defaultRole];
        const given = mapRole(settings, held);
        expect(given === undefined || written.includes(given.role as Exclude<Role, 'custom'>)).toBe(true);
      }),
    );
  });

  it('never depends on lines below the first that fits', () => {
    fc.assert(
      fc.property(mapping, claims, fc.array(fc.record({ value, role })), (settings, held, more) => {
        const before = mapRole({ ...settings, defaultRole: null }, held);
        const after = mapRole(
          { ...settings, defaultRole: null, roleMapping: [...settings.roleMapping, ...more] },
          held,
        );
        if (before !== undefined) expect(after).toEqual(before);
        else expect(true).toBe(true);
      }),
    );
  });

  it.each<[object, string, string[]]>([
    [{ groups: 'Admins' }, 'groups', ['Admins']],
    [{ groups: ['A', 1, null, 'B'] }, 'groups', ['A', 'B']],
    [{ groups: { A: true } }, 'groups', []],
    [{ realm_access: { roles: ['A'] } }, 'realm_access.roles', ['A']],
    // A name with dots of its own comes before the way inside.
    [
      { 'https://example.com/roles': ['A'], 'https://example': { 'com/roles': ['B'] } },
      'https://example.com/roles',
      ['A'],
    ],
    [{}, 'constructor.name', []],
    [{}, 'groups', []],
  ])('reads %j', (held, name, values) => expect(valuesOf(held as Record<string, unknown>, name)).toEqual(values));
});

describe('isMappable', () => {
  it('never lets a group rule the installation, anywhere', () => {
    for (const kind of organisationKinds) {
      for (const each of builtInRoles.filter((one) => isMappable(kind, one))) {
        expect(permissionsOfRole(each, null)).not.toContain('keys:rotate');
      }
    }
    expect(organisationKinds.map((kind) => builtInRoles.filter((one) => isMappable(kind, one)).length)).toEqual([
      3, 4, 4, 4,
    ]);
  });
});
