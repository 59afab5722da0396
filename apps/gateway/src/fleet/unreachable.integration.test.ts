import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcp, type Socket } from 'node:net';
import { CertificateAuthority, createSelfSigned } from '@switchroom/testkit/tls';
import { describe, expect, it } from 'vitest';
import type { Dial } from '../link/transport';
import { dialWebSocket } from '../link/ws-transport';
import { createAddressGuard } from '../net/address-policy';
import { attendantPbx, startGateway, targetOf } from './testing/world';

describe('an address that is no PBX', () => {
  async function showing(
    address: string,
    kind: string,
    reason: string,
    options: Parameters<typeof startGateway>[0] = {},
  ) {
    await using gateway = await startGateway(options);
    await gateway.fleet.reconcile([targetOf({ address })]);
    await gateway.shows('pbx-1', kind, reason);
    return gateway.fleet.link('pbx-1');
  }

  it('refuses connections', async () => {
    const server = createTcp();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => {
      server.close(resolve);
    });
    const view = await showing(`ws://127.0.0.1:${port}/PBX0/APPS/websocket`, 'offline', 'connection-refused');
    expect(view.retryAt).toBeInstanceOf(Date);
  });

  it('is one that the installation allows no connection to, by number or by a name that leads there', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.end();
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const addresses = createAddressGuard('pbx', [], (_host, done) => done(null, [{ address: '127.0.0.1', family: 4 }]));
    const dial: Dial = (options) => dialWebSocket({ ...options, addresses });
    for (const host of ['127.0.0.1', 'pbx.example']) {
      const view = await showing(`ws://${host}:${port}/PBX0/APPS/websocket`, 'refused', 'address-forbidden', { dial });
      expect(view.detail).toContain('loopback');
      expect(view.retryAt).toBeUndefined();
    }
    expect(asked).toBe(0);
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });

  it('has no such name', async () => {
    const view = await showing('ws://no-such-host.invalid/PBX0/APPS/websocket', 'offline', 'dns');
    expect(view.detail).toContain('no-such-host.invalid');
  });

  it('answers with a web page', async () => {
    const server = createServer((_request, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const view = await showing(`ws://127.0.0.1:${port}/x`, 'offline', 'not-a-pbx');
    expect(view.detail).toBe('HTTP 404');
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });

  it('accepts and says nothing', async () => {
    const sockets = new Set<Socket>();
    const server = createTcp((socket) => {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const options = { timings: { dialMs: 100 } };
    const view = await showing(`ws://127.0.0.1:${port}/x`, 'offline', 'timeout', options);
    expect(view.kind).toBe('offline');
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });

  it('is not a websocket address at all', async () => {
    expect((await showing('nonsense', 'offline', 'not-a-pbx')).detail).toContain('nonsense');
  });
});

describe('TLS', () => {
  async function serveTls(tls: { key: string; cert: string }) {
    const pbx = attendantPbx();
    const { port } = await pbx.serve({ port: 0, tls });
    return { pbx, address: `wss://localhost:${port}/PBX0/APPS/websocket` };
  }

  async function linkView(address: string, pin: { cert?: string; fingerprint?: string } = {}, kind = 'refused') {
    await using gateway = await startGateway();
    const target = targetOf({ address, pinnedCertificate: pin.cert, pinnedFingerprint: pin.fingerprint });
    await gateway.fleet.reconcile([target]);
    await gateway.shows('pbx-1', kind);
    return gateway.fleet.link('pbx-1').reason;
  }

  it('refuses an authority that the system does not know', async () => {
    const authority = await CertificateAuthority.create();
    const { pbx, address } = await serveTls(await authority.issue());
    expect(await linkView(address)).toBe('certificate-untrusted');
    await pbx.close();
  });

  it('refuses a self-signed certificate, accepts it when a person pinned it, and refuses another one then', async () => {
    const own = await createSelfSigned({ hosts: ['somewhere.example'] });
    const other = await createSelfSigned();
    const { pbx, address } = await serveTls(own);
    expect(await linkView(address)).toBe('certificate-untrusted');
    expect(await linkView(address, { cert: own.cert, fingerprint: own.fingerprint256 }, 'online')).toBeUndefined();
    expect(await linkView(address, { cert: other.cert, fingerprint: other.fingerprint256 })).toBe('certificate-pin');
    expect(await linkView(address, { cert: own.cert, fingerprint: other.fingerprint256 })).toBe('certificate-pin');
    await pbx.close();
  });

  it('accepts a pinned certificate that an unknown authority signed', async () => {
    const authority = await CertificateAuthority.create();
    const leaf = await authority.issue();
    const { pbx, address } = await serveTls(leaf);
    expect(await linkView(address, { cert: leaf.cert, fingerprint: leaf.fingerprint256 }, 'online')).toBeUndefined();
    await pbx.close();
  });

  it('refuses an expired certificate even when it is pinned', async () => {
    const authority = await CertificateAuthority.create();
    const expired = await authority.issueExpired();
    const { pbx, address } = await serveTls(expired);
    expect(await linkView(address, { cert: expired.cert, fingerprint: expired.fingerprint256 })).toBe(
      'certificate-expired',
    );
    await pbx.close();
  });

  it('refuses a certificate for another host', async () => {
    const authority = await CertificateAuthority.create();
    const { pbx, address } = await serveTls(await authority.issueForWrongHost());
    // Trusting this authority is what the system's store does for public ones.
    const dialled = dialWebSocket({
      address,
      pinnedCertificate: undefined,
      pinnedFingerprint: undefined,
      timeoutMs: 5_000,
      signal: new AbortController().signal,
      authorities: [authority.cert],
    });
    await expect(dialled).rejects.toMatchObject({ reason: 'certificate-host' });
    await pbx.close();
  });

  it('calls TLS towards a plain port no PBX', async () => {
    const pbx = attendantPbx();
    const { port } = await pbx.serve({ port: 0 });
    expect(await linkView(`wss://localhost:${port}/PBX0/APPS/websocket`, {}, 'offline')).toBe('not-a-pbx');
    await pbx.close();
  });
});
