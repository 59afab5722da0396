import type { OrganisationHit } from '@switchroom/contracts';

export interface OrganisationsService {
  /** Organisations the person reaches whose name holds `q`, best match first; without `q` the nearest to home. */
  search(user: { id: string }, input: { q: string; limit: number }): Promise<OrganisationHit[]>;
  /** One organisation with its trail. Throws `not-found` when out of reach. */
  get(user: { id: string }, organisationId: string): Promise<OrganisationHit>;
}
