import type { ForwarderForm } from '@switchroom/contracts';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tenantOf } from '../../../test/factories/index';
import { treeWorld } from '../../../test/factories/tree-world';
import { createAuditLog } from '../../audit/audit-log';
import { SendError } from '../../audit/forward/send';
import { createAddressGuard } from '../../net/address-policy';
import { createForwardersService } from './create-forwarders-service';
import type { ForwardersService } from './forwarders.service';

const { base, tree } = treeWorld();
let service: ForwardersService;
let refreshed: string[];
let problem: SendError | undefined;
const form: ForwarderForm = { host: '192.0.2.7', port: 6514, tls: true, caCertificate: null, enabled: true };

beforeAll(async () => {
  service = createForwardersService({
    db: base.db,
    audit: createAuditLog(),
    receivers: createAddressGuard('receiver', []),
    forwarding: {
      refresh: (id) => {
        refreshed.push(id);
      },
      test: () => (problem === undefined ? Promise.resolve() : Promise.reject(problem)),
    },
  });
});
beforeEach(async () => {
  refreshed = [];
  problem = undefined;
  await base.sql('DELETE FROM audit_forwarders');
});

const lastEntry = async () =>
  (
    await base.sql<{ action: string; result: string; before: unknown; after: unknown }>(
      'SELECT action, result, before, after FROM audit_entries ORDER BY at DESC, seq DESC LIMIT 1',
    )
  )[0];

describe('a forwarder', () => {
  it('is added, seen from above and not from beside, changed and removed, each time with an entry', async () => {
    const tenant = tenantOf(tree.alphaOne);
    const { id } = await service.create(tenant, { forwarder: form, fromStart: false });
    expect(refreshed).toEqual([id]);
    expect(await lastEntry()).toMatchObject({ action: 'audit.forwarder-create', after: { host: '192.0.2.7' } });
    const [seen] = await service.list(tenantOf(tree.alpha));
    // The entry of its own making waits to be sent.
    expect(seen).toMatchObject({ id, organisation: { name: 'Alpha One' }, lastError: null, waiting: 1, version: 1 });
    expect(await service.list(tenantOf(tree.beta))).toEqual([]);
    await service.update(tenant, { forwarderId: id, version: 1, forwarder: { ...form, enabled: false } });
    expect(refreshed).toEqual([id, id]);
    expect(await lastEntry()).toMatchObject({
      action: 'audit.forwarder-update',
      before: { enabled: true },
      after: { enabled: false },
    });
    await service.remove(tenant, { forwarderId: id, version: 2 });
    expect(await lastEntry()).toMatchObject({ action: 'audit.forwarder-remove', before: { port: 6514 } });
    expect(await service.list(tenant)).toEqual([]);
  });

  it('sends what is kept from the start, when that is asked for', async () => {
    await service.create(tenantOf(tree.alphaOne), { forwarder: form, fromStart: true });
    const kept = await base.sql<{ count: number }>(
      'SELECT count(*)::int AS count FROM audit_entries WHERE organisation_id = $1',
      [tree.alphaOne.id],
    );
    expect((await service.list(tenantOf(tree.alphaOne)))[0]?.waiting).toBe(kept[0]?.count);
  });

  it('of somebody beside or above cannot be touched', async () => {
    const { id } = await service.create(tenantOf(tree.alpha), { forwarder: form, fromStart: false });
    for (const tenant of [tenantOf(tree.beta), tenantOf(tree.alphaOne)]) {
      const given = { forwarderId: id, version: 1 };
      await expect(service.update(tenant, { ...given, forwarder: form })).rejects.toMatchObject({ code: 'not-found' });
      await expect(service.remove(tenant, given)).rejects.toMatchObject({ code: 'not-found' });
      await expect(service.test(tenant, id)).rejects.toMatchObject({ code: 'not-found' });
    }
  });

  it('is one of five at most, also when several are added at once, and each organisation has its own five', async () => {
    const tenant = tenantOf(tree.alphaOne);
    const add = () => service.create(tenant, { forwarder: form, fromStart: false });
    const results = await Promise.allSettled(Array.from({ length: 7 }, add));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    await expect(add()).rejects.toMatchObject({
      code: 'invalid-input',
      fields: [{ path: 'forwarder.host', rule: 'forwarders-limit' }],
    });
    expect(await service.list(tenant)).toHaveLength(5);
    await service.create(tenantOf(tree.alpha), { forwarder: form, fromStart: false });
  });

  it('is not changed or removed with an older form', async () => {
    const tenant = tenantOf(tree.alphaOne);
    const { id } = await service.create(tenant, { forwarder: form, fromStart: false });
    await service.update(tenant, { forwarderId: id, version: 1, forwarder: form });
    for (const stale of [
      () => service.update(tenant, { forwarderId: id, version: 1, forwarder: form }),
      () => service.remove(tenant, { forwarderId: id, version: 1 }),
    ]) {
      await expect(stale()).rejects.toMatchObject({ code: 'plan-outdated' });
    }
  });

  it.each([
    ['an address that is not allowed', { host: '127.0.0.1' }, 'forwarder.host', 'address-forbidden'],
    [
      'a certificate that is none',
      { caCertificate: '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----' },
      'forwarder.caCertificate',
      'certificate-pem',
    ],
  ])('is refused with %s', async (_name, wrong, path, rule) => {
    await expect(
      service.create(tenantOf(tree.alphaOne), { forwarder: { ...form, ...wrong }, fromStart: false }),
    ).rejects.toMatchObject({ code: 'invalid-input', fields: [{ path, rule }] });
  });

  it('says what a test met, and records it', async () => {
    const tenant = tenantOf(tree.alphaOne);
    const { id } = await service.create(tenant, { forwarder: form, fromStart: false });
    expect(await service.test(tenant, id)).toEqual({ ok: true });
    expect(await lastEntry()).toMatchObject({ action: 'audit.forwarder-test', result: 'allowed' });
    problem = new SendError('refused', 'ECONNREFUSED');
    expect(await service.test(tenant, id)).toEqual({ ok: false, problem: 'refused', detail: 'ECONNREFUSED' });
    expect(await lastEntry()).toMatchObject({ result: 'failed', after: { problem: 'refused' } });
  });
});
