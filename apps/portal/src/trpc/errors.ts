import { type AppErrorJson, appErrorJsonSchema } from '@switchroom/contracts';
import { isTRPCClientError } from '@trpc/client';

/** An error of a request beside the procedures, as the gateway described it. */
export class AnsweredError extends Error {
  override readonly name = 'AnsweredError';

  constructor(readonly app: AppErrorJson) {
    super(app.code);
  }
}

/**
 * The error of a request as the gateway described it. What carries no such description (no network, a proxy's own
 * page) is `unavailable`: nothing is known about the request but that no gateway answered it.
 */
export function appErrorOf(error: unknown): AppErrorJson {
  if (error instanceof AnsweredError) return error.app;
  if (isTRPCClientError(error)) {
    const described = appErrorJsonSchema.safeParse((error.data as { app?: unknown } | undefined)?.app);
    if (described.success) return described.data;
    const forwarded = appErrorJsonSchema.safeParse((error.meta?.responseJSON as { app?: unknown } | undefined)?.app);
    if (forwarded.success) return forwarded.data;
    return { code: 'unavailable', retryable: true };
  }
  return { code: 'internal', retryable: false };
}

/** The field errors of an `invalid-input` or `already-exists` answer by path, for forms. */
export function fieldErrorsOf(
  error: AppErrorJson,
): Record<string, { rule: string; params: Record<string, string | number> }> {
  return Object.fromEntries(
    (error.fields ?? []).map((field) => [field.path, { rule: field.rule, params: field.params ?? {} }]),
  );
}
