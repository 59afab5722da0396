import { pbxInput } from '@switchroom/contracts';
import { can } from '../../api/procedures';
import { router } from '../../api/trpc';

export const templatesRouter = router({
  list: can('templates:read')
    .input(pbxInput)
    .query(({ ctx, input }) => ctx.services.templates.list(ctx.tenant, input.pbxId)),
});
