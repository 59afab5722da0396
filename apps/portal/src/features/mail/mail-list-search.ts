import { type ListMailInput, mailStates } from '@switchroom/contracts';
import { createLoader, type inferParserType, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';

/** Everything that defines the view of the outbox, as it stands in the address; `mail` is the open mail. */
export const mailListParsers = {
  q: parseAsString.withDefault(''),
  state: parseAsStringLiteral(mailStates),
  mail: parseAsString,
  after: parseAsString,
  page: parseAsInteger.withDefault(1),
};
export type MailListSearch = inferParserType<typeof mailListParsers>;

export const loadMailListSearch = createLoader(mailListParsers);

/** The request that belongs to a view; the same on the server and in the browser. */
export function mailListInput(organisationId: string, search: MailListSearch): ListMailInput {
  return {
    organisationId,
    q: search.q.trim().slice(0, 100),
    ...(search.state === null ? {} : { state: search.state }),
    ...(search.after === null ? {} : { cursor: search.after }),
    limit: 50,
  };
}
