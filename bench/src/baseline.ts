import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

/** What bare `ws` needs for the same number of sockets, in this process: no login, no database, no reading. */
export async function bareSockets(
  count: number,
): Promise<{ openMs: number; bytesEach: number; roundTripMs: number[] }> {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  server.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const before = process.memoryUsage().rss;
  const started = performance.now();
  const clients: WebSocket[] = [];
  for (let start = 0; start < count; start += 100) {
    const batch = Array.from({ length: Math.min(100, count - start) }, () => open(port));
    clients.push(...(await Promise.all(batch)));
  }
  const openMs = performance.now() - started;
  // Both ends live here, so one end is half of it.
  const bytesEach = (process.memoryUsage().rss - before) / count / 2;
  const roundTripMs: number[] = [];
  for (const client of clients.slice(0, 200)) roundTripMs.push(await roundTrip(client));
  for (const client of clients) client.terminate();
  server.close();
  await new Promise((resolve) => http.close(resolve));
  return { openMs, bytesEach, roundTripMs };
}

function open(port: number): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

function roundTrip(socket: WebSocket): Promise<number> {
  const started = performance.now();
  return new Promise((resolve) => {
    socket.once('message', () => resolve(performance.now() - started));
    socket.send('{"mt":"KeepAlive"}');
  });
}
