import { randomUUID } from 'node:crypto';
import { toAppError } from '../../src/api/error-map';
import { appRouter } from '../../src/api/router';
import { t } from '../../src/api/trpc';
import type { Caller } from '../../src/auth/caller';
import type { Services } from '../../src/services';

/** What came of a call: `ok`, `ended` for a stream that ended without a word, or the code of the error. */
export interface Answer {
  requestId: string;
  outcome: string;
  /** Fields and parameters of the error. */
  details?: unknown;
  /** What a query or mutation answered, or the first item of a subscription. */
  result?: unknown;
}

const createCaller = t.createCallerFactory(appRouter);

/** A stream that has neither refused, ended nor said anything by then is open. */
const QUIET_MS = 2000;

/** Calls a procedure of the API in this process, as the HTTP face does it. A subscription is read once and ended. */
export async function call(
  services: Services,
  path: string,
  caller: Caller | undefined,
  input: unknown,
): Promise<Answer> {
  const requestId = randomUUID();
  const stop = new AbortController();
  const api = createCaller({ requestId, address: '127.0.0.1', user: caller, services }, { signal: stop.signal });
  const procedure = path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], api);
  try {
    let result = await (procedure as (value: unknown) => Promise<unknown>)(input);
    if (result !== null && typeof result === 'object' && Symbol.asyncIterator in result) {
      const iterator = (result as AsyncIterable<unknown>)[Symbol.asyncIterator]();
      const quiet = setTimeout(() => stop.abort(), QUIET_MS);
      try {
        const { done, value } = await iterator.next();
        if (done === true && !stop.signal.aborted) return { requestId, outcome: 'ended' };
        result = value;
      } finally {
        clearTimeout(quiet);
        stop.abort();
        await iterator.return?.();
      }
    }
    return { requestId, outcome: 'ok', result };
  } catch (error) {
    const { code, fields, params } = toAppError(error);
    return { requestId, outcome: code, details: { fields, params } };
  }
}

/** Thrown in the place of a service's work. */
class Reached extends Error {}

/**
 * The access check of a real gateway in front of services that only tell that they were reached: for calls that are allowed, and
 * would otherwise be carried out.
 */
export function untilReached(services: Services): { services: Services; reached: () => number } {
  let count = 0;
  const probe = new Proxy({} as never, {
    get: () => () => {
      count += 1;
      throw new Reached();
    },
  });
  return {
    services: new Proxy(services, { get: (target, key) => (key === 'access' ? target.access : probe) }),
    reached: () => count,
  };
}
