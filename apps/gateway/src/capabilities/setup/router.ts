import { setupInput } from '@switchroom/contracts';
import { publicProcedure } from '../../api/procedures';
import { router } from '../../api/trpc';

export const setupRouter = router({
  state: publicProcedure.query(async ({ ctx }) => ({ needsSetup: await ctx.services.setup.needsSetup() })),
  /** After it the browser signs in with the same e-mail and password. */
  createFirstAdministrator: publicProcedure
    .input(setupInput)
    .mutation(({ ctx, input }) =>
      ctx.services.setup.createFirstAdministrator(input, { requestId: ctx.requestId, address: ctx.address }),
    ),
});
