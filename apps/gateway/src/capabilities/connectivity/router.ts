import { checkTlsInput, probeExchangeInput, probeOffice365Input } from '@switchroom/contracts';
import { can } from '../../api/procedures';
import { router } from '../../api/trpc';

/** Mutations, although nothing is kept but the record: a look goes out to somebody else's server. */
export const connectivityRouter = router({
  checkTls: can('settings:probe')
    .input(checkTlsInput)
    .mutation(({ ctx, input }) => ctx.services.connectivity.checkTls(ctx.tenant, input)),
  runOpenssl: can('settings:probe')
    .input(checkTlsInput)
    .mutation(({ ctx, input }) => ctx.services.connectivity.runOpenssl(ctx.tenant, input)),
  probeExchange: can('settings:probe')
    .input(probeExchangeInput)
    .mutation(({ ctx, input }) => ctx.services.connectivity.probeExchange(ctx.tenant, input)),
  probeOffice365: can('settings:probe')
    .input(probeOffice365Input)
    .mutation(({ ctx, input }) => ctx.services.connectivity.probeOffice365(ctx.tenant, input)),
});
