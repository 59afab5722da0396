import { type ListPbxsInput, linkKinds, pbxSortKeys, syncStates } from '@switchroom/contracts';
import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsArrayOf,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';

/** Everything that defines the view of the PBX list, as it stands in the address. */
export const listParsers = {
  q: parseAsString.withDefault(''),
  link: parseAsArrayOf(parseAsStringLiteral(linkKinds)).withDefault([]),
  sync: parseAsArrayOf(parseAsStringLiteral(syncStates)).withDefault([]),
  direction: parseAsStringLiteral(['inbound', 'outbound'] as const),
  sort: parseAsStringLiteral(pbxSortKeys).withDefault('name'),
  dir: parseAsStringLiteral(['asc', 'desc'] as const).withDefault('asc'),
  /** Keyset cursor of the page, from the answer before it. */
  after: parseAsString,
  /** Only for "51-100 of": pages are found by `after`. */
  page: parseAsInteger.withDefault(1),
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
    q: search.q.trim().slice(0, 100),
    link: search.link,
    sync: search.sync,
    ...(search.direction === null ? {} : { direction: search.direction }),
    sort: search.sort,
    dir: search.dir,
    ...(search.after === null ? {} : { cursor: search.after }),
    limit: 50,
  };
}

/** True when something narrows the list. */
export function isFiltered(search: ListSearch): boolean {
  return search.q.trim() !== '' || search.link.length > 0 || search.sync.length > 0 || search.direction !== null;
}
