import { listMailInput, mailInput, sendTestMailInput, tenantInput } from '@switchroom/contracts';
import { can } from '../../api/procedures';
import { router } from '../../api/trpc';

export const mailRouter = router({
  list: can('mail:read')
    .input(listMailInput)
    .query(({ ctx, input }) => ctx.services.mail.list(ctx.tenant, input)),
  get: can('mail:read')
    .input(mailInput)
    .query(({ ctx, input }) => ctx.services.mail.get(ctx.tenant, input.mailId)),
  server: can('mail:read')
    .input(tenantInput)
    .query(({ ctx }) => ctx.services.mail.server()),
  retry: can('mail:manage')
    .input(mailInput)
    .mutation(({ ctx, input }) => ctx.services.mail.retry(ctx.tenant, input.mailId)),
  sendTest: can('mail:manage')
    .input(sendTestMailInput)
    .mutation(({ ctx, input }) =>
      ctx.services.mail.sendTest(ctx.tenant, { email: ctx.user.email, name: ctx.user.name }, input.locale),
    ),
});
