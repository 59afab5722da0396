import { afterEach, expect, test, vi } from 'vitest';
import { forwardToGateway } from './forward';

afterEach(() => vi.unstubAllGlobals());

/** The headers that reach the gateway. */
async function forwarded(headers: Record<string, string>): Promise<Record<string, string>> {
  let seen: Headers | undefined;
  vi.stubGlobal('fetch', (_url: string, options: { headers: Headers }) => {
    seen = options.headers;
    return Promise.resolve(new Response('{}', { headers: { 'retry-after': '3', server: 'inside' } }));
  });
  const answer = await forwardToGateway(new Request('http://portal.test/api/trpc/session.me', { headers }), '/trpc/x');
  expect(answer.headers.get('retry-after')).toBe('3');
  expect(answer.headers.get('server')).toBeNull();
  return Object.fromEntries(seen ?? []);
}

test('a browser is passed on with its cookies, and without what a proxy asked it for', async () => {
  const seen = await forwarded({ cookie: 'a=b', authorization: 'Basic dXNlcjpwd2Q=', 'x-switchroom-as': 'anna' });
  expect(seen).toMatchObject({ cookie: 'a=b', 'x-switchroom-as': 'anna' });
  expect(seen).not.toHaveProperty('authorization');
});

test.each(['Bearer swt_x', 'bearer swt_x', ' Bearer swt_x'])(
  'a program is passed on with its token alone (%j)',
  async (authorization) => {
    const seen = await forwarded({ cookie: 'a=b', authorization });
    expect(seen['authorization']).toBe(authorization.trim());
    expect(seen).not.toHaveProperty('cookie');
  },
);
