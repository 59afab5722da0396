import type { z } from 'zod';
import type { pbxActivityInput } from '@switchroom/contracts';
import { createLoader, type inferParserType } from 'nuqs/server';
import { placeInput, placeParsers } from '../../shell/list-search';

/** Which page of the activity is shown, as it stands in the address. */
export const activityParsers = placeParsers;
export type ActivitySearch = inferParserType<typeof activityParsers>;
export const loadActivitySearch = createLoader(activityParsers);

export const ACTIVITY_PAGE = 50;

/** The request that belongs to a page; the same on both sides. */
export function activityInput(
  organisationId: string,
  pbxId: string,
  search: ActivitySearch,
): z.infer<typeof pbxActivityInput> {
  return {
    organisationId,
    pbxId,
    ...placeInput(search, ACTIVITY_PAGE),
  };
}
