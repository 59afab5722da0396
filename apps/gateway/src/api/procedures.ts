import type { Permission } from '@switchroom/contracts';
import { AppError, roleAllows, tenantInput } from '@switchroom/contracts';
import { toAppError, toTrpcError } from './error-map';
import { t } from './trpc';

/** First of every procedure: times the call and gives what was thrown its transport code. */
const mapErrors = t.middleware(async ({ ctx, path, type, next }) => {
  const start = performance.now();
  const result = await next();
  const done = (outcome: string) => ctx.onCall?.({ path, type, outcome, seconds: (performance.now() - start) / 1000 });
  if (result.ok) {
    done('ok');
    return result;
  }
  const error = toAppError(result.error);
  done(error.code);
  throw toTrpcError(error);
});

/** Anyone, also without a session. */
export const publicProcedure = t.procedure.meta({ access: 'public' }).use(mapErrors);

/** A valid session; no organisation yet. */
export const signedInProcedure = t.procedure
  .meta({ access: 'signed-in' })
  .use(mapErrors)
  .use(({ ctx, next }) => {
    if (!ctx.user) throw toTrpcError(new AppError('signed-out'));
    return next({ ctx: { ...ctx, user: ctx.user } });
  });

/**
 * A procedure inside an organisation: the input names it, the person must reach it and hold `permission` there.
 * An organisation that is out of reach answers `not-found`, the same as one that does not exist; a denial is audited.
 */
export function can(permission: Permission) {
  return t.procedure
    .meta({ access: permission })
    .use(mapErrors)
    .input(tenantInput)
    .use(async ({ ctx, input, next }) => {
      if (!ctx.user) throw toTrpcError(new AppError('signed-out'));
      const tenant = await ctx.services.access.tenantOf(ctx.user, input.organisationId, {
        requestId: ctx.requestId,
        address: ctx.address,
      });
      if (!roleAllows(tenant.role, permission)) {
        await ctx.services.access.recordDenial(tenant, permission);
        throw toTrpcError(new AppError('forbidden', { params: { permission } }));
      }
      return next({ ctx: { ...ctx, user: ctx.user, tenant } });
    });
}
