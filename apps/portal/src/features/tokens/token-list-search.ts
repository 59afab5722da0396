import { type ListTokensInput, tokenStates } from '@switchroom/contracts';
import { createLoader, type inferParserType, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';

/** Everything that defines the view of the tokens, as it stands in the address. */
export const tokenListParsers = {
  q: parseAsString.withDefault(''),
  state: parseAsStringLiteral(tokenStates),
  after: parseAsString,
  page: parseAsInteger.withDefault(1),
};
export type TokenListSearch = inferParserType<typeof tokenListParsers>;

export const loadTokenListSearch = createLoader(tokenListParsers);

/** The request that belongs to a view; the same on the server and in the browser. */
export function tokenListInput(organisationId: string, search: TokenListSearch): ListTokensInput {
  return {
    organisationId,
    q: search.q.trim().slice(0, 100),
    ...(search.state === null ? {} : { state: search.state }),
    ...(search.after === null ? {} : { cursor: search.after }),
    limit: 50,
  };
}
