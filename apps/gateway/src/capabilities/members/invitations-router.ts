import {
  acceptInvitationInput,
  createInvitationInput,
  invitationInput,
  invitationTokenInput,
  listInvitationsInput,
  resendInvitationInput,
} from '@switchroom/contracts';
import { can, publicProcedure } from '../../api/procedures';
import { router } from '../../api/trpc';

export const invitationsRouter = router({
  list: can('members:read')
    .input(listInvitationsInput)
    .query(({ ctx, input }) => ctx.services.invitations.list(ctx.tenant, input)),
  create: can('members:manage')
    .input(createInvitationInput)
    .mutation(({ ctx, input }) => ctx.services.invitations.create(ctx.tenant, ctx.user, input)),
  revoke: can('members:manage')
    .input(invitationInput)
    .mutation(({ ctx, input }) => ctx.services.invitations.revoke(ctx.tenant, input.invitationId)),
  resend: can('members:manage')
    .input(resendInvitationInput)
    .mutation(({ ctx, input }) => ctx.services.invitations.resend(ctx.tenant, ctx.user, input)),
  /** Whoever has the link of a mail need not have an account. */
  look: publicProcedure
    .input(invitationTokenInput)
    .query(({ ctx: { user: caller, requestId, address, services }, input }) =>
      services.invitations.look({ caller, requestId, address }, input.token),
    ),
  /** After it a new account signs in with its e-mail and password. */
  accept: publicProcedure
    .input(acceptInvitationInput)
    .mutation(({ ctx: { user: caller, requestId, address, services }, input }) =>
      services.invitations.accept({ caller, requestId, address }, input),
    ),
});
