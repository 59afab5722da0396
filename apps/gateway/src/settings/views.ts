import type { OrganisationRef, ResolvedSetting, SettingLock, SettingPlace, SettingView } from '@switchroom/contracts';
import { namedAncestors } from '../auth/role-choice';
import type { OwnLock, Place } from './tree';

/**
 * Which places on the way down to an organisation a person may see named: those at or below the topmost organisation
 * through which they reach it (`AccessService.rootsOf`). What lies above counts, and is not named.
 */
export class Naming {
  readonly #named: ReadonlySet<string>;

  /** `path` is that of the organisation looked at, or of the PBX's. */
  constructor(path: string, roots: readonly { path: string }[]) {
    this.#named = namedAncestors(path, roots);
  }

  has({ organisation }: Place): boolean {
    return this.#named.has(organisation.id);
  }

  /** Null above the person's reach. */
  place(place: Place): SettingPlace | null {
    return this.has(place) ? placeView(place) : null;
  }

  organisation(place: Place): OrganisationRef | null {
    const { id, name, kind } = place.organisation;
    return this.has(place) ? { id, name, kind } : null;
  }

  /** Where what holds comes from. */
  origin({ from }: ResolvedSetting<Place>): SettingView['origin'] {
    return from === undefined ? { level: 'factory' } : { level: from.level, place: this.place(from.at) };
  }

  /** A reason that somebody above the person's reach gave is theirs to read, their name is not. */
  lock(place: Place, { reason, lockedByName, lockedAt }: OwnLock): SettingLock {
    return { by: this.organisation(place), reason, personName: this.has(place) ? lockedByName : null, at: lockedAt };
  }
}

/** A place as views name it; only for what is in the person's reach. */
export function placeView({ organisation: { id, name, kind }, pbx }: Place): SettingPlace {
  return pbx === undefined ? { organisation: { id, name, kind } } : { pbx: { id: pbx.id, name: pbx.name } };
}
