import { z } from 'zod';

/**
 * Every way a request can fail, as one closed list. The portal translates each code
 * (message catalogue `errors.<code>`), so the gateway never sends prose that a person reads.
 */
export const appErrorCodes = [
  'invalid-input', // one or more fields are wrong; `fields` names them
  'signed-out', // no session, or it has ended
  'second-factor-required', // a policy asks for a second factor that this session does not have
  'step-up-required', // a dangerous act: prove again who is at the keyboard, then repeat
  'session-changed', // the page was opened as somebody else than the session is now; nothing was done
  'forbidden', // signed in, but the role does not allow it
  'not-found', // does not exist, or lies outside the caller's organisations
  'already-exists', // a unique name is taken; `fields` names it
  'setup-done', // the first administrator exists already
  'too-many-requests', // throttled; `params.retryAfterSeconds`
  'pbx-offline', // the link is not ready; `params.pbx`
  'pbx-api-not-granted', // the App object lacks a flag; `params.api`, `params.flag`
  'pbx-refused', // the PBX answered with an error; `params.text` is its own word
  'pbx-timeout', // the PBX did not answer within the deadline
  'pbx-outcome-unknown', // the link dropped while waiting; nothing is re-sent
  'plan-outdated', // the plan was made from another state; make a new one
  'plan-empty', // nothing would change
  'plan-not-open', // the plan is already running, done or discarded
  'certificate', // the TLS certificate is not trusted; `params.reason`
  'unreachable', // no connection; `params.reason`
  'unavailable', // the gateway is starting, draining, or its database is away
  'internal', // our fault; only the request id is shown
] as const;
export type AppErrorCode = (typeof appErrorCodes)[number];

/** One wrong field: `path` as in the input (dots for nesting), `rule` is a catalogue key under `fieldErrors`. */
export const fieldErrorSchema = z.object({
  path: z.string(),
  rule: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type FieldError = z.infer<typeof fieldErrorSchema>;

export const appErrorJsonSchema = z.object({
  code: z.enum(appErrorCodes),
  retryable: z.boolean(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  fields: z.array(fieldErrorSchema).optional(),
  requestId: z.string().optional(),
});
/** The JSON form that travels to the browser (tRPC error `data.app`). */
export type AppErrorJson = z.infer<typeof appErrorJsonSchema>;

const retryableCodes: ReadonlySet<AppErrorCode> = new Set([
  'too-many-requests',
  'pbx-offline',
  'pbx-timeout',
  'unreachable',
  'unavailable',
]);

/** The one error family that services throw. `message` is for logs; people see the translated code. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: AppErrorCode;
  readonly params: Record<string, string | number> | undefined;
  readonly fields: FieldError[] | undefined;

  constructor(
    code: AppErrorCode,
    options: {
      message?: string;
      params?: Record<string, string | number>;
      fields?: FieldError[];
      cause?: unknown;
    } = {},
  ) {
    super(options.message ?? code, { cause: options.cause });
    this.code = code;
    this.params = options.params;
    this.fields = options.fields;
  }

  get retryable(): boolean {
    return retryableCodes.has(this.code);
  }

  toJSON(): AppErrorJson {
    return { code: this.code, retryable: this.retryable, params: this.params, fields: this.fields };
  }
}

/** A field error as an AppError, the usual way a service refuses an input. */
export function invalidField(path: string, rule: string, params?: Record<string, string | number>): AppError {
  return new AppError('invalid-input', { fields: [{ path, rule, params }], message: `${path}: ${rule}` });
}
