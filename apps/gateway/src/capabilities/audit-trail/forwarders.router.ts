import {
  createForwarderInput,
  forwarderInput,
  removeForwarderInput,
  tenantInput,
  updateForwarderInput,
} from '@switchroom/contracts';
import { can } from '../../api/procedures';
import { router } from '../../api/trpc';

export const forwardersRouter = router({
  list: can('audit:read')
    .input(tenantInput)
    .query(({ ctx }) => ctx.services.auditForwarders.list(ctx.tenant)),
  create: can('audit:manage')
    .input(createForwarderInput)
    .mutation(({ ctx, input }) => ctx.services.auditForwarders.create(ctx.tenant, input)),
  update: can('audit:manage')
    .input(updateForwarderInput)
    .mutation(({ ctx, input }) => ctx.services.auditForwarders.update(ctx.tenant, input)),
  remove: can('audit:manage')
    .input(removeForwarderInput)
    .mutation(({ ctx, input }) => ctx.services.auditForwarders.remove(ctx.tenant, input)),
  test: can('audit:manage')
    .input(forwarderInput)
    .mutation(({ ctx, input }) => ctx.services.auditForwarders.test(ctx.tenant, input.forwarderId)),
});
