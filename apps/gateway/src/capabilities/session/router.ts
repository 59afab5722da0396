import { signedInProcedure } from '../../api/procedures';
import { router } from '../../api/trpc';

/** Signing in and out goes over `/auth` (the account library); this is what the portal asks afterwards. */
export const sessionRouter = router({
  me: signedInProcedure.query(({ ctx }) => ctx.services.session.me(ctx.user)),
});
