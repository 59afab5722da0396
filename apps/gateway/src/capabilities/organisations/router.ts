import { searchOrganisationsInput, tenantInput } from '@switchroom/contracts';
import { signedInProcedure } from '../../api/procedures';
import { router } from '../../api/trpc';

export const organisationsRouter = router({
  search: signedInProcedure
    .input(searchOrganisationsInput)
    .query(({ ctx, input }) => ctx.services.organisations.search(ctx.user, input)),
  get: signedInProcedure
    .input(tenantInput)
    .query(({ ctx, input }) => ctx.services.organisations.get(ctx.user, input.organisationId)),
});
