import {
  decideSettingChangeInput,
  listSettingsInput,
  lockSettingInput,
  previewSettingsInput,
  saveSettingsInput,
  settingChangeInput,
  settingInput,
  settingTargetInput,
  unlockSettingInput,
} from '@switchroom/contracts';
import { can } from '../../api/procedures';
import { router } from '../../api/trpc';
import { historyAndFiles } from './history-and-files.procedures';

export const settingsRouter = router({
  ...historyAndFiles,
  list: can('settings:read')
    .input(listSettingsInput)
    .query(async ({ ctx: { services, tenant, user }, input }) =>
      services.settings.list(tenant, await services.access.rootsOf(user), input),
    ),
  why: can('settings:read')
    .input(settingInput)
    .query(async ({ ctx: { services, tenant, user }, input }) =>
      services.settings.why(tenant, await services.access.rootsOf(user), input),
    ),
  preview: can('settings:update')
    .input(previewSettingsInput)
    .mutation(({ ctx, input }) => ctx.services.settings.preview(ctx.tenant, input)),
  save: can('settings:update')
    .input(saveSettingsInput)
    .mutation(({ ctx, input }) => ctx.services.settings.save(ctx.tenant, ctx.user, input)),
  lock: can('settings:update')
    .input(lockSettingInput)
    .mutation(({ ctx, input }) => ctx.services.settings.lock(ctx.tenant, ctx.user, input)),
  ownBelow: can('settings:read')
    .input(unlockSettingInput)
    .query(({ ctx, input }) => ctx.services.settings.ownBelow(ctx.tenant, input)),
  unlock: can('settings:update')
    .input(unlockSettingInput)
    .mutation(({ ctx, input }) => ctx.services.settings.unlock(ctx.tenant, ctx.user, input)),
  approve: can('settings:approve')
    .input(decideSettingChangeInput)
    .mutation(({ ctx, input }) => ctx.services.settings.approve(ctx.tenant, input)),
  reject: can('settings:approve')
    .input(decideSettingChangeInput)
    .mutation(({ ctx, input }) => ctx.services.settings.reject(ctx.tenant, input)),
  /** Of those who may change settings its maker may, and whoever may approve: the service decides. */
  cancel: can('settings:update')
    .input(settingChangeInput)
    .mutation(({ ctx, input }) => ctx.services.settings.cancel(ctx.tenant, input)),
  watch: can('settings:read')
    .input(settingTargetInput)
    .subscription(async function* ({ ctx, input, signal }) {
      yield* ctx.services.settings.watch(ctx.tenant, input, signal ?? new AbortController().signal);
    }),
});
