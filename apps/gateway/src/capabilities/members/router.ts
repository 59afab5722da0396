import {
  changeRoleInput,
  explainMemberInput,
  listMembersInput,
  memberInput,
  removeMemberInput,
  removeSecondFactorInput,
  sendPasswordResetInput,
} from '@switchroom/contracts';
import { can } from '../../api/procedures';
import { router } from '../../api/trpc';

export const membersRouter = router({
  list: can('members:read')
    .input(listMembersInput)
    .query(async ({ ctx: { services, tenant, user }, input }) =>
      services.members.list({ tenant, caller: user, roots: await services.access.rootsOf(user) }, input),
    ),
  get: can('members:read')
    .input(memberInput)
    .query(async ({ ctx: { services, tenant, user }, input }) =>
      services.members.get({ tenant, caller: user, roots: await services.access.rootsOf(user) }, input.memberId),
    ),
  explain: can('members:read')
    .input(explainMemberInput)
    .query(async ({ ctx: { services, tenant, user }, input }) =>
      services.members.explain({ tenant, caller: user, roots: await services.access.rootsOf(user) }, input.userId),
    ),
  changeRole: can('members:manage')
    .input(changeRoleInput)
    .mutation(({ ctx, input }) => ctx.services.members.changeRole(ctx.tenant, ctx.user, input)),
  remove: can('members:manage')
    .input(removeMemberInput)
    .mutation(({ ctx, input }) => ctx.services.members.remove(ctx.tenant, ctx.user, input)),
  sendPasswordReset: can('members:help')
    .input(sendPasswordResetInput)
    .mutation(({ ctx, input }) => ctx.services.members.sendPasswordReset(ctx.tenant, ctx.user, input)),
  endSessions: can('members:help')
    .input(memberInput)
    .mutation(({ ctx, input }) => ctx.services.members.endSessions(ctx.tenant, ctx.user, input.memberId)),
  removeSecondFactor: can('members:help')
    .input(removeSecondFactorInput)
    .mutation(({ ctx, input }) => ctx.services.members.removeSecondFactor(ctx.tenant, ctx.user, input)),
});
