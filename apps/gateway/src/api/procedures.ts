import type { Permission } from '@switchroom/contracts';
import { AppError, stepUpPermissions, tenantInput } from '@switchroom/contracts';
import type { Caller } from '../auth/caller';
import { isFresh } from '../auth/freshness';
import { toAppError, toTrpcError } from './error-map';
import { type RequestContext, t } from './trpc';

/** First of every procedure: counts and times the call, and gives what was thrown its transport code. */
const mapErrors = t.middleware(async ({ ctx, path, type, next }) => {
  const start = performance.now();
  const done = (outcome: string) => ctx.onCall?.({ path, type, outcome, seconds: (performance.now() - start) / 1000 });
  try {
    ctx.limit?.(path);
  } catch (error) {
    done(toAppError(error).code);
    throw toTrpcError(error);
  }
  const result = await next();
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
  .use(async ({ ctx, path, type, next }) => {
    if (!ctx.user) throw toTrpcError(new AppError('signed-out'));
    if (type === 'mutation' && onlyLooksIn(ctx.user)) {
      await ctx.services.access.recordOwnDenial(ctx.user, { attempted: path, why: 'view-only' }, requestOf(ctx));
      throw toTrpcError(viewOnly());
    }
    return await next({ ctx: { ...ctx, user: ctx.user } });
  });

/** Ending what only somebody who looks in or acts as another has begun: the one change that is always theirs. */
export const impersonatingProcedure = t.procedure
  .meta({ access: 'impersonating' })
  .use(mapErrors)
  .use(({ ctx, next }) => {
    const { user } = ctx;
    if (user?.session === undefined) throw toTrpcError(new AppError('signed-out'));
    if (user.impersonation === undefined) throw toTrpcError(new AppError('not-found'));
    return next({ ctx: { ...ctx, user } });
  });

/**
 * About the signed-in person's own account: nobody who looks in as them, and no token, gets here. That refusal, and one
 * for want of a fresh proof, is recorded.
 */
export const ownAccountProcedure = t.procedure
  .meta({ access: 'own-account' })
  .use(mapErrors)
  .use(async ({ ctx, path, next }) => {
    const { user } = ctx;
    if (user?.session === undefined) throw toTrpcError(new AppError('signed-out'));
    const { access } = ctx.services;
    if (user.impersonation !== undefined) {
      await access.recordOwnDenial(user, { attempted: path, why: 'impersonation' }, requestOf(ctx));
      throw toTrpcError(new AppError('forbidden', { params: { reason: 'impersonation' } }));
    }
    const result = await next({ ctx: { ...ctx, user: { ...user, session: user.session } } });
    if (!result.ok && toAppError(result.error).code === 'step-up-required') {
      await access.recordOwnDenial(user, { attempted: path, why: 'step-up-required' }, requestOf(ctx));
    }
    return result;
  });

function requestOf({ requestId, address }: RequestContext): { requestId: string; address: string } {
  return { requestId, address };
}

/** Whoever looks in changes nothing, whatever a procedure asks for and whatever a role would allow. */
function onlyLooksIn({ impersonation }: Caller): boolean {
  return impersonation?.mode === 'view';
}

function viewOnly(): AppError {
  return new AppError('forbidden', { params: { reason: 'view-only' } });
}

/** Tokens have nobody at the keyboard; what they may do was decided, with a step-up, when they were made. */
function needsStepUp({ session, token }: Caller): boolean {
  if (token !== undefined) return false;
  return session === undefined || !isFresh(session);
}

/**
 * A procedure inside an organisation: the input names it, the person must reach it and hold `permission` there.
 * An organisation that is out of reach answers `not-found`, the same as one that does not exist; a denial is audited.
 * What `stepUpPermissions` names also asks for a proof of who is at the keyboard that is not older than ten minutes.
 */
export function can(permission: Permission) {
  return t.procedure
    .meta({ access: permission })
    .use(mapErrors)
    .input(tenantInput)
    .use(async ({ ctx, input, type, next }) => {
      if (!ctx.user) throw toTrpcError(new AppError('signed-out'));
      const tenant = await ctx.services.access.tenantOf(ctx.user, input.organisationId, {
        requestId: ctx.requestId,
        address: ctx.address,
      });
      if (type === 'mutation' && onlyLooksIn(ctx.user)) {
        await ctx.services.access.recordDenial(tenant, permission, 'view-only');
        throw toTrpcError(viewOnly());
      }
      if (!tenant.permissions.has(permission)) {
        await ctx.services.access.recordDenial(tenant, permission);
        throw toTrpcError(new AppError('forbidden', { params: { permission } }));
      }
      if (stepUpPermissions.has(permission) && needsStepUp(ctx.user)) {
        await ctx.services.access.recordDenial(tenant, permission, 'step-up-required');
        throw toTrpcError(new AppError('step-up-required'));
      }
      return next({ ctx: { ...ctx, user: ctx.user, tenant } });
    });
}
