import { tokenPermissions } from '@switchroom/contracts';
import { expect, test } from 'vitest';
import { groupsOf, readOnlyOf } from './permission-groups';

test('groups hold each permission once, by its noun', () => {
  const groups = groupsOf(tokenPermissions);
  expect(groups.flatMap(({ permissions }) => permissions)).toEqual(tokenPermissions);
  expect(groupsOf(['pbxs:read', 'plans:read', 'pbxs:update'])).toEqual([
    { noun: 'pbxs', permissions: ['pbxs:read', 'pbxs:update'] },
    { noun: 'plans', permissions: ['plans:read'] },
  ]);
});

test('what only reads', () => {
  expect(readOnlyOf(['pbxs:read', 'pbxs:update', 'audit:export'])).toEqual(['pbxs:read', 'audit:export']);
});
