import type {
  ArchiveOrganisationInput,
  CreateOrganisationInput,
  ListOrganisationsInput,
  MoveOrganisationInput,
  MovePreview,
  OrganisationDetail,
  OrganisationHit,
  OrganisationRef,
  OrganisationRow,
  OrganisationView,
  Page,
  Permission,
  RenameOrganisationInput,
} from '@switchroom/contracts';
import type { Tenant } from '../../db/tenant';
import type { OrganisationSearch } from './organisations.queries';

/** What a caller reaches, for work that concerns more than one organisation. */
export interface Reach {
  /** The proof of access to another organisation; throws as the ladder of procedures does. */
  tenantOf(organisationId: string): Promise<Tenant>;
  /** Those of these organisations that the caller may look at. Nothing is recorded. */
  within(organisationIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Records the denied attempt and throws `forbidden`. */
  refuse(tenant: Tenant, permission: Permission): Promise<never>;
}

export interface OrganisationsService {
  /** Organisations below the roots a caller reaches whose name holds `q`, best match first; without `q` the topmost. */
  search(roots: readonly { path: string }[], input: OrganisationSearch): Promise<OrganisationHit[]>;
  /** The tenant's organisation, its trail as far up as the caller reaches, how it looks, and what the caller may do there. */
  get(tenant: Tenant, roots: readonly { path: string }[]): Promise<OrganisationView>;
  /** What hangs below the tenant's organisation. */
  list(tenant: Tenant, input: ListOrganisationsInput): Promise<Page<OrganisationRow>>;
  /** The tenant's organisation as its own page shows it. */
  detail(tenant: Tenant, roots: readonly { path: string }[]): Promise<OrganisationDetail>;
  /** Throws `already-exists` on `name`, `invalid-input` on `kind` for one that cannot hang there. */
  create(tenant: Tenant, input: CreateOrganisationInput): Promise<OrganisationRef>;
  /** Throws `already-exists` on `name`, `plan-outdated` for an old version. */
  rename(tenant: Tenant, input: RenameOrganisationInput): Promise<void>;
  /** What moving the tenant's organisation would do; throws as `move` where it cannot be done at all. */
  previewMove(tenant: Tenant, parentId: string, reach: Reach): Promise<MovePreview>;
  /**
   * Moves the tenant's organisation with everything below it. Throws `invalid-input` on `parentId` for a place it cannot
   * hang at and for custom roles it would lose, `already-exists` on `parentId` for a name that is taken there,
   * `plan-outdated` when the preview would be another one by now.
   */
  move(tenant: Tenant, input: MoveOrganisationInput, reach: Reach): Promise<void>;
  /** Throws `invalid-input` on `organisationId` for the top and while plans run, on `confirmName` for another name. */
  archive(tenant: Tenant, input: ArchiveOrganisationInput): Promise<void>;
  /** Throws `plan-outdated` for an old version and for one that is not archived itself. */
  restore(tenant: Tenant, input: { version: number }): Promise<void>;
}
