import { createTokenInput, listTokensInput, tokenInput } from '@switchroom/contracts';
import { can } from '../../api/procedures';
import { router } from '../../api/trpc';

export const tokensRouter = router({
  list: can('tokens:read')
    .input(listTokensInput)
    .query(({ ctx, input }) => ctx.services.tokens.list(ctx.tenant, input)),
  create: can('tokens:manage')
    .input(createTokenInput)
    .mutation(({ ctx, input }) => ctx.services.tokens.create(ctx.tenant, ctx.user, input)),
  revoke: can('tokens:manage')
    .input(tokenInput)
    .mutation(({ ctx, input }) => ctx.services.tokens.revoke(ctx.tenant, input.tokenId)),
});
