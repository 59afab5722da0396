import { createSelfSigned } from '@switchroom/testkit/tls';
import { createServer, type Server } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantOf } from '../../../test/factories/index';
import { pbxsRoom, refusal } from './testing/pbxs-room';

const { tree, service, records } = pbxsRoom();

describe('certificates', () => {
  let tls: Server;
  let port: number;
  let fingerprint: string;
  beforeAll(async () => {
    const certificate = await createSelfSigned();
    tls = createServer({ key: certificate.key, cert: certificate.cert });
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
    port = (tls.address() as AddressInfo).port;
  });
  afterAll(() => new Promise((resolve) => tls.close(resolve)));

  it('shows an untrusted certificate, pins it once confirmed, and refuses another fingerprint', async () => {
    const tenant = tenantOf(tree.alpha);
    const probe = await service.probeCertificate(tenant, `127.0.0.1:${port}`);
    expect(probe).toMatchObject({ tls: true, trusted: false });
    expect(probe).not.toHaveProperty('leafPem');
    fingerprint = probe.chain[0]?.fingerprint ?? '';
    expect(records).toMatchObject([
      {
        action: 'pbx.probe-certificate',
        target: { kind: 'pbx', id: `127.0.0.1:${port}` },
        after: { trusted: false, fingerprint },
      },
    ]);
    const outbound = {
      direction: 'outbound' as const,
      name: 'Hotel Post',
      appObjectName: 'attendant',
      address: `127.0.0.1:${port}`,
      password: 'abc',
      organisationId: tree.alpha.id,
      targetOrganisationId: tree.alphaOne.id,
    };
    const wrong = fingerprint.replaceAll(/[0-9]/g, '0');
    const error = await refusal(service.create(tenant, { ...outbound, pinnedFingerprint: wrong }));
    expect(error.fields).toMatchObject([{ path: 'pinnedFingerprint', rule: 'certificate-changed' }]);
    const created = await service.create(tenant, { ...outbound, pinnedFingerprint: fingerprint.toLowerCase() });
    expect(created.password).toBeUndefined();
    expect((await service.get(tenant, created.pbx.id)).tls).toEqual({ mode: 'pinned', fingerprint });
  });

  it('says that an address does not answer', async () => {
    const error = await refusal(service.probeCertificate(tenantOf(tree.alpha), '127.0.0.1:1'));
    expect(error.toJSON()).toMatchObject({ code: 'unreachable', params: { reason: 'ECONNREFUSED' } });
    expect(records).toMatchObject([
      {
        action: 'pbx.probe-certificate',
        target: { name: '127.0.0.1:1' },
        result: 'failed',
        after: { problem: 'unreachable' },
      },
    ]);
  });
});

describe('an address that no PBX may have', () => {
  const outbound = {
    direction: 'outbound' as const,
    name: 'Hotel Post',
    appObjectName: 'attendant',
    password: 'abc',
  };

  it.each(['169.254.169.254', 'inside.example', 'wss://[::ffff:a9fe:a9fe]/', '0.0.0.0'])(
    'is refused at its field: %s',
    async (address) => {
      const tenant = tenantOf(tree.alpha);
      const ids = { organisationId: tree.alpha.id, targetOrganisationId: tree.alphaOne.id };
      const forbidden = [{ path: 'address', rule: 'address-forbidden' }];
      expect((await refusal(service.create(tenant, { ...outbound, ...ids, address }))).fields).toMatchObject(forbidden);
      expect((await refusal(service.probeCertificate(tenant, address))).fields).toMatchObject(forbidden);
      const { pbx } = await service.create(tenant, { ...outbound, ...ids, address: 'outside.example' });
      const change = { organisationId: tree.alpha.id, pbxId: pbx.id, version: 1, address };
      expect((await refusal(service.update(tenant, change))).fields).toMatchObject(forbidden);
      expect((await service.get(tenant, pbx.id)).address).toContain('outside.example');
    },
  );

  it('may be in a private network', async () => {
    const ids = { organisationId: tree.alpha.id, targetOrganisationId: tree.alphaOne.id };
    const created = await service.create(tenantOf(tree.alpha), { ...outbound, ...ids, address: '10.20.30.40' });
    expect(created.pbx.name).toBe('Hotel Post');
  });
});
