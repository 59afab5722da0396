import {
  AppError,
  type MemberExplanation,
  type Permission,
  permissions,
  type PermissionTaken,
} from '@switchroom/contracts';
import { namedAncestors } from '../../auth/role-choice';
import { leftWhenArchived, type Standing, standingOf } from '../../auth/standing';
import { type Database, systemScope } from '../../db/database';
import type { Asking } from './members.service';

/** Every permission with the roles that give it, and what takes it away again. */
export async function explainMember(db: Database, asking: Asking, userId: string): Promise<MemberExplanation> {
  const { tenant, roots } = asking;
  const standing = await db.inScope(systemScope, (tx) => standingOf(tx, userId, tenant.organisationId));
  // Somebody whose role does not reach this organisation is nobody here, whoever they may be elsewhere.
  if (standing === undefined || standing.grants.length === 0) throw new AppError('not-found');
  const named = namedAncestors(tenant.path, roots);
  const { id, name, kind } = standing.organisation;
  return {
    userId,
    name: standing.name ?? userId,
    organisation: { id, name, kind },
    archived: standing.archived,
    secondFactorRequired: standing.requireSecondFactor,
    permissions: permissions.map((permission) => {
      const through = standing.grants
        .filter((grant) => grant.permissions.includes(permission))
        .map(({ role, customName, organisation }) => ({
          role,
          customName,
          organisation: named.has(organisation.id) ? organisation : null,
        }));
      const taken = through.length === 0 ? null : takenAway(permission, standing);
      return { permission, allowed: through.length > 0 && taken === null, through, taken };
    }),
  };
}

function takenAway(permission: Permission, { archived, forbidImpersonation }: Standing): PermissionTaken | null {
  if (archived && !leftWhenArchived(permission)) return 'archived';
  const looksIn = permission === 'members:view-as' || permission === 'members:act-as';
  return looksIn && forbidImpersonation ? 'impersonation-forbidden' : null;
}
