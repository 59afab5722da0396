/** Sides of a PBX's page, each with its own address below it. */
export const pbxSides = ['overview', 'apps', 'templates', 'licences', 'settings', 'activity'] as const;
export type PbxSide = (typeof pbxSides)[number];

/** Address of a side of a PBX's page. */
export function pbxPath(organisationId: string, pbxId: string, side: PbxSide = 'overview'): string {
  return `/o/${organisationId}/pbxs/${pbxId}${side === 'overview' ? '' : `/${side}`}`;
}

/** Address of the page that says what to configure on the PBX and watches its link. */
export function linkPagePath(organisationId: string, pbxId: string): string {
  return `/o/${organisationId}/pbxs/${pbxId}/link`;
}

/** The side that an address below the PBX shows. */
export function sideOf(pathname: string): PbxSide {
  const last = /\/pbxs\/[^/]+\/([a-z]+)/.exec(pathname)?.[1];
  return pbxSides.find((side) => side === last) ?? 'overview';
}
