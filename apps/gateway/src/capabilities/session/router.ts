import { signedInProcedure } from '../../api/procedures';
import { router } from '../../api/trpc';

/** Signing in and out goes over `/auth` (the account library); this is what the portal asks afterwards. */
export const sessionRouter = router({
  /** Says nothing more: it keeps the socket of a page open, which ends when what the person may do changes. */
  watch: signedInProcedure.subscription(async function* ({ signal = new AbortController().signal }) {
    yield 'open' as const;
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  }),
  me: signedInProcedure.query(({ ctx }) => ctx.services.session.me(ctx.user)),
});
