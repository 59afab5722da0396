import { type ListMailInput, mailStates } from '@switchroom/contracts';
import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { placeParsers, searchInput } from '../../shell/list-search';

/** Everything that defines the view of the outbox, as it stands in the address; `mail` is the open mail. */
export const mailListParsers = {
  q: parseAsString.withDefault(''),
  state: parseAsStringLiteral(mailStates),
  mail: parseAsString,
  ...placeParsers,
};
export type MailListSearch = inferParserType<typeof mailListParsers>;

export const loadMailListSearch = createLoader(mailListParsers);

/** The request that belongs to a view; the same on the server and in the browser. */
export function mailListInput(organisationId: string, search: MailListSearch): ListMailInput {
  return {
    organisationId,
    ...(search.state === null ? {} : { state: search.state }),
    ...searchInput(search),
  };
}
