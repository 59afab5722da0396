import type { OrganisationHit, OrganisationRef } from '@switchroom/contracts';
import { AppError, settingsCatalogue } from '@switchroom/contracts';
import { count, eq } from 'drizzle-orm';
import { concernedBy } from '../../auth/concerned';
import { brandingOf } from '../../db/branding';
import { organisations } from '../../db/schema/index';
import type { GatewayBus } from '../../events';
import { type AffectedPbx, archiveOrganisation, restoreOrganisation } from './archive-organisation';
import { type ChangeDependencies, createOrganisation, renameOrganisation } from './change-organisation';
import { listBelow, talliesOf } from './list.queries';
import { moveOrganisation, moveTenants, pbxsBelow, previewMove } from './move-organisation';
import {
  ancestorsOf,
  compareMatches,
  findOrganisation,
  idsIn,
  type OrganisationRecord,
  searchOrganisations,
} from './organisations.queries';
import type { OrganisationsService } from './organisations.service';
import { requireOrganisation } from './tree';

export interface OrganisationsDependencies extends ChangeDependencies {
  bus: GatewayBus;
}

/** The tree: finding one's way in it, and changing it; nothing above or beside what a person reaches is ever named. */
export function createOrganisationsService(dependencies: OrganisationsDependencies): OrganisationsService {
  const { db, bus } = dependencies;
  /** After the commit: rights end or begin with it, so open streams of those with a place there are looked at again. */
  const linksChanged = async (path: string, affected: readonly AffectedPbx[]): Promise<void> => {
    bus.emit('access.changed', { userIds: await concernedBy(db, [path]) });
    const [first] = affected;
    // The reconciler reads all desired rows, so it is told once.
    if (first !== undefined) bus.emit('targets.changed', first);
    for (const pbx of affected) bus.emit('pbx.changed', { ...pbx, what: 'link' });
  };

  return {
    async search(roots, input) {
      const found: (OrganisationHit & OrganisationRecord)[] = [];
      // One after the other, each in its own scope: few people belong to more than one place.
      for (const root of roots) {
        await db.inScope(root, async (tx) => {
          const records = await searchOrganisations(tx, input);
          const known = await ancestorsOf(tx, records);
          found.push(...records.map((record) => ({ ...record, ...toHit(record, known) })));
        });
      }
      return found
        .toSorted(compareMatches)
        .slice(0, input.limit)
        .map(({ id, name, kind, trail, pbxs, archived }) => ({ id, name, kind, trail, pbxs, archived }));
    },
    async get(tenant, roots) {
      const branding = await brandingOf(db, tenant.path);
      return await db.inScope(rootAbove(tenant, roots), async (tx) => {
        const record = await findOrganisation(tx, tenant.organisationId);
        if (record === undefined) throw new AppError('not-found');
        return {
          ...toHit(record, await ancestorsOf(tx, [record])),
          permissions: [...tenant.permissions],
          branding: branding?.view ?? null,
        };
      });
    },
    list: (tenant, input) => db.inScope(tenant, (tx) => listBelow(tx, tenant, input)),
    async detail(tenant, roots) {
      return await db.inScope(rootAbove(tenant, roots), async (tx) => {
        const row = await requireOrganisation(tx, tenant.organisationId);
        const record = await findOrganisation(tx, row.id);
        const [children] = await tx
          .select({ value: count() })
          .from(organisations)
          .where(eq(organisations.parentId, row.id));
        const known = await ancestorsOf(tx, [row]);
        const parentId = idsIn(row.path).at(-2);
        return {
          id: row.id,
          name: row.name,
          kind: row.kind,
          version: row.version,
          createdAt: row.createdAt,
          parent: parentId === undefined ? undefined : known.get(parentId),
          archivedAt: row.archivedAt ?? undefined,
          archivedAbove: row.archivedAt === null && record?.archived === true,
          children: children?.value ?? 0,
          ...(await talliesOf(tx, [row.id]))(row.id),
        };
      });
    },
    create: (tenant, input) => createOrganisation(dependencies, tenant, input),
    rename: (tenant, input) => renameOrganisation(dependencies, tenant, input),
    async previewMove(tenant, parentId, reach) {
      return await previewMove(dependencies, await moveTenants(tenant, parentId, reach), reach);
    },
    async move(tenant, input, reach) {
      const tenants = await moveTenants(tenant, input.parentId, reach);
      await moveOrganisation(dependencies, tenants, input.digest, reach);
      // Those above the old place lose it, those above the new one gain it, those below live under other policies.
      const places = [tenant.path, `${tenants.to.path}${tenant.organisationId}/`];
      bus.emit('access.changed', { userIds: await concernedBy(db, places) });
      // Other values reach what was moved from above.
      bus.emit('settings.changed', {
        what: 'values',
        paths: places,
        pbxIds: await pbxsBelow(db, tenant.organisationId),
        keys: settingsCatalogue.map(({ key }) => key),
      });
    },
    async archive(tenant, input) {
      await linksChanged(tenant.path, await archiveOrganisation(dependencies, tenant, input));
    },
    async restore(tenant, input) {
      await linksChanged(tenant.path, await restoreOrganisation(dependencies, tenant, input));
    },
  };
}

/** The scope that shows as much of the way up as the caller may see. */
function rootAbove(tenant: { path: string }, roots: readonly { path: string }[]): { path: string } {
  return roots.find(({ path }) => tenant.path.startsWith(path)) ?? tenant;
}

function toHit(record: OrganisationRecord, known: Map<string, OrganisationRef>): OrganisationHit {
  const { id, name, kind, path, pbxs, archived } = record;
  const trail = idsIn(path)
    .slice(0, -1)
    .flatMap((above) => known.get(above) ?? []);
  return { id, name, kind, pbxs, archived, trail };
}
