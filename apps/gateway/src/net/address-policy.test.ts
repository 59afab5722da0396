import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { kindOfAddress } from './address-kinds';
import { createAddressGuard, ForbiddenAddressError, type ResolveAll } from './address-policy';
import { boundedFetch } from './bounded-fetch';

describe('kindOfAddress', () => {
  it.each([
    ['93.184.216.34', 'public'],
    ['2606:4700::1', 'public'],
    ['10.1.2.3', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.178.1', 'private'],
    ['100.64.0.1', 'private'],
    ['fd12::1', 'private'],
    ['127.0.0.1', 'loopback'],
    ['127.255.1.1', 'loopback'],
    ['::1', 'loopback'],
    ['169.254.1.1', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['169.254.169.254', 'metadata'],
    ['100.100.100.200', 'metadata'],
    ['168.63.129.16', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
    ['0.0.0.0', 'reserved'],
    ['::', 'reserved'],
    ['224.0.0.1', 'reserved'],
    ['255.255.255.255', 'reserved'],
    ['ff02::1', 'reserved'],
    ['2001::1', 'reserved'],
    ['not an address', 'reserved'],
    // An IPv4 address in an IPv6 one is no way around.
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:7f00:1', 'loopback'],
    ['::127.0.0.1', 'loopback'],
    ['::ffff:169.254.169.254', 'metadata'],
    ['64:ff9b::a9fe:a9fe', 'metadata'],
    ['2002:7f00:0001::', 'loopback'],
    ['::ffff:8.8.8.8', 'public'],
  ])('%s is %s', (address, kind) => expect(kindOfAddress(address)).toBe(kind));

  it('judges every IPv4 address the same when it is mapped into IPv6', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(kindOfAddress(`::ffff:${address}`)).toBe(kindOfAddress(address));
      }),
      { numRuns: 500 },
    );
  });
});

const resolving =
  (...answers: string[][]): ResolveAll =>
  (_host, done) => {
    const next = answers.length > 1 ? answers.shift() : answers[0];
    done(
      null,
      (next ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };

describe('a guard', () => {
  const pbx = createAddressGuard('pbx', []);
  const issuer = createAddressGuard('issuer', []);

  it('lets PBXes stand in private networks, identity providers only where that is allowed', () => {
    expect(() => pbx.assertLiteral('10.0.0.1')).not.toThrow();
    expect(() => issuer.assertLiteral('10.0.0.1')).toThrow(ForbiddenAddressError);
    expect(() => createAddressGuard('issuer', ['private-issuers']).assertLiteral('10.0.0.1')).not.toThrow();
  });

  it('keeps PBXes and receivers out of private networks where that is asked for, and issuers as they are', () => {
    const at = (use: 'pbx' | 'receiver' | 'issuer', ...policy: ('no-private' | 'private-issuers' | 'link-local')[]) =>
      createAddressGuard(use, policy);
    expect(() => at('receiver').assertLiteral('10.0.0.1')).not.toThrow();
    for (const use of ['pbx', 'receiver', 'issuer'] as const) {
      for (const inside of ['10.0.0.1', '192.168.178.1', '[fd12::1]', '[::ffff:10.0.0.1]']) {
        expect(() => at(use, 'no-private').assertLiteral(inside)).toThrow(/private/);
      }
      expect(() => at(use, 'no-private').assertLiteral('93.184.216.34')).not.toThrow();
    }
    expect(() => at('issuer', 'no-private', 'private-issuers').assertLiteral('10.0.0.1')).not.toThrow();
    expect(() => at('pbx', 'no-private', 'private-issuers').assertLiteral('10.0.0.1')).toThrow(ForbiddenAddressError);
    // A segment without addresses of its own holds PBXes alone.
    expect(() => at('receiver', 'link-local').assertLiteral('169.254.1.1')).toThrow(ForbiddenAddressError);
  });

  it.each([
    '127.0.0.1',
    '[::1]',
    '169.254.10.1',
    '169.254.169.254',
    '0.0.0.0',
    '[::ffff:127.0.0.1]',
    '[fe80::1%25eth0]',
  ])('refuses %s for both', (host) => {
    expect(() => pbx.assertLiteral(host)).toThrow(ForbiddenAddressError);
    expect(() => issuer.assertLiteral(host)).toThrow(ForbiddenAddressError);
  });

  it('never allows metadata services, whatever the installation allows', () => {
    const open = createAddressGuard('pbx', ['loopback', 'link-local', 'private-issuers']);
    expect(() => open.assertLiteral('169.254.1.1')).not.toThrow();
    expect(() => open.assertLiteral('127.0.0.1')).not.toThrow();
    expect(() => open.assertLiteral('169.254.169.254')).toThrow(/metadata/);
  });

  it('judges a name by all of its addresses, and says the kind but not the address', async () => {
    const guard = createAddressGuard('issuer', [], resolving(['93.184.216.34', '192.168.0.9']));
    const error = await guard.assertHost('idp.example').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'ForbiddenAddressError', kind: 'private', host: 'idp.example' });
    expect(String(error)).not.toContain('192.168');
  });

  it('lets a name pass that cannot be resolved now', async () => {
    const missing: ResolveAll = (_host, done) => done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []);
    await expect(createAddressGuard('pbx', [], missing).assertHost('later.example')).resolves.toBeUndefined();
  });

  it('allows an issuer without TLS on this machine alone, and only where loopback is allowed', () => {
    const open = createAddressGuard('issuer', ['loopback']);
    expect(['127.0.0.1', '[::1]', 'localhost'].map((host) => open.allowsPlainHttp(host))).toEqual([true, true, true]);
    expect(open.allowsPlainHttp('10.0.0.1')).toBe(false);
    expect(open.allowsPlainHttp('idp.example')).toBe(false);
    expect(issuer.allowsPlainHttp('127.0.0.1')).toBe(false);
  });
});

describe('a guarded connection', () => {
  let server: Server | undefined;
  let reached = 0;
  afterEach(async () => {
    const open = server;
    server = undefined;
    reached = 0;
    open?.closeAllConnections();
    if (open !== undefined) await new Promise((resolve) => open.close(resolve));
  });
  const listen = async (handler: Parameters<typeof createServer>[1] = (_request, response) => response.end('here')) => {
    const made = createServer((request, response) => {
      reached += 1;
      handler?.(request, response);
    });
    server = made;
    await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
    return (made.address() as AddressInfo).port;
  };
  const ask = (url: string, guard = createAddressGuard('issuer', ['loopback']), bounds = {}) =>
    boundedFetch(url, { method: 'GET', headers: {}, deadlineMs: 2000, maxBytes: 1000, guard, ...bounds });

  it('goes to the address that was judged: a name that changes its mind afterwards leads nowhere else', async () => {
    const port = await listen();
    // First an allowed address, then the forbidden one: the second answer must never be asked for by the socket alone.
    const rebinding = createAddressGuard('pbx', [], resolving(['10.255.255.1'], ['127.0.0.1']));
    await expect(rebinding.assertHost('pbx.example')).resolves.toBeUndefined();
    const socket = connect({ host: 'pbx.example', port, lookup: rebinding.lookup });
    const error = await new Promise((resolve) => {
      socket.once('error', resolve);
      socket.once('connect', () => resolve('connected'));
    });
    socket.destroy();
    expect(error).toMatchObject({ code: 'ERR_ADDRESS_FORBIDDEN', kind: 'loopback' });
    expect(reached).toBe(0);
  });

  it('reaches what is allowed by name', async () => {
    const port = await listen();
    const guard = createAddressGuard('issuer', ['loopback'], resolving(['127.0.0.1']));
    const answer = await ask(`http://idp.example:${port}/`, guard);
    expect(await answer.text()).toBe('here');
  });

  it('refuses literal and resolved addresses before anything is sent', async () => {
    const port = await listen();
    const closed = createAddressGuard('issuer', [], resolving(['127.0.0.1']));
    await expect(ask(`http://127.0.0.1:${port}/`, closed)).rejects.toThrow(ForbiddenAddressError);
    await expect(ask(`http://idp.example:${port}/`, closed)).rejects.toMatchObject({ code: 'ERR_ADDRESS_FORBIDDEN' });
    // The URL's parser writes other notations of the same address as one.
    await expect(ask(`http://0x7f.1:${port}/`, closed)).rejects.toThrow(ForbiddenAddressError);
    expect(reached).toBe(0);
  });

  it('follows no redirect, stops at the bound and at the deadline', async () => {
    const port = await listen((request, response) => {
      if (request.url === '/redirect') response.writeHead(302, { location: '/other' }).end();
      else if (request.url === '/large') response.end('x'.repeat(5000));
      else if (request.url === '/slow') response.write('x');
      else response.end('other');
    });
    expect((await ask(`http://127.0.0.1:${port}/redirect`)).status).toBe(302);
    await expect(ask(`http://127.0.0.1:${port}/large`)).rejects.toMatchObject({ code: 'ERR_ANSWER_TOO_LARGE' });
    await expect(ask(`http://127.0.0.1:${port}/slow`, undefined, { deadlineMs: 100 })).rejects.toMatchObject({
      code: 'ETIMEDOUT',
    });
    expect(reached).toBe(3);
  });
});
