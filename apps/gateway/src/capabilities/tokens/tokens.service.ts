import type { CreatedToken, CreateTokenInput, ListTokensInput, Page, TokenRow } from '@switchroom/contracts';
import type { Caller } from '../../auth/caller';
import type { Tenant } from '../../db/tenant';

export interface TokensService {
  /** Tokens of the organisation and of everything below it, the newest first. */
  list(tenant: Tenant, input: ListTokensInput): Promise<Page<TokenRow>>;
  /**
   * Makes one for the tenant's organisation. Throws `invalid-input` on `permissions` for what its maker does not hold
   * there or what no token may hold, and `forbidden` for a caller who is no person or acts as another.
   */
  create(tenant: Tenant, caller: Caller, input: CreateTokenInput): Promise<CreatedToken>;
  /** Ends one at once. Throws `not-found` outside the tenant; one that is revoked already stays so. */
  revoke(tenant: Tenant, tokenId: string): Promise<void>;
}
