import { listPlansInput, planInput } from '@switchroom/contracts';
import { can } from '../../api/procedures';
import { router } from '../../api/trpc';

export const plansRouter = router({
  list: can('plans:read')
    .input(listPlansInput)
    .query(({ ctx, input }) => ctx.services.plans.list(ctx.tenant, input)),
  get: can('plans:read')
    .input(planInput)
    .query(({ ctx, input }) => ctx.services.plans.get(ctx.tenant, input.planId)),
  confirm: can('plans:apply')
    .input(planInput)
    .mutation(({ ctx, input }) => ctx.services.plans.confirm(ctx.tenant, input.planId)),
  discard: can('plans:apply')
    .input(planInput)
    .mutation(({ ctx, input }) => ctx.services.plans.discard(ctx.tenant, input.planId)),
  stop: can('plans:apply')
    .input(planInput)
    .mutation(({ ctx, input }) => ctx.services.plans.stop(ctx.tenant, input.planId)),
  retry: can('plans:apply')
    .input(planInput)
    .mutation(({ ctx, input }) => ctx.services.plans.retry(ctx.tenant, input.planId)),
  watch: can('plans:read')
    .input(planInput)
    .subscription(async function* ({ ctx, input, signal }) {
      yield* ctx.services.plans.watch(ctx.tenant, input.planId, signal ?? new AbortController().signal);
    }),
});
