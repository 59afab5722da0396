import { removeBrandingInput, tenantInput, updateBrandingInput } from '@switchroom/contracts';
import { can, publicProcedure } from '../../api/procedures';
import { router } from '../../api/trpc';

export const brandingRouter = router({
  forHost: publicProcedure.query(({ ctx }) => ctx.services.branding.forHost(ctx.host)),
  get: can('branding:update')
    .input(tenantInput)
    .query(async ({ ctx }) => ctx.services.branding.get(ctx.tenant, await ctx.services.access.rootsOf(ctx.user))),
  update: can('branding:update')
    .input(updateBrandingInput)
    .mutation(({ ctx, input }) => ctx.services.branding.update(ctx.tenant, input)),
  remove: can('branding:update')
    .input(removeBrandingInput)
    .mutation(({ ctx, input }) => ctx.services.branding.remove(ctx.tenant, input)),
});
