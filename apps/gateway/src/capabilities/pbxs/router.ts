import {
  createPbxInput,
  deletePbxInput,
  listPbxsInput,
  pbxActivityInput,
  pbxInput,
  probeCertificateInput,
  setPbxPasswordInput,
  tenantInput,
  updatePbxInput,
} from '@switchroom/contracts';
import { can } from '../../api/procedures';
import { router } from '../../api/trpc';

export const pbxsRouter = router({
  list: can('pbxs:read')
    .input(listPbxsInput)
    .query(({ ctx, input }) => ctx.services.pbxs.list(ctx.tenant, input)),
  counts: can('pbxs:read').query(({ ctx }) => ctx.services.pbxs.counts(ctx.tenant)),
  get: can('pbxs:read')
    .input(pbxInput)
    .query(({ ctx, input }) => ctx.services.pbxs.get(ctx.tenant, input.pbxId)),
  activity: can('pbxs:read')
    .input(pbxActivityInput)
    .query(({ ctx, input }) => ctx.services.pbxs.activity(ctx.tenant, input)),
  instructions: can('pbxs:read')
    .input(pbxInput)
    .query(({ ctx, input }) => ctx.services.pbxs.instructions(ctx.tenant, input.pbxId)),
  create: can('pbxs:create')
    .input(createPbxInput)
    .mutation(({ ctx, input }) => ctx.services.pbxs.create(ctx.tenant, input)),
  probeCertificate: can('pbxs:create')
    .input(probeCertificateInput)
    .mutation(({ ctx, input }) => ctx.services.pbxs.probeCertificate(ctx.tenant, input.address)),
  update: can('pbxs:update')
    .input(updatePbxInput)
    .mutation(({ ctx, input }) => ctx.services.pbxs.update(ctx.tenant, input)),
  setPassword: can('pbxs:update')
    .input(setPbxPasswordInput)
    .mutation(({ ctx, input }) => ctx.services.pbxs.setPassword(ctx.tenant, input)),
  reconnect: can('pbxs:update')
    .input(pbxInput)
    .mutation(({ ctx, input }) => ctx.services.pbxs.reconnect(ctx.tenant, input.pbxId)),
  refresh: can('pbxs:read')
    .input(pbxInput)
    .mutation(({ ctx, input }) => ctx.services.pbxs.refresh(ctx.tenant, input.pbxId)),
  remove: can('pbxs:delete')
    .input(deletePbxInput)
    .mutation(({ ctx, input }) => ctx.services.pbxs.remove(ctx.tenant, input)),
  watch: can('pbxs:read')
    .input(tenantInput)
    .subscription(async function* ({ ctx, signal }) {
      yield* ctx.services.pbxs.watch(ctx.tenant, signal ?? new AbortController().signal);
    }),
  watchOne: can('pbxs:read')
    .input(pbxInput)
    .subscription(async function* ({ ctx, input, signal }) {
      yield* ctx.services.pbxs.watchOne(ctx.tenant, input.pbxId, signal ?? new AbortController().signal);
    }),
});
