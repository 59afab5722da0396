import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';

it('forgets a server and a timer', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  setInterval(() => {}, 1000);
  expect(server.listening).toBe(true);
});
