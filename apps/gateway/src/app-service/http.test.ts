import type { IncomingMessage, ServerResponse } from 'node:http';
import { loginDigest } from '@switchroom/protocol';
import { FakeClock } from '@switchroom/testkit/vitest';
import { expect, it } from 'vitest';
import { clockOf } from '../link/testing/fakes';
import { HttpChallenges } from './challenges';
import { handleAppRequest } from './http';
import type { InboundPlace } from './inbound';

it('looks a password up for challenges of ours alone', async () => {
  let opened = 0;
  const target = {
    pbxId: 'p',
    appObjectName: 'attendant',
    appName: 'app',
    password: () => {
      opened += 1;
      return Promise.resolve('secret');
    },
  };
  const context = {
    challenges: new HttpChallenges(clockOf(new FakeClock()), 1000, { total: 10, perNetwork: 10 }),
    addressOf: () => '192.0.2.1',
    lookup: () => ({ target }) as unknown as InboundPlace,
  };
  const ask = (query: Record<string, string>) =>
    new Promise<unknown>((resolve) => {
      const url = `/app/example.com/site-1/app?${new URLSearchParams(query).toString()}`;
      const response = { writeHead: () => undefined, end: (body: string) => resolve(JSON.parse(body)) };
      handleAppRequest(context, { method: 'GET', url } as IncomingMessage, response as unknown as ServerResponse);
    });
  const login = (challenge: string) =>
    ask({ mt: 'AppLogin', app: 'app', challenge, digest: loginDigest({ app: 'app' }, challenge, 'secret') });
  expect(await login('guessed')).toEqual({ mt: 'AppLoginResult', ok: false });
  expect(opened).toBe(0);
  const { challenge } = (await ask({ mt: 'AppChallenge' })) as { challenge: string };
  expect(await login(challenge)).toEqual({ mt: 'AppLoginResult', ok: true });
  expect(await login(challenge)).toEqual({ mt: 'AppLoginResult', ok: false });
  expect(opened).toBe(1);
});
