import { AppError, type TemplateRow } from '@switchroom/contracts';
import { and, asc, eq } from 'drizzle-orm';
import type { Database } from '../../db/database';
import { pbxs, pbxStatus, snapshotObjects } from '../../db/schema/index';
import { setOf } from '../../plans/app-form';
import { modelOf } from '../../snapshots/record';
import type { TemplatesService } from './templates.service';

/** Config templates from the snapshot; row-level security keeps other organisations out. */
export function createTemplatesService({ db }: { db: Database }): TemplatesService {
  return {
    list: (tenant, pbxId) =>
      db.inScope(tenant, async (tx) => {
        const [pbx] = await tx
          .select({ syncAt: pbxStatus.syncAt, users: pbxStatus.usersByTemplate })
          .from(pbxs)
          .leftJoin(pbxStatus, eq(pbxStatus.pbxId, pbxs.id))
          .where(eq(pbxs.id, pbxId));
        if (!pbx) throw new AppError('not-found', { message: 'no such PBX' });
        const rows = await tx
          .select()
          .from(snapshotObjects)
          .where(and(eq(snapshotObjects.pbxId, pbxId), eq(snapshotObjects.kind, 'template')))
          .orderBy(asc(snapshotObjects.longName));
        return {
          asOf: pbx.syncAt ?? undefined,
          rows: rows
            .filter(({ outside }) => outside?.deleted !== true)
            .map((row): TemplateRow => {
              const { fields, parents } = modelOf(row);
              return {
                guid: row.guid,
                name: row.longName,
                parents: [...(parents ?? setOf(fields, 'parents'))],
                apps: [...setOf(fields, 'apps')],
                users: pbx.users ? (pbx.users[row.longName] ?? 0) : undefined,
              };
            }),
        };
      }),
  };
}
