import { actAsInput, viewAsInput } from '@switchroom/contracts';
import { can, impersonatingProcedure } from '../../api/procedures';
import { router } from '../../api/trpc';

export const impersonationRouter = router({
  view: can('members:view-as')
    .input(viewAsInput)
    .mutation(({ ctx, input }) => ctx.services.impersonation.start(ctx.tenant, ctx.user, 'view', input)),
  act: can('members:act-as')
    .input(actAsInput)
    .mutation(({ ctx, input }) => ctx.services.impersonation.start(ctx.tenant, ctx.user, 'act', input)),
  stop: impersonatingProcedure.mutation(({ ctx }) =>
    ctx.services.impersonation.stop(ctx.user, { requestId: ctx.requestId, address: ctx.address }),
  ),
});
