import {
  auditEntryInput,
  auditTimelineInput,
  checkpointInput,
  exportAuditInput,
  listAuditInput,
  listCheckpointsInput,
  tenantInput,
} from '@switchroom/contracts';
import { can } from '../../api/procedures';
import { router } from '../../api/trpc';
import { forwardersRouter } from './forwarders.router';

export const auditTrailRouter = router({
  forwarders: forwardersRouter,
  list: can('audit:read')
    .input(listAuditInput)
    .query(({ ctx, input }) => ctx.services.auditTrail.list(ctx.tenant, input)),
  get: can('audit:read')
    .input(auditEntryInput)
    .query(({ ctx, input }) => ctx.services.auditTrail.get(ctx.tenant, input.entryId)),
  timeline: can('audit:read')
    .input(auditTimelineInput)
    .query(({ ctx, input }) => ctx.services.auditTrail.timeline(ctx.tenant, input)),
  retention: can('audit:read')
    .input(tenantInput)
    .query(async ({ ctx: { services, tenant, user } }) =>
      services.auditTrail.retention(tenant, await services.access.rootsOf(user)),
    ),
  checkpoints: can('audit:read')
    .input(listCheckpointsInput)
    .query(({ ctx, input }) => ctx.services.auditTrail.checkpoints(ctx.tenant, input)),
  checkpointFile: can('audit:export')
    .input(checkpointInput)
    .query(({ ctx, input }) => ctx.services.auditTrail.checkpointFile(ctx.tenant, input.checkpointId)),
  makeCheckpoint: can('audit:manage')
    .input(tenantInput)
    .mutation(({ ctx }) => ctx.services.auditTrail.makeCheckpoint(ctx.tenant)),
  verify: can('audit:read')
    .input(tenantInput)
    .subscription(async function* ({ ctx, signal }) {
      yield* ctx.services.auditTrail.verify(ctx.tenant, signal);
    }),
  /** Pieces of a file: the download below `/export/audit` reads them, so that a browser never holds the whole. */
  export: can('audit:export')
    .input(exportAuditInput)
    .subscription(async function* ({ ctx, input }) {
      yield* ctx.services.auditTrail.export(ctx.tenant, input);
    }),
});
