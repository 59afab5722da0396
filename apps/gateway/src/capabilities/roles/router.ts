import { createRoleInput, roleInput, updateRoleInput } from '@switchroom/contracts';
import { can } from '../../api/procedures';
import { router } from '../../api/trpc';

export const rolesRouter = router({
  list: can('roles:read').query(async ({ ctx: { services, tenant, user } }) =>
    services.roles.list(tenant, await services.access.rootsOf(user)),
  ),
  create: can('roles:manage')
    .input(createRoleInput)
    .mutation(({ ctx, input }) => ctx.services.roles.create(ctx.tenant, input)),
  update: can('roles:manage')
    .input(updateRoleInput)
    .mutation(({ ctx, input }) => ctx.services.roles.update(ctx.tenant, input)),
  remove: can('roles:manage')
    .input(roleInput)
    .mutation(({ ctx, input }) => ctx.services.roles.remove(ctx.tenant, input.roleId)),
});
