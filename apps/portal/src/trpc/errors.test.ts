import type { AppRouter } from '@switchroom/gateway/router';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import superjson from 'superjson';
import { describe, expect, test } from 'vitest';
import { appErrorOf, fieldErrorsOf } from './errors';

/** The error that a client sees when `answer` comes back over HTTP. */
async function errorFor(answer: () => Response | Promise<never>): Promise<unknown> {
  const client = createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({ url: 'http://portal/api/trpc', transformer: superjson, fetch: async () => await answer() }),
    ],
  });
  try {
    await client.setup.state.query();
  } catch (error) {
    return error;
  }
  throw new Error('the request should have failed');
}

describe('appErrorOf', () => {
  test("reads the gateway's description", async () => {
    const app = { code: 'pbx-offline', retryable: true, params: { pbx: 'Berlin' }, requestId: 'r-1' };
    const error = { json: { message: 'pbx-offline', code: -32000, data: { code: 'X', httpStatus: 412, app } } };
    const body = JSON.stringify([{ error }]);
    expect(appErrorOf(await errorFor(() => new Response(body, { status: 412 })))).toEqual(app);
  });

  test('reads an answer outside of tRPC: the gateway away, a foreign origin', async () => {
    const away = () => Response.json({ app: { code: 'unavailable', retryable: true } }, { status: 503 });
    expect(appErrorOf(await errorFor(away))).toEqual({ code: 'unavailable', retryable: true });
    const foreign = () => Response.json({ app: { code: 'forbidden', retryable: false } }, { status: 403 });
    expect(appErrorOf(await errorFor(foreign)).code).toBe('forbidden');
  });

  test("no network and a proxy's own page are unavailable", async () => {
    expect(appErrorOf(await errorFor(() => Promise.reject(new TypeError('fetch failed')))).code).toBe('unavailable');
    expect(appErrorOf(await errorFor(() => new Response('<html>', { status: 502 }))).code).toBe('unavailable');
  });

  test('a code that this portal does not know is not taken for known', async () => {
    const error = { json: { message: 'x', code: -32000, data: { app: { code: 'brand-new', retryable: false } } } };
    const body = JSON.stringify([{ error }]);
    expect(appErrorOf(await errorFor(() => new Response(body, { status: 400 }))).code).toBe('unavailable');
  });

  test('what was thrown by our own code is internal', () => {
    expect(appErrorOf(new RangeError('no'))).toEqual({ code: 'internal', retryable: false });
    expect(appErrorOf(undefined).code).toBe('internal');
  });
});

test('fieldErrorsOf gives rule and parameters by path', () => {
  const fields = [
    { path: 'form.name', rule: 'name-taken' },
    { path: 'address', rule: 'too-long', params: { max: 255 } },
  ];
  expect(fieldErrorsOf({ code: 'invalid-input', retryable: false, fields })).toEqual({
    'form.name': { rule: 'name-taken', params: {} },
    address: { rule: 'too-long', params: { max: 255 } },
  });
  expect(fieldErrorsOf({ code: 'internal', retryable: false })).toEqual({});
});
