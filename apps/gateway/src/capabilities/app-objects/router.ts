import {
  acceptOutsideInput,
  appObjectInput,
  listAppObjectsInput,
  pbxInput,
  planCreateAppObjectInput,
  planDeleteAppObjectInput,
  planUpdateAppObjectInput,
  revertOutsideInput,
} from '@switchroom/contracts';
import { can } from '../../api/procedures';
import { router } from '../../api/trpc';

const read = can('app-objects:read');
const change = can('app-objects:change');

export const appObjectsRouter = router({
  list: read.input(listAppObjectsInput).query(({ ctx, input }) => ctx.services.appObjects.list(ctx.tenant, input)),
  get: read.input(appObjectInput).query(({ ctx, input }) => ctx.services.appObjects.get(ctx.tenant, input)),
  planCreate: change
    .input(planCreateAppObjectInput)
    .mutation(({ ctx, input }) => ctx.services.appObjects.planCreate(ctx.tenant, input)),
  planUpdate: change
    .input(planUpdateAppObjectInput)
    .mutation(({ ctx, input }) => ctx.services.appObjects.planUpdate(ctx.tenant, input)),
  planDelete: change
    .input(planDeleteAppObjectInput)
    .mutation(({ ctx, input }) => ctx.services.appObjects.planDelete(ctx.tenant, input)),
  planRevert: change
    .input(revertOutsideInput)
    .mutation(({ ctx, input }) => ctx.services.appObjects.planRevert(ctx.tenant, input)),
  acceptOutside: change
    .input(acceptOutsideInput)
    .mutation(({ ctx, input }) => ctx.services.appObjects.acceptOutside(ctx.tenant, input)),
  watch: read.input(pbxInput).subscription(async function* ({ ctx, input, signal }) {
    yield* ctx.services.appObjects.watch(ctx.tenant, input.pbxId, signal ?? new AbortController().signal);
  }),
});
