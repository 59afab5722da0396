import {
  callInput,
  listCallsInput,
  pbxInput,
  purgeCallsInput,
  removeCdrIntakeInput,
  retentionReportInput,
  rotateCdrIntakeInput,
  tenantInput,
  updateRetentionScheduleInput,
} from '@switchroom/contracts';
import { can } from '../../api/procedures';
import { router } from '../../api/trpc';

const intakesRouter = router({
  get: can('pbxs:read')
    .input(pbxInput)
    .query(({ ctx, input }) => ctx.services.cdrIntakes.get(ctx.tenant, input.pbxId)),
  create: can('pbxs:update')
    .input(pbxInput)
    .mutation(({ ctx, input }) => ctx.services.cdrIntakes.create(ctx.tenant, input.pbxId)),
  rotate: can('pbxs:update')
    .input(rotateCdrIntakeInput)
    .mutation(({ ctx, input }) => ctx.services.cdrIntakes.rotate(ctx.tenant, input)),
  remove: can('pbxs:update')
    .input(removeCdrIntakeInput)
    .mutation(({ ctx, input }) => ctx.services.cdrIntakes.remove(ctx.tenant, input)),
});

export const callHistoryRouter = router({
  intakes: intakesRouter,
  list: can('calls:read')
    .input(listCallsInput)
    .query(({ ctx, input }) => ctx.services.callHistory.list(ctx.tenant, input)),
  get: can('calls:read')
    .input(callInput)
    .query(({ ctx, input }) => ctx.services.callHistory.get(ctx.tenant, input.callId)),
  report: can('calls:read')
    .input(retentionReportInput)
    .query(async ({ ctx: { services, tenant, user }, input }) =>
      services.callHistory.report(tenant, await services.access.rootsOf(user), input),
    ),
  reportFile: can('calls:read')
    .input(tenantInput)
    .query(async ({ ctx: { services, tenant, user } }) =>
      services.callHistory.reportFile(tenant, await services.access.rootsOf(user)),
    ),
  purgeNow: can('calls:purge')
    .input(purgeCallsInput)
    .mutation(({ ctx, input }) => ctx.services.callHistory.purgeNow(ctx.tenant, input.pbxId)),
  schedule: can('calls:read')
    .input(tenantInput)
    .query(({ ctx }) => ctx.services.callHistory.schedule(ctx.tenant)),
  updateSchedule: can('settings:update')
    .input(updateRetentionScheduleInput)
    .mutation(({ ctx, input }) => ctx.services.callHistory.updateSchedule(ctx.tenant, input)),
});
