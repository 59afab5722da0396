import {
  addPasskeyInput,
  AppError,
  changePasswordInput,
  confirmTotpInput,
  endSessionInput,
  removePasskeyInput,
  renamePasskeyInput,
} from '@switchroom/contracts';
import { ownAccountProcedure } from '../../api/procedures';
import { router } from '../../api/trpc';

/** Changes what a person signs in with: the answer can carry a new session cookie, which no websocket can. */
const ownBrowserProcedure = ownAccountProcedure.use(({ ctx, next }) => {
  const { browser } = ctx;
  if (browser === undefined) throw new AppError('forbidden', { params: { reason: 'no-browser' } });
  return next({ ctx: { ...ctx, browser } });
});

/** How the signed-in person signs in. Nobody gets here for somebody else; helping others is `members`. */
export const accountRouter = router({
  security: ownAccountProcedure.query(({ ctx }) => ctx.services.account.security(ctx.user)),
  changePassword: ownBrowserProcedure
    .input(changePasswordInput)
    .mutation(({ ctx, input }) => ctx.services.account.changePassword(ctx.user, ctx.browser, input)),
  beginTotp: ownBrowserProcedure.mutation(({ ctx }) => ctx.services.account.beginTotp(ctx.user)),
  confirmTotp: ownBrowserProcedure
    .input(confirmTotpInput)
    .mutation(({ ctx, input }) => ctx.services.account.confirmTotp(ctx.user, ctx.browser, input)),
  removeTotp: ownBrowserProcedure.mutation(({ ctx }) => ctx.services.account.removeTotp(ctx.user, ctx.browser)),
  renewRecoveryCodes: ownBrowserProcedure.mutation(({ ctx }) =>
    ctx.services.account.renewRecoveryCodes(ctx.user, ctx.browser),
  ),
  passkeyOptions: ownBrowserProcedure.mutation(({ ctx }) => ctx.services.account.passkeyOptions(ctx.user, ctx.browser)),
  addPasskey: ownBrowserProcedure
    .input(addPasskeyInput)
    .mutation(({ ctx, input }) => ctx.services.account.addPasskey(ctx.user, ctx.browser, input)),
  renamePasskey: ownBrowserProcedure
    .input(renamePasskeyInput)
    .mutation(({ ctx, input }) => ctx.services.account.renamePasskey(ctx.user, ctx.browser, input)),
  removePasskey: ownBrowserProcedure
    .input(removePasskeyInput)
    .mutation(({ ctx, input }) => ctx.services.account.removePasskey(ctx.user, ctx.browser, input)),
  beginIdentityLink: ownBrowserProcedure.mutation(({ ctx }) => ctx.services.account.beginIdentityLink(ctx.user)),
  sessions: ownAccountProcedure.query(({ ctx }) => ctx.services.account.sessions(ctx.user)),
  endSession: ownBrowserProcedure
    .input(endSessionInput)
    .mutation(({ ctx, input }) => ctx.services.account.endSession(ctx.user, ctx.browser, input)),
  endOtherSessions: ownBrowserProcedure.mutation(({ ctx }) =>
    ctx.services.account.endOtherSessions(ctx.user, ctx.browser),
  ),
});
