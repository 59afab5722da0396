import { type ListPlansInput, planStates } from '@switchroom/contracts';
import {
  createLoader,
  type inferParserType,
  parseAsArrayOf,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';

/** Everything that defines the view of the list of changes, as it stands in the address. */
export const planListParsers = {
  q: parseAsString.withDefault(''),
  state: parseAsArrayOf(parseAsStringLiteral(planStates)).withDefault([]),
  pbx: parseAsString,
  after: parseAsString,
  page: parseAsInteger.withDefault(1),
};
export type PlanListSearch = inferParserType<typeof planListParsers>;

export const loadPlanListSearch = createLoader(planListParsers);

/** The request that belongs to a view; the same on the server and in the browser. */
export function planListInput(organisationId: string, search: PlanListSearch): ListPlansInput {
  return {
    organisationId,
    q: search.q.trim().slice(0, 100),
    state: search.state,
    ...(search.pbx === null ? {} : { pbxId: search.pbx }),
    ...(search.after === null ? {} : { cursor: search.after }),
    limit: 50,
  };
}
