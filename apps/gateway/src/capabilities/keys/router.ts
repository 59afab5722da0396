import { rotateKeyInput } from '@switchroom/contracts';
import { can } from '../../api/procedures';
import { router } from '../../api/trpc';

export const keysRouter = router({
  state: can('keys:read').query(({ ctx }) => ctx.services.keys.state()),
  rotate: can('keys:rotate')
    .input(rotateKeyInput)
    .mutation(({ ctx, input }) => ctx.services.keys.rotate(ctx.tenant, input.kind)),
});
