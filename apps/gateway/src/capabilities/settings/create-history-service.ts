import type { SettingDifference } from '@switchroom/contracts';
import type { Database } from '../../db/database';
import type { SettingsWriter } from '../../settings/port';
import { changeDetail, pageOfChanges } from './history.queries';
import type { SettingsHistoryService } from './history.service';
import { restoreRequest } from './restore';

export interface HistoryDependencies {
  db: Database;
  writer: SettingsWriter;
}

export function createSettingsHistoryService({ db, writer }: HistoryDependencies): SettingsHistoryService {
  return {
    list: (tenant, input, roots) => db.inScope(tenant, (tx) => pageOfChanges(tx, tenant, input, roots)),

    get: (tenant, changeId, roots) => db.inScope(tenant, (tx) => changeDetail(tx, tenant, changeId, roots)),

    async previewRestore(tenant, changeId, roots) {
      const { request, skipped, changedSince } = await db.inScope(tenant, (tx) =>
        restoreRequest(tx, tenant, changeId, roots),
      );
      const preview = await writer.preview(tenant, request);
      return {
        ...preview,
        differences: preview.differences.map((difference): SettingDifference => {
          const later = changedSince.get(`${idOf(difference)} ${difference.key}`);
          return later === undefined ? difference : { ...difference, changedSince: later };
        }),
        skipped: [...skipped, ...preview.skipped],
      };
    },

    async restore(tenant, caller, { changeId, digest, reason }) {
      // Names are only shown by a preview.
      const { request } = await db.inScope(tenant, (tx) => restoreRequest(tx, tenant, changeId, []));
      return await writer.save(tenant, caller, { ...request, digest, reason, restores: changeId });
    },
  };
}

function idOf({ place }: SettingDifference): string {
  return 'pbx' in place ? place.pbx.id : place.organisation.id;
}
