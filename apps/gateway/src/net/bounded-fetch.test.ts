import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAddressGuard } from './address-policy';
import { boundedFetch } from './bounded-fetch';

let server: Server;
let answer: string;
beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.from(answer, 'latin1')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const ask = (raw: string) => {
  answer = raw;
  return boundedFetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
    method: 'GET',
    headers: {},
    deadlineMs: 5000,
    maxBytes: 1024,
    guard: createAddressGuard('issuer', ['loopback']),
  });
};

describe('an answer of a server that somebody else chose', () => {
  it('is handed on with status, headers and body', async () => {
    const got = await ask('HTTP/1.1 203 X\r\nX-One: a\r\nSet-Cookie: b\r\nSet-Cookie: c\r\n\r\nbody');
    expect([got.status, got.headers.get('x-one'), got.headers.getSetCookie(), await got.text()]).toEqual([
      203,
      'a',
      ['b', 'c'],
      'body',
    ]);
  });

  it.each([0, 99, 600, 700, 999])('is refused with the status %i, which a Response cannot have', async (status) => {
    const line = `HTTP/1.1 ${String(status).padStart(3, '0')} X`;
    await expect(ask(`${line}\r\nContent-Length: 2\r\n\r\n{}`)).rejects.toMatchObject({
      code: 'ERR_ANSWER_UNUSABLE',
      status,
    });
  });

  it.each([
    ['a zero byte', 'X-One: a\0b'],
    ['a control character', 'X-One: a\u0001b'],
    ['a name that is none', 'X One: a'],
    ['a name with a byte above 127', 'X\u0080: a'],
  ])('is refused with a header that Headers refuses: %s', async (_what, header) => {
    await expect(ask(`HTTP/1.1 200 OK\r\n${header}\r\nContent-Length: 2\r\n\r\n{}`)).rejects.toBeInstanceOf(Error);
  });

  it.each([
    ['changes the protocol', 'HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n'],
    ['says only that it goes on', 'HTTP/1.1 100 X\r\n\r\n'],
    ['ends before its body', 'HTTP/1.1 200 X\r\nContent-Length: 20\r\n\r\n{}'],
    ['says nothing', ''],
  ])('fails long before the deadline when it %s', async (_what, raw) => {
    const started = Date.now();
    await expect(ask(raw)).rejects.toBeInstanceOf(Error);
    expect(Date.now() - started).toBeLessThan(4000);
  });
});
