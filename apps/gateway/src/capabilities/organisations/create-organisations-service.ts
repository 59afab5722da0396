import { AppError, type OrganisationHit, type OrganisationRef } from '@switchroom/contracts';
import { membershipOfUser } from '../../auth/members';
import type { Database } from '../../db/database';
import { ancestorsOf, findOrganisation, type OrganisationRecord, searchOrganisations } from './organisations.queries';
import type { OrganisationsService } from './organisations.service';

/** Finding one's way in the tree; nothing above or beside the person's own organisation is ever named. */
export function createOrganisationsService({ db }: { db: Database }): OrganisationsService {
  const homeOf = async (userId: string) => {
    const member = await membershipOfUser(db, userId);
    if (member === undefined) throw new AppError('signed-out', { message: 'the account belongs to no organisation' });
    return member.organisation;
  };
  return {
    async search(user, input) {
      const home = await homeOf(user.id);
      return await db.inScope(home, async (tx) => {
        const records = await searchOrganisations(tx, input);
        return toHits(records, await ancestorsOf(tx, records));
      });
    },
    async get(user, organisationId) {
      const home = await homeOf(user.id);
      return await db.inScope(home, async (tx) => {
        const record = await findOrganisation(tx, organisationId);
        if (record === undefined) throw new AppError('not-found');
        const [hit] = toHits([record], await ancestorsOf(tx, [record]));
        if (hit === undefined) throw new AppError('not-found');
        return hit;
      });
    },
  };
}

function toHits(records: OrganisationRecord[], known: Map<string, OrganisationRef>): OrganisationHit[] {
  return records.map(({ id, name, kind, path, pbxs }) => ({
    id,
    name,
    kind,
    pbxs,
    trail: idsAbove(path).flatMap((above) => known.get(above) ?? []),
  }));
}

/** Ids in a path, from the top to the parent. */
function idsAbove(path: string): string[] {
  return path
    .split('/')
    .filter((part) => part !== '')
    .slice(0, -1);
}
