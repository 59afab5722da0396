import type { LicenceView } from '@switchroom/contracts';
import { expect, test } from 'vitest';
import { licenceState, sortedLicences } from './licence-state';

const licence = (more: Partial<LicenceView>): LicenceView => ({
  name: 'Port',
  version: '15r1',
  count: 10,
  used: 4,
  local: 4,
  slaves: 0,
  kind: 'pbx',
  ...more,
});

test('says whether there is room', () => {
  expect(licenceState(licence({}))).toBe('free');
  expect(licenceState(licence({ used: 10 }))).toBe('full');
  expect(licenceState(licence({ used: 11 }))).toBe('exceeded');
  expect(licenceState(licence({ count: 0, used: 0 }))).toBe('unused');
  expect(licenceState(licence({ count: 0, used: 1 }))).toBe('exceeded');
});

test('PBX licences come first, then by name', () => {
  const rows = [licence({ kind: 'app', name: 'A' }), licence({ name: 'Z' }), licence({ name: 'B' })];
  expect(sortedLicences(rows).map(({ name }) => name)).toEqual(['B', 'Z', 'A']);
});
