import type { BrandingSettings, BrandingView, LogoType, UpdateBrandingInput } from '@switchroom/contracts';
import type { Tenant } from '../../db/tenant';

export interface BrandingService {
  /** The look of the portal under a host name (lower case, no port), for anybody; null is the product's own. */
  forHost(host: string | undefined): Promise<BrandingView | null>;
  /** What the tenant's organisation has set, and what it would get from above without that. */
  get(tenant: Tenant, roots: readonly { path: string }[]): Promise<BrandingSettings>;
  /**
   * Throws `plan-outdated` for an old version, `already-exists` on `hostName` for one that is taken, `invalid-input` for
   * the portal's own host name and for a file that is no logo.
   */
  update(tenant: Tenant, input: UpdateBrandingInput): Promise<void>;
  /** From then on the one above counts. Throws `plan-outdated` for an old version or where there is none. */
  remove(tenant: Tenant, input: { version: number }): Promise<void>;
  /** A logo by the SHA-256 of its bytes (hex); undefined when nobody has it. */
  logo(hash: string): Promise<{ type: LogoType; bytes: Uint8Array } | undefined>;
}
