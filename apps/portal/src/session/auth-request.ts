import { type AppErrorJson, appErrorJsonSchema } from '@switchroom/contracts';
import { AnsweredError } from '../trpc/errors';

/**
 * A request to `/api/auth`, where the session itself is opened, confirmed and ended.
 * @throws {AnsweredError} with what the gateway said, `unavailable` when none answered
 */
export async function authRequest(path: string, body?: unknown): Promise<unknown> {
  let answer: Response;
  try {
    answer = await fetch(`/api/auth${path}`, {
      credentials: 'same-origin',
      ...(body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch {
    throw new AnsweredError({ code: 'unavailable', retryable: true });
  }
  const content: unknown = await answer.json().catch(() => null);
  if (answer.ok) return content;
  throw new AnsweredError(errorOf(answer.status, content));
}

function errorOf(status: number, content: unknown): AppErrorJson {
  const described = appErrorJsonSchema.safeParse((content as { app?: unknown } | null)?.app);
  if (described.success) return described.data;
  return status >= 502 ? { code: 'unavailable', retryable: true } : { code: 'internal', retryable: false };
}
