/** The kinds of organisation, from the top down. */
export const organisationKinds = ['provider', 'reseller', 'customer', 'site'] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

const below: Record<OrganisationKind, readonly OrganisationKind[]> = {
  provider: ['reseller', 'customer'],
  reseller: ['reseller', 'customer'],
  customer: ['site'],
  site: ['site'],
};

/** What may hang below an organisation of this kind: resellers and sites to any depth. */
export function childKinds(kind: OrganisationKind): readonly OrganisationKind[] {
  return below[kind];
}
