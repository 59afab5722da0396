import type { ListAppObjectsInput } from '@switchroom/contracts';
import { createLoader, createSerializer, type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { orderParsers, placeParsers, searchInput } from '../../shell/list-search';

export const appFilters = ['outside', 'hidden', 'connected'] as const;
export type AppFilter = (typeof appFilters)[number];

/** Everything that defines the view of the App objects of a PBX, as it stands in the address. */
export const appParsers = {
  q: parseAsString.withDefault(''),
  only: parseAsStringLiteral(['all', ...appFilters] as const).withDefault('all'),
  ...orderParsers(['name', 'longName', 'app', 'changed'], 'name'),
  ...placeParsers,
  /** Guid of the App object whose panel is open. */
  app: parseAsString,
  /** The panel that creates one: `choose`, `custom`, or a key of the catalogue. */
  new: parseAsString,
  /** The plan that is being looked at. */
  plan: parseAsString,
};
export type AppSearch = inferParserType<typeof appParsers>;

export const APPS_PAGE = 100;
export const loadAppSearch = createLoader(appParsers);
const serialize = createSerializer(appParsers);

/** Address of the view with one App object open. */
export function appPath(pathname: string, search: AppSearch, guid: string): string {
  return serialize(pathname, { ...search, app: guid, new: null, plan: null });
}

/** The request that belongs to a view; the same on both sides. */
export function appListInput(organisationId: string, pbxId: string, search: AppSearch): ListAppObjectsInput {
  return {
    organisationId,
    pbxId,
    only: search.only,
    sort: search.sort,
    dir: search.dir,
    ...searchInput(search, APPS_PAGE),
  };
}

/** True when something narrows the list. */
export function isNarrowed(search: AppSearch): boolean {
  return search.q.trim() !== '' || search.only !== 'all';
}
