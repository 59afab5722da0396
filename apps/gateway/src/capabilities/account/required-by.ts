import { standingOf } from '../../auth/standing';
import { membershipsOfUser } from '../../auth/members';
import { type Database, systemScope } from '../../db/database';

/** The organisations of a person in which a policy, theirs or one from above, asks for a second factor; by name. */
export async function requiredBy(db: Database, userId: string): Promise<string[]> {
  const memberships = await membershipsOfUser(db, userId);
  return await db.inScope(systemScope, async (tx) => {
    const names: string[] = [];
    for (const { organisation } of memberships) {
      const standing = await standingOf(tx, userId, organisation.id);
      if (standing?.requireSecondFactor === true) names.push(organisation.name);
    }
    return names;
  });
}
