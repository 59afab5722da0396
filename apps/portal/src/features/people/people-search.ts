import { type ListInvitationsInput, type ListMembersInput, memberSortKeys, roles } from '@switchroom/contracts';
import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { orderParsers, placeParsers, searchInput } from '../../shell/list-search';

export const memberPlaces = ['here', 'below', 'above'] as const;

/** Everything that defines the view of an organisation's people, as it stands in the address; `person` is the open one. */
export const peopleParsers = {
  q: parseAsString.withDefault(''),
  role: parseAsStringLiteral(roles),
  where: parseAsStringLiteral(memberPlaces),
  ...orderParsers(memberSortKeys, 'name'),
  person: parseAsString,
  ...placeParsers,
};
export type PeopleSearch = inferParserType<typeof peopleParsers>;

export const loadPeopleSearch = createLoader(peopleParsers);

/** The request that belongs to a view; the same on the server and in the browser. */
export function peopleInput(organisationId: string, search: PeopleSearch): ListMembersInput {
  return {
    organisationId,
    role: search.role === null ? [] : [search.role],
    ...(search.where === null ? {} : { where: search.where }),
    sort: search.sort,
    dir: search.dir,
    ...searchInput(search),
  };
}

/** Open invitations beside the list: the newest ones. */
export function openInvitationsInput(organisationId: string): ListInvitationsInput {
  return { organisationId, limit: 100 };
}
