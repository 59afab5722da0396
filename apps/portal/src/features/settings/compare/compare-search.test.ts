import { expect, test } from 'vitest';
import { compareInput, compareParsers, isPlace, placeId } from './compare-search';

const organisationId = '0190a1b2-0000-7000-8000-000000000001';
const pbxId = '0190a1b2-0000-7000-8000-000000000002';

test('places go into the address and come back from it', () => {
  for (const place of [{ organisationId }, { pbxId }]) {
    expect(compareParsers.left.parse(compareParsers.left.serialize(place))).toEqual(place);
  }
  for (const bad of ['', 'pbx:', 'site:x', `pbx:${pbxId}x`, `user:${pbxId}`]) {
    expect(compareParsers.left.parse(bad)).toBeNull();
  }
});

test('the left side is the organisation of the page until another is chosen', () => {
  const search = { left: null, right: null, all: false };
  expect(compareInput(organisationId, search)).toBeUndefined();
  expect(compareInput(organisationId, { ...search, right: { pbxId } })).toEqual({
    organisationId,
    left: { organisationId },
    right: { pbxId },
  });
});

test('a chosen place is the one that its address names', () => {
  const pbx = { pbx: { id: pbxId, name: 'Berlin' } };
  const customer = { organisation: { id: organisationId, name: 'Alpha', kind: 'customer' as const } };
  expect(isPlace(placeId(pbx), pbx)).toBe(true);
  expect(isPlace(placeId(customer), customer)).toBe(true);
  expect(isPlace(placeId(pbx), customer)).toBe(false);
  // The same id, but an organisation.
  expect(isPlace({ organisationId: pbxId }, pbx)).toBe(false);
});
