import { type ListInvitationsInput, type ListMembersInput, memberSortKeys, roles } from '@switchroom/contracts';
import { createLoader, type inferParserType, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';

export const memberPlaces = ['here', 'below', 'above'] as const;

/** Everything that defines the view of an organisation's people, as it stands in the address; `person` is the open one. */
export const peopleParsers = {
  q: parseAsString.withDefault(''),
  role: parseAsStringLiteral(roles),
  where: parseAsStringLiteral(memberPlaces),
  sort: parseAsStringLiteral(memberSortKeys).withDefault('name'),
  dir: parseAsStringLiteral(['asc', 'desc'] as const).withDefault('asc'),
  person: parseAsString,
  after: parseAsString,
  page: parseAsInteger.withDefault(1),
};
export type PeopleSearch = inferParserType<typeof peopleParsers>;

export const loadPeopleSearch = createLoader(peopleParsers);

/** The request that belongs to a view; the same on the server and in the browser. */
export function peopleInput(organisationId: string, search: PeopleSearch): ListMembersInput {
  return {
    organisationId,
    q: search.q.trim().slice(0, 100),
    role: search.role === null ? [] : [search.role],
    ...(search.where === null ? {} : { where: search.where }),
    sort: search.sort,
    dir: search.dir,
    ...(search.after === null ? {} : { cursor: search.after }),
    limit: 50,
  };
}

/** Open invitations beside the list: the newest ones. */
export function openInvitationsInput(organisationId: string): ListInvitationsInput {
  return { organisationId, limit: 100 };
}
