import { createServer } from 'node:net';

/**
 * A TCP port that was free a moment ago. Prefer listening on port 0 where the program can tell which one it got.
 * @param host the address it will be used on
 */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  const server = createServer();
  return await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
