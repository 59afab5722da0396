import {
  bulkSettingsInput,
  compareSettingsInput,
  exportSettingsInput,
  importSettingsInput,
  listSettingChangesInput,
  restoreSettingsInput,
  saveBulkSettingsInput,
  saveImportInput,
  settingChangeInput,
} from '@switchroom/contracts';
import { can } from '../../api/procedures';

/** Procedures of `settings` about many places, about what was, and about files. */
export const historyAndFiles = {
  /** A mutation, because no address holds five hundred places. */
  previewBulk: can('settings:update')
    .input(bulkSettingsInput)
    .mutation(({ ctx, input }) => ctx.services.settingsBulk.preview(ctx.tenant, input)),
  saveBulk: can('settings:update')
    .input(saveBulkSettingsInput)
    .mutation(({ ctx, input }) => ctx.services.settingsBulk.save(ctx.tenant, ctx.user, input)),
  compare: can('settings:read')
    .input(compareSettingsInput)
    .query(async ({ ctx: { services, tenant, user }, input }) =>
      services.settingsBulk.compare(tenant, input, await services.access.rootsOf(user)),
    ),
  changes: can('settings:read')
    .input(listSettingChangesInput)
    .query(async ({ ctx: { services, tenant, user }, input }) =>
      services.settingsHistory.list(tenant, input, await services.access.rootsOf(user)),
    ),
  change: can('settings:read')
    .input(settingChangeInput)
    .query(async ({ ctx: { services, tenant, user }, input }) =>
      services.settingsHistory.get(tenant, input.changeId, await services.access.rootsOf(user)),
    ),
  restorePreview: can('settings:update')
    .input(settingChangeInput)
    .query(async ({ ctx: { services, tenant, user }, input }) =>
      services.settingsHistory.previewRestore(tenant, input.changeId, await services.access.rootsOf(user)),
    ),
  restore: can('settings:update')
    .input(restoreSettingsInput)
    .mutation(({ ctx, input }) => ctx.services.settingsHistory.restore(ctx.tenant, ctx.user, input)),
  export: can('settings:read')
    .input(exportSettingsInput)
    .query(({ ctx, input }) => ctx.services.settingsFiles.export(ctx.tenant, input)),
  /** A mutation, because no address holds a file. */
  importPreview: can('settings:update')
    .input(importSettingsInput)
    .mutation(({ ctx, input }) => ctx.services.settingsFiles.preview(ctx.tenant, input)),
  import: can('settings:update')
    .input(saveImportInput)
    .mutation(({ ctx, input }) => ctx.services.settingsFiles.import(ctx.tenant, ctx.user, input)),
};
