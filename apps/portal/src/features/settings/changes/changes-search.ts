import { type ListSettingChangesInput, settingEntry } from '@switchroom/contracts';
import { createLoader, type inferParserType, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { placeInput, placeParsers } from '../../../shell/list-search';

/** Everything that defines the view of the changes of settings, as it stands in the address; `change` is the open one. */
export const changesParsers = {
  state: parseAsStringLiteral(['open', 'ended'] as const),
  key: parseAsString,
  pbx: parseAsString,
  /** Those of everything below, too. */
  below: parseAsBoolean.withDefault(true),
  change: parseAsString,
  ...placeParsers,
};
export type ChangesSearch = inferParserType<typeof changesParsers>;

export const loadChangesSearch = createLoader(changesParsers);

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether an address names a thing that there can be. */
export function isId(text: string | null): text is string {
  return text !== null && uuid.test(text);
}

/** The request that belongs to a view; the same on the server and in the browser. What an address holds that is none is left out. */
export function changesInput(organisationId: string, search: ChangesSearch): ListSettingChangesInput {
  return {
    organisationId,
    ...(isId(search.pbx) ? { pbxId: search.pbx } : {}),
    ...(search.key !== null && settingEntry(search.key) !== undefined ? { key: search.key } : {}),
    ...(search.state === null ? {} : { state: search.state }),
    below: search.below,
    ...placeInput(search),
  };
}

/** How many changes wait or are scheduled: counted by the shortest page of them. */
export function openChangesInput(organisationId: string): ListSettingChangesInput {
  return { organisationId, state: 'open', below: true, limit: 1 };
}
