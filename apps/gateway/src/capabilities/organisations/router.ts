import {
  archiveOrganisationInput,
  createOrganisationInput,
  listOrganisationsInput,
  moveOrganisationInput,
  previewMoveInput,
  renameOrganisationInput,
  restoreOrganisationInput,
  searchOrganisationsInput,
  tenantInput,
} from '@switchroom/contracts';
import { can, signedInProcedure } from '../../api/procedures';
import { type RequestContext, router } from '../../api/trpc';
import type { Caller } from '../../auth/caller';
import { reachOf } from './reach';

const reach = (ctx: RequestContext & { user: Caller }) => reachOf(ctx.services.access, ctx.user, ctx);

export const organisationsRouter = router({
  search: signedInProcedure
    .input(searchOrganisationsInput)
    .query(async ({ ctx, input }) =>
      ctx.services.organisations.search(await ctx.services.access.rootsOf(ctx.user), input),
    ),
  get: can('organisations:read')
    .input(tenantInput)
    .query(async ({ ctx }) => ctx.services.organisations.get(ctx.tenant, await ctx.services.access.rootsOf(ctx.user))),
  list: can('organisations:read')
    .input(listOrganisationsInput)
    .query(({ ctx, input }) => ctx.services.organisations.list(ctx.tenant, input)),
  detail: can('organisations:read')
    .input(tenantInput)
    .query(async ({ ctx }) =>
      ctx.services.organisations.detail(ctx.tenant, await ctx.services.access.rootsOf(ctx.user)),
    ),
  create: can('organisations:create')
    .input(createOrganisationInput)
    .mutation(({ ctx, input }) => ctx.services.organisations.create(ctx.tenant, input)),
  rename: can('organisations:update')
    .input(renameOrganisationInput)
    .mutation(({ ctx, input }) => ctx.services.organisations.rename(ctx.tenant, input)),
  previewMove: can('organisations:move')
    .input(previewMoveInput)
    .query(({ ctx, input }) => ctx.services.organisations.previewMove(ctx.tenant, input.parentId, reach(ctx))),
  move: can('organisations:move')
    .input(moveOrganisationInput)
    .mutation(({ ctx, input }) => ctx.services.organisations.move(ctx.tenant, input, reach(ctx))),
  archive: can('organisations:archive')
    .input(archiveOrganisationInput)
    .mutation(({ ctx, input }) => ctx.services.organisations.archive(ctx.tenant, input)),
  restore: can('organisations:archive')
    .input(restoreOrganisationInput)
    .mutation(({ ctx, input }) => ctx.services.organisations.restore(ctx.tenant, input)),
});
