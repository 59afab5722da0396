import { listPbxsInput } from '@switchroom/contracts';
import { describe, expect, test } from 'vitest';
import { isFiltered, listInput, loadListSearch, pbxListPath } from './list-search';

const organisationId = '018f0000-0000-7000-8000-000000000001';

describe('the view of the list in the address', () => {
  test('an empty address is the whole list by name', () => {
    const search = loadListSearch({});
    expect(listInput(organisationId, search)).toEqual({
      organisationId,
      q: '',
      link: [],
      sync: [],
      sort: 'name',
      dir: 'asc',
      limit: 50,
    });
    expect(isFiltered(search)).toBe(false);
  });

  test('comes back from the address it was written to', () => {
    const path = pbxListPath(organisationId, {
      q: 'Büro & Co',
      link: ['offline', 'refused'],
      sync: ['drifted'],
      direction: 'outbound',
      sort: 'lastChange',
      dir: 'desc',
      after: 'abc=',
      page: 3,
    });
    const search = loadListSearch(new URL(path, 'http://portal'));
    expect(search).toMatchObject({ q: 'Büro & Co', link: ['offline', 'refused'], page: 3, after: 'abc=' });
    expect(listInput(organisationId, search)).toMatchObject({
      direction: 'outbound',
      cursor: 'abc=',
      sort: 'lastChange',
    });
    expect(isFiltered(search)).toBe(true);
  });

  test('what does not belong there is left out, and the request is always one that the gateway takes', () => {
    const search = loadListSearch({
      q: 'x'.repeat(300),
      link: 'offline,nonsense',
      sort: 'password',
      dir: 'up',
      page: '-',
    });
    const input = listInput(organisationId, search);
    expect(listPbxsInput.safeParse(input).success).toBe(true);
    expect(input).toMatchObject({ sort: 'name', dir: 'asc' });
  });

  test('the whole list has a short address', () => {
    expect(pbxListPath(organisationId)).toBe(`/o/${organisationId}/pbxs`);
    expect(pbxListPath(organisationId, { link: ['offline'] })).toBe(`/o/${organisationId}/pbxs?link=offline`);
  });
});
