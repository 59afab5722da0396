import { type ListPbxsInput, linkKinds, pbxSortKeys, syncStates } from '@switchroom/contracts';
import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import { orderParsers, placeParsers, searchInput } from '../../shell/list-search';

/** Everything that defines the view of the PBX list, as it stands in the address. */
export const listParsers = {
  q: parseAsString.withDefault(''),
  link: parseAsArrayOf(parseAsStringLiteral(linkKinds)).withDefault([]),
  sync: parseAsArrayOf(parseAsStringLiteral(syncStates)).withDefault([]),
  direction: parseAsStringLiteral(['inbound', 'outbound'] as const),
  ...orderParsers(pbxSortKeys, 'name'),
  ...placeParsers,
};
export type ListSearch = inferParserType<typeof listParsers>;

/** Reads the view from a page's `searchParams`. */
export const loadListSearch = createLoader(listParsers);

const serialize = createSerializer(listParsers);

/** Address of the list with these filters. */
export function pbxListPath(organisationId: string, search: Partial<ListSearch> = {}): string {
  return serialize(`/o/${organisationId}/pbxs`, search);
}

/** The request that belongs to a view. Server and browser must make the same one, or the first data is read twice. */
export function listInput(organisationId: string, search: ListSearch): ListPbxsInput {
  return {
    organisationId,
    link: search.link,
    sync: search.sync,
    ...(search.direction === null ? {} : { direction: search.direction }),
    sort: search.sort,
    dir: search.dir,
    ...searchInput(search),
  };
}

/** True when something narrows the list. */
export function isFiltered(search: ListSearch): boolean {
  return search.q.trim() !== '' || search.link.length > 0 || search.sync.length > 0 || search.direction !== null;
}
