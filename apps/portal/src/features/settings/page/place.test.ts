import { expect, test } from 'vitest';
import { groupOf, settingsPbxOf, staysAt, valuesPath } from './place';

const organisation = { organisationId: 'a' };
const pbx = { organisationId: 'a', pbxId: 'p' };

test('each place, group and setting has an address', () => {
  expect(valuesPath(organisation)).toBe('/o/a/settings');
  expect(valuesPath(organisation, 'panic', 'attendant.panic.number')).toBe(
    '/o/a/settings/panic#attendant.panic.number',
  );
  expect(valuesPath(pbx, 'panic')).toBe('/o/a/pbxs/p/settings/panic');
});

test('an address names its group and its PBX', () => {
  expect(groupOf('/o/a/settings/panic')).toBe('panic');
  expect(groupOf('/o/a/settings')).toBeUndefined();
  expect(groupOf('/o/a/settings/changes')).toBeUndefined();
  expect(settingsPbxOf('/o/a/pbxs/p/settings/panic')).toBe('p');
  expect(settingsPbxOf('/o/a/settings')).toBeUndefined();
});

test('only values of the same place keep what was entered', () => {
  expect(staysAt(organisation, '/o/a/settings/panic?why=x')).toBe(true);
  expect(staysAt(organisation, '/o/a/settings')).toBe(true);
  expect(staysAt(organisation, '/o/a/settings/changes')).toBe(false);
  expect(staysAt(organisation, '/o/b/settings/panic')).toBe(false);
  expect(staysAt(pbx, '/o/a/settings/panic')).toBe(false);
  expect(staysAt(pbx, '/o/a/pbxs/p/settings/mail#x')).toBe(true);
});
