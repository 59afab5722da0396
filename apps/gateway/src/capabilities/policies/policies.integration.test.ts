import { randomUUID } from 'node:crypto';
import type { UpdatePoliciesInput } from '@switchroom/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import { createMember, tenantOf, type TestOrganisation } from '../../../test/factories/index';
import { treeWorld } from '../../../test/factories/tree-world';
import { createAuditLog } from '../../audit/audit-log';
import type { Caller } from '../../auth/caller';
import { createBus } from '../../bus';
import type { GatewayEventMap } from '../../events';
import { silentLogger } from '../../observability/logger';
import { createPoliciesService } from './create-policies-service';
import type { PoliciesService } from './policies.service';

const { base, tree } = treeWorld();
let service: PoliciesService;
const told: GatewayEventMap['access.changed'][] = [];
beforeAll(async () => {
  const bus = createBus(silentLogger);
  bus.on('access.changed', (payload) => told.push(payload));
  service = createPoliciesService({ db: base.db, audit: createAuditLog(), bus });
});

const caller = (secondFactor: boolean): Caller => ({
  id: 'person',
  name: 'Person',
  email: 'person@example.test',
  session: { id: 'session', confirmedAt: new Date(), secondFactor },
});
const nothing = {
  version: 0,
  requireSecondFactor: false,
  forbidImpersonation: false,
  auditRetentionDays: null,
  settingApprovalPbxs: null,
};
const update = (organisation: TestOrganisation, input: Partial<UpdatePoliciesInput>, secondFactor = true) =>
  service.update(tenantOf(organisation), caller(secondFactor), {
    organisationId: organisation.id,
    ...nothing,
    ...input,
  });
const get = (organisation: TestOrganisation, roots: TestOrganisation[] = [organisation]) =>
  service.get(tenantOf(organisation), caller(true), roots);

describe('policies', () => {
  it('hold below where they are said, and name who says so only within reach', async () => {
    await update(tree.alpha, { requireSecondFactor: true, auditRetentionDays: 365, settingApprovalPbxs: 20 });
    await update(tree.alphaOne, { requireSecondFactor: true, auditRetentionDays: 90, settingApprovalPbxs: 50 });
    const alpha = { id: tree.alpha.id, name: tree.alpha.name, kind: 'reseller' };
    expect(await get(tree.alphaOne, [tree.alpha])).toEqual({
      version: 1,
      own: { requireSecondFactor: true, forbidImpersonation: false, auditRetentionDays: 90, settingApprovalPbxs: 50 },
      effective: {
        // Also said here, but what the one above says cannot be taken away here.
        requireSecondFactor: { value: true, from: alpha, origin: 'above' },
        forbidImpersonation: { value: false, from: null, origin: 'none' },
        // The longest counts: nobody below cuts what is kept above.
        auditRetentionDays: { value: 365, from: alpha, origin: 'above' },
        // The smallest counts: nobody below does alone what needs two above.
        settingApprovalPbxs: { value: 20, from: alpha, origin: 'above' },
      },
      secondFactorUsed: true,
    });
    const fromInside = await get(tree.alphaTwo);
    expect(fromInside.effective.requireSecondFactor).toEqual({ value: true, from: null, origin: 'above' });
    expect(fromInside.effective.auditRetentionDays).toEqual({ value: 365, from: null, origin: 'above' });
    expect(fromInside.effective.settingApprovalPbxs).toEqual({ value: 20, from: null, origin: 'above' });
    expect(JSON.stringify(fromInside)).not.toContain(tree.alpha.name);
    expect((await get(tree.betaOne)).effective.requireSecondFactor.origin).toBe('none');
  });

  it('are changed from the version that the form showed, recorded, and told to those who have a place there, above or below', async () => {
    const inTree = async (organisation: TestOrganisation) => (await createMember(base.db, organisation)).id;
    const concerned = [await inTree(tree.provider), await inTree(tree.beta), await inTree(tree.betaOne)];
    for (const beside of [tree.alpha, tree.alphaOne]) await inTree(beside);
    told.length = 0;
    await update(tree.beta, { forbidImpersonation: true });
    await expect(update(tree.beta, { forbidImpersonation: false })).rejects.toMatchObject({ code: 'plan-outdated' });
    await update(tree.beta, { version: 1 });
    const ids = told.map(({ userIds }) => (userIds === 'everybody' ? userIds : [...userIds].toSorted()));
    expect(ids).toEqual([concerned.toSorted(), concerned.toSorted()]);
    const rows = await base.sql<{ before: unknown; after: unknown }>(
      `SELECT before, after FROM audit_entries WHERE action = 'policy.update' AND organisation_id = $1 ORDER BY seq`,
      [tree.beta.id],
    );
    const { version: _, ...off } = nothing;
    const on = { ...off, forbidImpersonation: true };
    expect(rows).toEqual([
      { before: off, after: on },
      { before: on, after: off },
    ]);
  });

  it('keep for longer below, and remember when less was said', async () => {
    const site = tree.alphaTwo;
    const shortened = async () =>
      (
        await base.sql<{ at: Date | null }>(
          'SELECT audit_retention_shortened_at AS at FROM organisation_policies WHERE organisation_id = $1',
          [site.id],
        )
      )[0]?.at?.getTime() ?? 0;
    const began = Date.now();
    await update(site, { auditRetentionDays: 400 });
    expect((await get(site)).effective.auditRetentionDays).toMatchObject({ value: 400, origin: 'own' });
    const first = await shortened();
    expect(first).toBeGreaterThanOrEqual(began);
    await update(site, { version: 1, auditRetentionDays: 500 });
    await update(site, { version: 2, auditRetentionDays: 500, forbidImpersonation: true });
    expect(await shortened()).toBe(first);
    await update(site, { version: 3, auditRetentionDays: 499 });
    const second = await shortened();
    expect(second).toBeGreaterThan(first);
    await update(site, { version: 4 });
    expect(await shortened()).toBeGreaterThan(second);
  });

  it('are first set by one of two at the same moment', async () => {
    const results = await Promise.allSettled([
      update(tree.betaOne, { auditRetentionDays: 30 }),
      update(tree.betaOne, { auditRetentionDays: 40 }),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('ask nobody for a second factor on behalf of somebody who has not used one', async () => {
    const refused = { fields: [{ path: 'requireSecondFactor', rule: 'second-factor-own-first' }] };
    await expect(update(tree.provider, { requireSecondFactor: true }, false)).rejects.toMatchObject(refused);
    told.length = 0;
    await update(tree.provider, { forbidImpersonation: true }, false);
    expect(told).toEqual([{ userIds: 'everybody' }]);
    expect((await get(tree.provider)).own).toEqual({
      requireSecondFactor: false,
      forbidImpersonation: true,
      auditRetentionDays: null,
      settingApprovalPbxs: null,
    });
  });

  it('of another organisation cannot be written from a scope that does not hold it', async () => {
    const stranger = { ...tenantOf(tree.betaOne), organisationId: tree.alphaTwo.id, requestId: randomUUID() };
    await expect(
      service.update(stranger, caller(true), {
        organisationId: tree.alphaTwo.id,
        ...nothing,
        forbidImpersonation: true,
      }),
    ).rejects.toThrow();
    expect((await get(tree.alphaTwo)).own.forbidImpersonation).toBe(false);
  });
});
