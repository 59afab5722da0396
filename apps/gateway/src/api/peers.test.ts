import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createOrigins } from './origins';
import { createPeers } from './peers';

const request = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

describe('createPeers', () => {
  const peers = createPeers(['10.1.0.0/16', 'fd00::5']);

  it.each([
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['10.1.2.3', true],
    ['::ffff:10.1.2.3', true],
    ['fd00::5', true],
    ['10.2.0.1', false],
    ['fd00::6', false],
    ['192.168.1.1', false],
    ['', false],
  ])('trusts %s: %s', (address, trusted) => {
    expect(peers.isTrusted(request(address))).toBe(trusted);
  });

  it.each([
    ['a peer of its own believes no header', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['a trusted peer without the header is itself', '127.0.0.1', undefined, '127.0.0.1'],
    ['the proxy names its client', '127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['trusted hops are skipped from the right', '127.0.0.1', '198.51.100.1, 10.1.0.9', '198.51.100.1'],
    ['what a client wrote in front is not believed', '127.0.0.1', '1.2.3.4, 198.51.100.1', '198.51.100.1'],
    ['a header of nonsense is ignored', '127.0.0.1', 'unknown', '127.0.0.1'],
    ['all hops trusted: the first', '127.0.0.1', '10.1.0.7, ::1', '10.1.0.7'],
    ['mapped addresses are unwrapped', '::ffff:127.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
  ])('%s', (_name, peer, header, expected) => {
    expect(peers.addressOf(request(peer, header))).toBe(expected);
  });

  it.each(['nonsense', '10.0.0.0/33', '10.0.0.0/x', '10.0.0.0/8/9', 'fd00::/129'])('refuses %s by name', (entry) => {
    expect(() => createPeers([entry])).toThrow(`SWITCHROOM_TRUSTED_PROXIES: "${entry}"`);
  });
});

describe('origins', () => {
  const branded = (hostName: string) => Promise.resolve(hostName === 'phone.reseller.example');
  const origins = createOrigins('https://portal.example.com:8443', branded);

  it('are the public one and the same port on this machine', () => {
    expect(origins.fixed).toEqual([
      'https://portal.example.com:8443',
      'https://localhost:8443',
      'https://127.0.0.1:8443',
      'https://[::1]:8443',
    ]);
    expect(createOrigins('http://localhost:3000', branded).fixed).toHaveLength(3);
  });

  const there = { origin: 'https://phone.reseller.example:8443', 'x-forwarded-host': 'phone.reseller.example:8443' };

  it.each([
    [{ origin: 'https://portal.example.com:8443' }, false],
    [{ origin: 'https://portal.example.com' }, true],
    [{ origin: 'https://portal.example.com:8443.evil.example' }, true],
    [{ origin: 'null' }, true],
    [{}, false],
    [{ 'sec-fetch-site': 'cross-site' }, true],
    [{ 'sec-fetch-site': 'same-site' }, true],
    [{ 'sec-fetch-site': 'same-origin' }, false],
    [{ 'sec-fetch-site': 'none' }, false],
    [there, false],
    [{ ...there, 'x-forwarded-host': 'Phone.Reseller.example:8443' }, false],
    // A page of that host that acts on the portal under another name, as one that is not ours would.
    [{ ...there, 'x-forwarded-host': 'portal.example.com:8443' }, true],
    [{ ...there, 'x-forwarded-host': undefined, host: 'portal.example.com:8443' }, true],
    [{ ...there, origin: 'http://phone.reseller.example:8443' }, true],
    [{ origin: 'https://evil.example:8443', 'x-forwarded-host': 'evil.example:8443' }, true],
  ])('%j is foreign: %s', async (headers, foreign) => {
    expect(await origins.isForeign(headers)).toBe(foreign);
  });
});
