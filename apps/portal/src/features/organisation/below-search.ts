import { type ListOrganisationsInput, organisationKinds, organisationSortKeys } from '@switchroom/contracts';
import {
  createLoader,
  type inferParserType,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import { orderParsers, placeParsers, searchInput } from '../../shell/list-search';

/** Everything that defines the view of what hangs below an organisation, as it stands in the address. */
export const belowParsers = {
  q: parseAsString.withDefault(''),
  depth: parseAsStringLiteral(['children', 'subtree'] as const).withDefault('children'),
  kind: parseAsArrayOf(parseAsStringLiteral(organisationKinds)).withDefault([]),
  archived: parseAsBoolean.withDefault(false),
  ...orderParsers(organisationSortKeys, 'name'),
  ...placeParsers,
};
export type BelowSearch = inferParserType<typeof belowParsers>;

/** Reads the view from a page's `searchParams`. */
export const loadBelowSearch = createLoader(belowParsers);

/** The request that belongs to a view. Server and browser must make the same one, or the first data is read twice. */
export function belowInput(organisationId: string, search: BelowSearch): ListOrganisationsInput {
  return {
    organisationId,
    depth: search.depth,
    kinds: search.kind,
    archived: search.archived,
    sort: search.sort,
    dir: search.dir,
    ...searchInput(search),
  };
}

/** True when something narrows the list. */
export function isNarrowed(search: BelowSearch): boolean {
  return search.q.trim() !== '' || search.kind.length > 0;
}
