import { eq } from 'drizzle-orm';
import { brandingOf } from '../../db/branding';
import { systemScope } from '../../db/database';
import { organisations } from '../../db/schema/index';
import { brandingOfHost, logoOfHash, ownBranding } from './branding.queries';
import type { BrandingService } from './branding.service';
import { type BrandingDependencies, removeBranding, updateBranding } from './change-branding';

/** How the portal looks by organisation and by host name; the nearest branding above counts as a whole. */
export function createBrandingService(dependencies: BrandingDependencies): BrandingService {
  const { db } = dependencies;
  return {
    async forHost(host) {
      if (host === undefined) return null;
      return (await db.inScope(systemScope, (tx) => brandingOfHost(tx, host))) ?? null;
    },
    async get(tenant, roots) {
      const above = tenant.path.split('/').slice(0, -2).join('/');
      const inherited = await brandingOf(db, above);
      // In the scope of what the caller reaches: who looks down from a reseller does not learn who is above.
      const scope = roots.find(({ path }) => tenant.path.startsWith(path)) ?? tenant;
      return await db.inScope(scope, async (tx) => {
        const [from] =
          inherited === undefined
            ? []
            : await tx
                .select({ id: organisations.id, name: organisations.name, kind: organisations.kind })
                .from(organisations)
                .where(eq(organisations.id, inherited.organisationId));
        return {
          own: (await ownBranding(tx, tenant.organisationId)) ?? null,
          inherited: inherited?.view ?? null,
          inheritedFrom: from,
        };
      });
    },
    update: (tenant, input) => updateBranding(dependencies, tenant, input),
    remove: (tenant, { version }) => removeBranding(dependencies, tenant, version),
    async logo(hash) {
      return await db.inScope(systemScope, (tx) => logoOfHash(tx, hash));
    },
  };
}
