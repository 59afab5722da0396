import {
  createIdentityProviderInput,
  findIdentityProviderInput,
  removeIdentityProviderInput,
  testIdentityProviderInput,
  updateIdentityProviderInput,
} from '@switchroom/contracts';
import { can, publicProcedure } from '../../api/procedures';
import { router } from '../../api/trpc';

export const identityProvidersRouter = router({
  list: can('sso:read').query(({ ctx }) => ctx.services.identityProviders.list(ctx.tenant)),
  create: can('sso:manage')
    .input(createIdentityProviderInput)
    .mutation(({ ctx, input }) => ctx.services.identityProviders.create(ctx.tenant, input)),
  update: can('sso:manage')
    .input(updateIdentityProviderInput)
    .mutation(({ ctx, input }) => ctx.services.identityProviders.update(ctx.tenant, input)),
  remove: can('sso:manage')
    .input(removeIdentityProviderInput)
    .mutation(({ ctx, input }) => ctx.services.identityProviders.remove(ctx.tenant, input)),
  test: can('sso:manage')
    .input(testIdentityProviderInput)
    .mutation(({ ctx, input }) => ctx.services.identityProviders.test(ctx.tenant, input.issuer)),
  forEmail: publicProcedure
    .input(findIdentityProviderInput)
    .query(({ ctx, input }) => ctx.services.identityProviders.forEmail(input.email, ctx.address)),
});
