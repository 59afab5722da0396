import { listOrganisationsInput } from '@switchroom/contracts';
import { describe, expect, test } from 'vitest';
import { belowInput, isNarrowed, loadBelowSearch } from './below-search';

const organisationId = '1f0c1c5e-0000-4000-8000-000000000001';

describe('the view of what hangs below', () => {
  test('is the children by name when the address says nothing', () => {
    const search = loadBelowSearch({});
    expect(belowInput(organisationId, search)).toEqual(listOrganisationsInput.parse({ organisationId }));
    expect(isNarrowed(search)).toBe(false);
  });

  test('follows the address, and what is no choice there is left out', () => {
    const search = loadBelowSearch(
      '?q=%20nord%20&depth=subtree&kind=site,castle&archived=true&sort=pbxs&dir=desc&after=abc&page=3',
    );
    expect(belowInput(organisationId, search)).toEqual({
      organisationId,
      depth: 'subtree',
      q: 'nord',
      kinds: ['site'],
      archived: true,
      sort: 'pbxs',
      dir: 'desc',
      cursor: 'abc',
      limit: 50,
    });
    expect(isNarrowed(search)).toBe(true);
    expect(loadBelowSearch('?sort=owner&dir=up')).toMatchObject({ sort: 'name', dir: 'asc' });
  });
});
