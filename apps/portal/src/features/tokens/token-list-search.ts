import { type ListTokensInput, tokenStates } from '@switchroom/contracts';
import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { placeParsers, searchInput } from '../../shell/list-search';

/** Everything that defines the view of the tokens, as it stands in the address. */
export const tokenListParsers = {
  q: parseAsString.withDefault(''),
  state: parseAsStringLiteral(tokenStates),
  ...placeParsers,
};
export type TokenListSearch = inferParserType<typeof tokenListParsers>;

export const loadTokenListSearch = createLoader(tokenListParsers);

/** The request that belongs to a view; the same on the server and in the browser. */
export function tokenListInput(organisationId: string, search: TokenListSearch): ListTokensInput {
  return {
    organisationId,
    ...(search.state === null ? {} : { state: search.state }),
    ...searchInput(search),
  };
}
