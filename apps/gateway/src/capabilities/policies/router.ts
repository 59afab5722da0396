import { updatePoliciesInput } from '@switchroom/contracts';
import { can } from '../../api/procedures';
import { router } from '../../api/trpc';

export const policiesRouter = router({
  get: can('policies:read').query(async ({ ctx: { services, tenant, user } }) =>
    services.policies.get(tenant, user, await services.access.rootsOf(user)),
  ),
  update: can('policies:update')
    .input(updatePoliciesInput)
    .mutation(({ ctx, input }) => ctx.services.policies.update(ctx.tenant, ctx.user, input)),
});
