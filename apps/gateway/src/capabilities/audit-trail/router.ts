import { listAuditInput } from '@switchroom/contracts';
import { can } from '../../api/procedures';
import { router } from '../../api/trpc';

export const auditTrailRouter = router({
  list: can('audit:read')
    .input(listAuditInput)
    .query(({ ctx, input }) => ctx.services.auditTrail.list(ctx.tenant, input)),
});
