import type { Permission } from '@switchroom/contracts';

/** Sides of the settings' page, each with its own address below `/settings`, and the permission that shows it. */
export const settingsSides = [
  { side: 'values', permission: 'settings:read' },
  { side: 'changes', permission: 'settings:read' },
  { side: 'compare', permission: 'settings:read' },
  { side: 'files', permission: 'settings:read' },
  { side: 'checks', permission: 'settings:probe' },
] as const satisfies readonly { side: string; permission: Permission }[];
export type SettingsSide = (typeof settingsSides)[number]['side'];

/** Address of a side of the settings of an organisation; the values of a group have their own below it. */
export function settingsPath(organisationId: string, side: SettingsSide = 'values'): string {
  return `/o/${organisationId}/settings${side === 'values' ? '' : `/${side}`}`;
}

/** The side that an address shows; what is no side's name is a group of values. */
export function settingsSideOf(pathname: string): SettingsSide {
  const last = /\/settings\/([a-z-]+)/.exec(pathname)?.[1];
  return settingsSides.find(({ side }) => side === last)?.side ?? 'values';
}
