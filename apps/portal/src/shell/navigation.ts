import type { Permission } from '@switchroom/contracts';
import {
  Activity,
  Building2,
  GitCompareArrows,
  type LucideIcon,
  ScrollText,
  Server,
  SlidersHorizontal,
} from 'lucide-react';

export interface NavigationEntry {
  /** Key of its text under `nav`. */
  key: 'overview' | 'pbxs' | 'settings' | 'changes' | 'audit' | 'organisation';
  /** Below `/o/[organisationId]`. */
  path: '' | '/pbxs' | '/settings' | '/changes' | '/audit' | '/organisation';
  icon: LucideIcon;
  permission: Permission;
  /** Second key after `g`. */
  hotkey: string;
  /** Behind "more" on a phone, where there is room for three. */
  rare?: true;
}

/** The pages of an organisation in the order of the navigation. An entry that the role may not use is left out. */
export const navigationEntries: readonly NavigationEntry[] = [
  { key: 'overview', path: '', icon: Activity, permission: 'pbxs:read', hotkey: 'o' },
  { key: 'pbxs', path: '/pbxs', icon: Server, permission: 'pbxs:read', hotkey: 'p' },
  {
    key: 'settings',
    path: '/settings',
    icon: SlidersHorizontal,
    permission: 'settings:read',
    hotkey: 'e',
    rare: true,
  },
  { key: 'changes', path: '/changes', icon: GitCompareArrows, permission: 'plans:read', hotkey: 'c' },
  { key: 'audit', path: '/audit', icon: ScrollText, permission: 'audit:read', hotkey: 'a' },
  { key: 'organisation', path: '/organisation', icon: Building2, permission: 'organisations:read', hotkey: 's' },
];

/** Whether `pathname` lies in the entry's part of the portal. */
export function isCurrent(entry: NavigationEntry, pathname: string, organisationId: string): boolean {
  const base = `/o/${organisationId}${entry.path}`;
  return pathname === base || (entry.path !== '' && pathname.startsWith(`${base}/`));
}

/**
 * Where a person lands who moves to another organisation: the same kind of page, but never a PBX or a change that
 * belongs to the one they leave.
 */
export function samePageIn(organisationId: string, pathname: string): string {
  const section = /^\/o\/[^/]+(\/[^/]+)?/.exec(pathname)?.[1] ?? '';
  const entry = navigationEntries.find(({ path }) => path === section);
  return `/o/${organisationId}${entry?.path ?? ''}`;
}
