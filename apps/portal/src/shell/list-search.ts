import { parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';

/** Rows of a page where a list does not say otherwise. */
export const LIST_PAGE = 50;

/** How much of what was typed is searched for. */
const SEARCH_LENGTH = 100;

/** The page of a list, as it stands in the address. */
export const placeParsers = {
  /** Keyset cursor of the page, from the answer before it. */
  after: parseAsString,
  /** Only for "51-100 of": pages are found by `after`. */
  page: parseAsInteger.withDefault(1),
};

/** The order of a list, as it stands in the address; `first` where it says nothing. */
export function orderParsers<const Key extends string>(keys: readonly Key[], first: NoInfer<Key>) {
  return {
    sort: parseAsStringLiteral(keys).withDefault(first),
    dir: parseAsStringLiteral(['asc', 'desc'] as const).withDefault('asc'),
  };
}

/** What a request says of the page. */
export function placeInput({ after }: { after: string | null }, limit = LIST_PAGE): { cursor?: string; limit: number } {
  return { ...(after === null ? {} : { cursor: after }), limit };
}

/** What a request says of the page and of what is searched for. */
export function searchInput(
  search: { q: string; after: string | null },
  limit = LIST_PAGE,
): { q: string; cursor?: string; limit: number } {
  return { q: search.q.trim().slice(0, SEARCH_LENGTH), ...placeInput(search, limit) };
}
