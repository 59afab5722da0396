import type {
  CreateIdentityProviderInput,
  IdentityProvidersView,
  ProviderTest,
  UpdateIdentityProviderInput,
} from '@switchroom/contracts';
import type { Tenant } from '../../db/tenant';

/**
 * Identity providers of an organisation. Who sets one up can let anybody of its domains in, so it takes what the
 * organisation's administrator holds, and no role can be mapped that the person does not hold.
 */
export interface IdentityProvidersService {
  list(tenant: Tenant): Promise<IdentityProvidersView>;
  /** Throws `already-exists` for a name that is taken and `invalid-input` for a domain that is, wherever that may be. */
  create(tenant: Tenant, input: CreateIdentityProviderInput): Promise<void>;
  /** Throws `plan-outdated` for a stale form. */
  update(tenant: Tenant, input: UpdateIdentityProviderInput): Promise<void>;
  /** With the roles that it gave; accounts and roles given by hand stay. */
  remove(tenant: Tenant, input: { providerId: string; confirmName: string }): Promise<void>;
  /** Looks at what an issuer says of itself; nothing is stored. */
  test(tenant: Tenant, issuer: string): Promise<ProviderTest>;
  /** Before anybody has signed in: the provider that speaks for an e-mail address. Throws `too-many-requests`. */
  forEmail(email: string, address: string): Promise<{ provider: { id: string; name: string } | null }>;
}
