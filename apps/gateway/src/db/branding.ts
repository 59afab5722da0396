import type { BrandingView } from '@switchroom/contracts';
import { inArray, sql } from 'drizzle-orm';
import { type Database, systemScope } from './database';
import { branding } from './schema/index';

/** SHA-256 of the logo in hex: its address, and what tells one logo from another. */
const logoHash = sql<string | null>`encode(${branding.logoHash}, 'hex')`;

/** Columns of how the portal looks. */
export const brandingView = {
  productName: branding.productName,
  accentLight: branding.accentLight,
  accentDark: branding.accentDark,
  logo: logoHash,
};

/** Branding with the organisation it was set at. */
export interface PlacedBranding {
  organisationId: string;
  view: BrandingView;
}

/**
 * The nearest branding on the way up a path (`/<id>/<id>/`), the organisation's own included; undefined where nobody has
 * any. It may belong to a reseller above of whom the caller sees nothing else: its look is meant to be seen below.
 */
export async function brandingOf(db: Database, path: string): Promise<PlacedBranding | undefined> {
  const ids = path.split('/').filter((part) => part !== '');
  if (ids.length === 0) return undefined;
  const rows = await db.inScope(systemScope, (tx) =>
    tx
      .select({ organisationId: branding.organisationId, view: brandingView })
      .from(branding)
      .where(inArray(branding.organisationId, ids)),
  );
  return rows.toSorted((a, b) => ids.indexOf(b.organisationId) - ids.indexOf(a.organisationId))[0];
}
