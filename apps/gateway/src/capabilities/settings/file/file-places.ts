import { settingsCatalogue } from '@switchroom/contracts';
import type { SettingsTree, TreeOrganisation } from '../../../settings/tree';
import { positionsBelow } from './match-places';
import { type FilePlace, secretMarker } from './settings-file';

/** Every place at or below an organisation with its own values and locks, also where there are none. */
export function filePlaces(tree: SettingsTree, top: Pick<TreeOrganisation, 'path'>): FilePlace[] {
  return positionsBelow(tree, top).map(({ place, position }) => {
    const values: FilePlace['values'] = new Map(
      settingsCatalogue.flatMap(({ key, secret }) => {
        const own = tree.own(place, key);
        return own === undefined ? [] : [[key, secret ? secretMarker : own.value] as const];
      }),
    );
    const locks = new Map(
      settingsCatalogue.flatMap(({ key }) => {
        const lock = tree.lock(place, key);
        return lock === undefined ? [] : [[key, lock.reason] as const];
      }),
    );
    return { ...position, id: place.id, values, locks };
  });
}
