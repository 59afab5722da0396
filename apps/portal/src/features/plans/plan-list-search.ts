import { type ListPlansInput, planStates } from '@switchroom/contracts';
import { createLoader, type inferParserType, parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { placeParsers, searchInput } from '../../shell/list-search';

/** Everything that defines the view of the list of changes, as it stands in the address. */
export const planListParsers = {
  q: parseAsString.withDefault(''),
  state: parseAsArrayOf(parseAsStringLiteral(planStates)).withDefault([]),
  pbx: parseAsString,
  ...placeParsers,
};
export type PlanListSearch = inferParserType<typeof planListParsers>;

export const loadPlanListSearch = createLoader(planListParsers);

/** The request that belongs to a view; the same on the server and in the browser. */
export function planListInput(organisationId: string, search: PlanListSearch): ListPlansInput {
  return {
    organisationId,
    state: search.state,
    ...(search.pbx === null ? {} : { pbxId: search.pbx }),
    ...searchInput(search),
  };
}
