import { TRPCError, type TRPC_ERROR_CODE_KEY } from '@trpc/server';
import { AppError, type AppErrorCode, type AppErrorJson } from '@switchroom/contracts';
import { ZodError } from 'zod';

/** One exhaustive map from our codes to transport codes. */
const transportCodes = {
  'invalid-input': 'BAD_REQUEST',
  'signed-out': 'UNAUTHORIZED',
  'second-factor-required': 'FORBIDDEN',
  'step-up-required': 'FORBIDDEN',
  'session-changed': 'CONFLICT',
  forbidden: 'FORBIDDEN',
  'not-found': 'NOT_FOUND',
  'already-exists': 'CONFLICT',
  'setup-done': 'CONFLICT',
  'too-many-requests': 'TOO_MANY_REQUESTS',
  'pbx-offline': 'PRECONDITION_FAILED',
  'pbx-api-not-granted': 'PRECONDITION_FAILED',
  'pbx-refused': 'UNPROCESSABLE_CONTENT',
  'pbx-timeout': 'TIMEOUT',
  'pbx-outcome-unknown': 'TIMEOUT',
  'plan-outdated': 'CONFLICT',
  'plan-empty': 'UNPROCESSABLE_CONTENT',
  'plan-not-open': 'CONFLICT',
  certificate: 'PRECONDITION_FAILED',
  unreachable: 'PRECONDITION_FAILED',
  unavailable: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
} as const satisfies Record<AppErrorCode, TRPC_ERROR_CODE_KEY>;

/** Any thrown thing as the AppError that the browser may see; what we did not foresee becomes `internal`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof TRPCError) {
    if (error.cause instanceof AppError) return error.cause;
    if (error.cause instanceof ZodError) return fromZod(error.cause);
    if (error.code === 'NOT_FOUND') return new AppError('not-found', { cause: error });
    if (error.code === 'BAD_REQUEST' || error.code === 'PARSE_ERROR')
      return new AppError('invalid-input', { cause: error });
  }
  return new AppError('internal', { cause: error });
}

/** An AppError as the TRPCError that the adapter sends. */
export function toTrpcError(error: unknown): TRPCError {
  const app = toAppError(error);
  return new TRPCError({ code: transportCodes[app.code], message: app.code, cause: app });
}

function fromZod(error: ZodError): AppError {
  const fields = error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    rule: /^[a-z][a-z0-9-]*$/.test(issue.message) ? issue.message : `zod-${issue.code}`,
  }));
  return new AppError('invalid-input', { fields, cause: error });
}

/** Adds `data.app` (code, fields, request id) and removes stacks and foreign messages. */
export function errorFormatter(options: {
  shape: { message: string; code: number; data: { code: string; httpStatus: number; path?: string | undefined } };
  error: TRPCError;
  ctx: { requestId: string } | undefined;
}) {
  const app = toAppError(options.error);
  const json: AppErrorJson = { ...app.toJSON(), requestId: options.ctx?.requestId };
  return {
    message: app.code as string,
    code: options.shape.code,
    data: {
      code: options.shape.data.code,
      httpStatus: options.shape.data.httpStatus,
      path: options.shape.data.path,
      app: json,
    },
  };
}
