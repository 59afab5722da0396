import { AppError, type OrganisationHit, type OrganisationRef } from '@switchroom/contracts';
import type { Database } from '../../db/database';
import {
  ancestorsOf,
  compareMatches,
  findOrganisation,
  type OrganisationRecord,
  searchOrganisations,
} from './organisations.queries';
import type { OrganisationsService } from './organisations.service';

/** Finding one's way in the tree; nothing above or beside what the person reaches is ever named. */
export function createOrganisationsService({ db }: { db: Database }): OrganisationsService {
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
      const root = roots.find(({ path }) => tenant.path.startsWith(path)) ?? tenant;
      return await db.inScope(root, async (tx) => {
        const record = await findOrganisation(tx, tenant.organisationId);
        if (record === undefined) throw new AppError('not-found');
        return { ...toHit(record, await ancestorsOf(tx, [record])), permissions: [...tenant.permissions] };
      });
    },
  };
}

function toHit(record: OrganisationRecord, known: Map<string, OrganisationRef>): OrganisationHit {
  const { id, name, kind, path, pbxs, archived } = record;
  return { id, name, kind, pbxs, archived, trail: idsAbove(path).flatMap((above) => known.get(above) ?? []) };
}

/** Ids in a path, from the top to the parent. */
function idsAbove(path: string): string[] {
  return path
    .split('/')
    .filter((part) => part !== '')
    .slice(0, -1);
}
