import { type ListOrganisationsInput, organisationKinds, organisationSortKeys } from '@switchroom/contracts';
import {
  createLoader,
  type inferParserType,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';

/** Everything that defines the view of what hangs below an organisation, as it stands in the address. */
export const belowParsers = {
  q: parseAsString.withDefault(''),
  depth: parseAsStringLiteral(['children', 'subtree'] as const).withDefault('children'),
  kind: parseAsArrayOf(parseAsStringLiteral(organisationKinds)).withDefault([]),
  archived: parseAsBoolean.withDefault(false),
  sort: parseAsStringLiteral(organisationSortKeys).withDefault('name'),
  dir: parseAsStringLiteral(['asc', 'desc'] as const).withDefault('asc'),
  /** Keyset cursor of the page, from the answer before it. */
  after: parseAsString,
  /** Only for "51-100 of": pages are found by `after`. */
  page: parseAsInteger.withDefault(1),
};
export type BelowSearch = inferParserType<typeof belowParsers>;

/** Reads the view from a page's `searchParams`. */
export const loadBelowSearch = createLoader(belowParsers);

/** The request that belongs to a view. Server and browser must make the same one, or the first data is read twice. */
export function belowInput(organisationId: string, search: BelowSearch): ListOrganisationsInput {
  return {
    organisationId,
    depth: search.depth,
    q: search.q.trim().slice(0, 100),
    kinds: search.kind,
    archived: search.archived,
    sort: search.sort,
    dir: search.dir,
    ...(search.after === null ? {} : { cursor: search.after }),
    limit: 50,
  };
}

/** True when something narrows the list. */
export function isNarrowed(search: BelowSearch): boolean {
  return search.q.trim() !== '' || search.kind.length > 0;
}
