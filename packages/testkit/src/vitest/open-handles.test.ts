import { createServer, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import { leftOpen, snapshotHandles } from './open-handles';
import { waitUntil } from './wait-until';

describe('leftOpen', () => {
  it('names a server that is still listening, and nothing once it is closed', async () => {
    const before = snapshotHandles();
    const server: Server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    expect(leftOpen(before)).toEqual(['1 TCP server']);
    await new Promise((resolve) => {
      server.close(resolve);
    });
    // The handle itself goes one turn after the callback.
    await waitUntil(() => leftOpen(before).length === 0, { message: 'the handle to go' });
    expect(leftOpen(before)).toEqual([]);
  });

  it('names timers that keep the process alive, and not those that do not', () => {
    const before = snapshotHandles();
    const timers = [setTimeout(() => {}, 60_000), setTimeout(() => {}, 60_000)];
    const idle = setTimeout(() => {}, 60_000).unref();
    expect(leftOpen(before)).toEqual(['2 timers']);
    for (const timer of [...timers, idle]) clearTimeout(timer);
    expect(leftOpen(before)).toEqual([]);
  });
});
