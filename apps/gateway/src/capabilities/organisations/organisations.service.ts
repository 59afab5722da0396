import type { OrganisationHit, OrganisationView } from '@switchroom/contracts';
import type { Tenant } from '../../db/tenant';

export interface OrganisationsService {
  /** Organisations below the roots a caller reaches whose name holds `q`, best match first; without `q` the topmost. */
  search(
    roots: readonly { path: string }[],
    input: { q: string; limit: number; archived: boolean },
  ): Promise<OrganisationHit[]>;
  /** The tenant's organisation, its trail as far up as the caller reaches, and what the caller may do there. */
  get(tenant: Tenant, roots: readonly { path: string }[]): Promise<OrganisationView>;
}
