import { searchOrganisationsInput, tenantInput } from '@switchroom/contracts';
import { can, signedInProcedure } from '../../api/procedures';
import { router } from '../../api/trpc';

export const organisationsRouter = router({
  search: signedInProcedure
    .input(searchOrganisationsInput)
    .query(async ({ ctx, input }) =>
      ctx.services.organisations.search(await ctx.services.access.rootsOf(ctx.user), input),
    ),
  get: can('organisations:read')
    .input(tenantInput)
    .query(async ({ ctx }) => ctx.services.organisations.get(ctx.tenant, await ctx.services.access.rootsOf(ctx.user))),
});
