'use client';
import type { SettingLevel } from '@switchroom/contracts';
import { useCan, useOrganisation } from '../../../session/session-context';
import type { ShownSetting } from './find-settings';

/** Why a setting cannot be changed at a place. */
export type ReadOnlyReason = 'locked' | 'level' | 'permission' | 'critical';

/** Tells of each setting why the person cannot change it at a place of this level; undefined where they can. */
export function useReadOnly(level: SettingLevel): (setting: ShownSetting) => ReadOnlyReason | undefined {
  const mayUpdate = useCan('settings:update');
  const mayCritical = useCan('settings:critical');
  const { archived } = useOrganisation();
  return ({ entry, view }) => {
    if (view.lockedBy !== undefined) return 'locked';
    if (!entry.levels.includes(level)) return 'level';
    if (!mayUpdate || archived) return 'permission';
    return entry.safetyCritical && !mayCritical ? 'critical' : undefined;
  };
}
