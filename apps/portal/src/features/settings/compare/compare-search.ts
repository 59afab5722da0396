import type { CompareSettingsInput, SettingPlace } from '@switchroom/contracts';
import { createLoader, createParser, type inferParserType, parseAsBoolean } from 'nuqs/server';

/** A place of a comparison as the address has it: `organisation:<id>` or `pbx:<id>`. */
type PlaceId = NonNullable<CompareSettingsInput['left']>;

const form = /^(organisation|pbx):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

const parseAsPlace = createParser<PlaceId>({
  parse(text) {
    const [, kind, id = ''] = form.exec(text) ?? [];
    if (kind === undefined) return null;
    return kind === 'pbx' ? { pbxId: id } : { organisationId: id };
  },
  serialize: (place) => ('pbxId' in place ? `pbx:${place.pbxId}` : `organisation:${place.organisationId}`),
  eq: (one, other) => JSON.stringify(one) === JSON.stringify(other),
});

/** Everything that defines a comparison, as it stands in the address. Without a left side it is the page's organisation. */
export const compareParsers = {
  left: parseAsPlace,
  right: parseAsPlace,
  /** Settings that are equal, too. */
  all: parseAsBoolean.withDefault(false),
};
export type CompareSearch = inferParserType<typeof compareParsers>;

export const loadCompareSearch = createLoader(compareParsers);

/** The request that belongs to a view, once both sides are chosen; the same on the server and in the browser. */
export function compareInput(organisationId: string, { left, right }: CompareSearch): CompareSettingsInput | undefined {
  return right === null ? undefined : { organisationId, left: left ?? { organisationId }, right };
}

/** The place as an address names it. */
export function placeId(place: SettingPlace): PlaceId {
  return 'pbx' in place ? { pbxId: place.pbx.id } : { organisationId: place.organisation.id };
}

/** Whether an address names this place. */
export function isPlace(id: PlaceId, place: SettingPlace): boolean {
  return 'pbxId' in id
    ? 'pbx' in place && place.pbx.id === id.pbxId
    : 'organisation' in place && place.organisation.id === id.organisationId;
}
