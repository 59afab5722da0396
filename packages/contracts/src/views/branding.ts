import type { OrganisationRef } from './session';

/** How the portal looks: what its frame, its sign-in page and their styles need, and nothing else. */
export interface BrandingView {
  productName: string;
  /** `#rrggbb`; null keeps the product's own accent. */
  accentLight: string | null;
  accentDark: string | null;
  /** SHA-256 of the logo, by which it is fetched; null without one. */
  logo: string | null;
}

/** An organisation's own branding, as its form shows it. */
export interface OwnBranding extends BrandingView {
  hostName: string | null;
  mailFromName: string | null;
  mailReplyTo: string | null;
  version: number;
}

export interface BrandingSettings {
  /** Null where the organisation has none of its own. */
  own: OwnBranding | null;
  /** What holds without one of its own, from above; null where nobody above has any. */
  inherited: BrandingView | null;
  /** Whose that is, as far as the caller reaches up. */
  inheritedFrom: OrganisationRef | undefined;
}
