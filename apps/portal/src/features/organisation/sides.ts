import type { OrganisationKind, Permission } from '@switchroom/contracts';

/**
 * Sides of an organisation's page, each with its own address below `/organisation`, and what shows it: a permission, and the kind where it
 * is at home when it concerns the whole installation.
 */
export const organisationSides = [
  { side: 'general', permission: 'organisations:read' },
  { side: 'people', permission: 'members:read' },
  { side: 'roles', permission: 'roles:read' },
  { side: 'sign-in', permission: 'policies:read' },
  { side: 'tokens', permission: 'tokens:read' },
  { side: 'branding', permission: 'branding:update' },
  { side: 'mail', permission: 'mail:read' },
  { side: 'keys', permission: 'keys:read', only: 'provider' },
] as const satisfies readonly { side: string; permission: Permission; only?: OrganisationKind }[];
export type OrganisationSide = (typeof organisationSides)[number]['side'];

/** Address of a side of an organisation's page. */
export function organisationPath(organisationId: string, side: OrganisationSide = 'general'): string {
  return `/o/${organisationId}/organisation${side === 'general' ? '' : `/${side}`}`;
}

/** The side that an address shows. */
export function organisationSideOf(pathname: string): OrganisationSide {
  const last = /\/organisation\/([a-z-]+)/.exec(pathname)?.[1];
  return organisationSides.find(({ side }) => side === last)?.side ?? 'general';
}
