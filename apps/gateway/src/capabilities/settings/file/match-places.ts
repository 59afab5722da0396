import type { Place, SettingsTree, TreeOrganisation } from '../../../settings/tree';
import { type FilePosition, positionKey, type ReadPlace } from './settings-file';

/** What a place of a file is here: a place, or why it is none (a key of `fieldErrors`). */
export type Match = { place: Place } | { rule: 'settings-place-unknown' | 'settings-place-taken' };

/** Where a place at or below an organisation stands, as a file says it. */
export function positionsBelow(
  tree: SettingsTree,
  top: Pick<TreeOrganisation, 'path'>,
): { place: Place; position: FilePosition }[] {
  return tree.placesBelow(top.path).map((place) => {
    const at = tree
      .placesTo({ ...place, pbx: undefined })
      .filter(({ organisation }) => organisation.path.length > top.path.length)
      .map(({ organisation }) => organisation.name);
    return { place, position: { at, pbx: place.pbx?.name } };
  });
}

/**
 * Finds the places of a file at or below an organisation: by their names first, and by their id where no place has these
 * names. Names are what people see, and the only thing that a file from another installation shares with this one; an id
 * still finds what was renamed or moved since. Two places of a file never come to the same place here.
 *
 * Names are counted from the file's own organisation (`at: []`). That one is the importing organisation, unless an id says
 * that the file was made elsewhere in the same tree: a part's file imported above it stays with that part, and of a file
 * made above only what lies in the importing organisation is taken.
 */
export function matchPlaces(
  tree: SettingsTree,
  top: TreeOrganisation,
  places: readonly ReadPlace[],
): Map<ReadPlace, Match> {
  const known = positionsBelow(tree, top);
  const byPosition = new Map(known.map(({ place, position }) => [positionKey(position), place]));
  const byId = new Map(known.map(({ place }) => [place.id, place]));
  const here = placeFinder(places, top, known);
  const matches = new Map<ReadPlace, Match>();
  const taken = new Set<string>();
  const rest: ReadPlace[] = [];
  for (const place of places) {
    const position = here(place);
    const found = position && byPosition.get(positionKey(position));
    if (found === undefined) rest.push(place);
    else {
      matches.set(place, { place: found });
      taken.add(found.id);
    }
  }
  for (const place of rest) {
    const found = place.id === undefined ? undefined : byId.get(place.id);
    if (found === undefined || (found.pbx === undefined) !== (place.pbx === undefined)) {
      matches.set(place, { rule: 'settings-place-unknown' });
    } else if (taken.has(found.id)) {
      matches.set(place, { rule: 'settings-place-taken' });
    } else {
      matches.set(place, { place: found });
      taken.add(found.id);
    }
  }
  return matches;
}

/** Turns a position of the file into one of the importing organisation; undefined for what lies outside of it. */
function placeFinder(
  places: readonly ReadPlace[],
  top: TreeOrganisation,
  known: readonly { place: Place; position: FilePosition }[],
): (position: FilePosition) => FilePosition | undefined {
  const organisations = places.filter(({ pbx }) => pbx === undefined);
  const root = organisations.find(({ at }) => at.length === 0);
  const rootHere = known.find(({ place }) => place.pbx === undefined && place.id === root?.id);
  if (rootHere !== undefined) {
    return ({ at, pbx }) => ({ at: [...rootHere.position.at, ...at], pbx });
  }
  const topThere = organisations.find(({ id }) => id === top.id)?.at ?? [];
  return ({ at, pbx }) =>
    topThere.every((name, level) => at[level] === name) ? { at: at.slice(topThere.length), pbx } : undefined;
}
