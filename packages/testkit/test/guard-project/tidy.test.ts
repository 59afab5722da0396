import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';

it('closes what it opens', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  expect(server.listening).toBe(true);
  server.close();
});
