import { or, sql } from 'drizzle-orm';
import { type Database, systemScope } from '../db/database';
import { members, organisations } from '../db/schema/index';
import type { GatewayEventMap } from '../events';

/**
 * Whose rights can hang on what happened at these paths, for `access.changed`: everybody with a membership there, above
 * or below. At the very top that is everybody. To be asked after the commit; when it cannot be found out any more,
 * everybody is looked at again, because the change holds already.
 */
export async function concernedBy(
  db: Database,
  paths: readonly string[],
): Promise<GatewayEventMap['access.changed']['userIds']> {
  if (paths.some((path) => path.split('/').length <= 3)) return 'everybody';
  try {
    const rows = await db.inScope(systemScope, (tx) =>
      tx
        .selectDistinct({ userId: members.userId })
        .from(members)
        .innerJoin(organisations, sql`${organisations.id} = ${members.organisationId}`)
        .where(
          or(
            ...paths.map(
              (path) => sql`starts_with(${path}, ${organisations.path}) or starts_with(${organisations.path}, ${path})`,
            ),
          ),
        ),
    );
    return rows.map(({ userId }) => userId);
  } catch {
    return 'everybody';
  }
}
