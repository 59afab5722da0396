import { randomUUID } from 'node:crypto';
import type { ListAuditInput } from '@switchroom/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPbx, tenantOf, testSecretBox, type TestOrganisation } from '../../../test/factories/index';
import { treeWorld } from '../../../test/factories/tree-world';
import { createAuditLog } from '../../audit/audit-log';
import type { AuditRecord } from '../../audit/port';
import { readCheckpointFile } from '../../audit/checkpoint-file';
import { createCheckpointSigner } from '../../audit/signing';
import type { AuditTrailService } from './audit-trail.service';
import { createAuditTrailService } from './create-audit-trail-service';

const { base, tree } = treeWorld();
let pbxId: string;
let service: AuditTrailService;
beforeAll(async () => {
  const signer = await createCheckpointSigner(base.db, await testSecretBox(base.db));
  service = createAuditTrailService({ db: base.db, audit: createAuditLog(), signer });
  pbxId = (await createPbx(base.db, tree.alphaOne)).id;
  for (let index = 1; index <= 7; index += 1) await write(tree.alphaOne, { action: `act-${index}`, pbxId });
  await write(tree.alphaTwo, { action: 'act-denied', result: 'denied' });
  await write(tree.betaOne, { action: 'act-beta' });
});

async function write(organisation: TestOrganisation, record: Partial<AuditRecord>): Promise<void> {
  await base.db.inScope(organisation, (tx) =>
    createAuditLog().append(tx, tenantOf(organisation, { actor: { id: 'i', name: 'Ida 100%' } }), {
      action: 'x',
      target: { kind: 'pbx', id: 'p', name: 'PBX one' },
      after: { field: 'value' },
      ...record,
    }),
  );
}

const list = (organisation: TestOrganisation, input: Partial<ListAuditInput> = {}) =>
  service.list(tenantOf(organisation), {
    organisationId: organisation.id,
    limit: 50,
    q: '',
    ...input,
  });

describe('the audit trail', () => {
  it('shows the organisation and what is below, newest first', async () => {
    const { rows, total, nextCursor } = await list(tree.alpha);
    expect(total).toBe(8);
    expect(nextCursor).toBeUndefined();
    expect(rows[0]).toMatchObject({
      action: 'act-denied',
      result: 'denied',
      actor: 'Ida 100%',
      organisation: { name: 'Alpha Two', kind: 'customer' },
    });
    expect(rows.map(({ at }) => at.getTime())).toEqual(rows.map(({ at }) => at.getTime()).toSorted((a, b) => b - a));
  });

  it('never shows what lies beside or above', async () => {
    expect((await list(tree.beta)).rows.map(({ action }) => action)).toEqual(['act-beta']);
    expect((await list(tree.alphaTwo)).rows.map(({ action }) => action)).toEqual(['act-denied']);
    expect((await list(tree.beta, { pbxId })).rows).toEqual([]);
  });

  it('pages without a gap or a repeat', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(tree.alpha, { limit: 3, cursor });
      expect(page.total).toBe(8);
      seen.push(...page.rows.map(({ action }) => action));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(8);
    expect(new Set(seen).size).toBe(8);
  });

  it('filters by PBX, result and text; wildcards are text', async () => {
    expect((await list(tree.alpha, { pbxId })).total).toBe(7);
    expect((await list(tree.alpha, { result: 'denied' })).total).toBe(1);
    expect((await list(tree.alpha, { q: 'ACT-3' })).rows.map(({ action }) => action)).toEqual(['act-3']);
    expect((await list(tree.alpha, { q: '100%' })).total).toBe(8);
    expect((await list(tree.alpha, { q: '_' })).total).toBe(0);
  });

  it('refuses a cursor that is not ours', async () => {
    await expect(list(tree.alpha, { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid-input' });
    const forged = Buffer.from(JSON.stringify(['not a time', pbxId])).toString('base64url');
    await expect(list(tree.alpha, { cursor: forged })).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('the filters', () => {
  let plan: string;
  const at = (index: number) => `2026-03-0${index}T12:00:00Z`;
  beforeAll(async () => {
    plan = randomUUID();
    for (const [index, given] of [
      { action: 'plan.confirm', target: { kind: 'plan' as const, id: plan, name: 'Fax' } },
      { action: 'member.remove', target: { kind: 'member' as const, id: 'm', name: 'Bea' }, reason: 'Left in March' },
      { action: 'app-object.update', target: { kind: 'app-object' as const, id: 'guid', name: 'fax' }, pbxId },
    ].entries()) {
      const clock = new Date(at(index + 1));
      await base.db.inScope(tree.alphaOne, (tx) =>
        createAuditLog({ now: () => clock }).append(
          tx,
          {
            ...tenantOf(tree.alphaOne, { actor: { id: 'karl', name: 'Karl Support' } }),
            onBehalfOf: { id: 'bea', name: 'Bea Customer' },
          },
          { after: {}, ...given },
        ),
      );
    }
  });
  const actions = async (input: Partial<ListAuditInput>) =>
    (await list(tree.alpha, input)).rows.map(({ action }) => action).toSorted();

  it.each<[string, Partial<ListAuditInput>, string[]]>([
    ['a person by id', { actor: 'karl' }, ['app-object.update', 'member.remove', 'plan.confirm']],
    [
      'a person by name, in a time',
      { actor: 'karl supp', from: at(2), to: at(3) },
      ['app-object.update', 'member.remove'],
    ],
    ['on whose behalf', { onBehalfOf: 'bea', to: at(1) }, ['plan.confirm']],
    ['an action', { action: 'plan.confirm' }, ['plan.confirm']],
    ['all actions of a noun', { action: 'member' }, ['member.remove']],
    ['a kind of thing', { targetKind: 'app-object' }, ['app-object.update']],
    ['a reason', { q: 'in march' }, ['member.remove']],
    ['a person who does not exist', { actor: 'k_rl' }, []],
  ])('narrow by %s', async (_name, input, expected) => {
    expect(await actions(input)).toEqual(expected);
  });

  it('narrow by organisation with what is below, never beyond the own reach', async () => {
    expect((await list(tree.alpha, { within: tree.alphaTwo.id })).total).toBe(1);
    expect((await list(tree.alpha, { within: tree.betaOne.id })).total).toBe(0);
    expect((await list(tree.alpha, { within: tree.provider.id })).total).toBe(0);
  });

  it('find the entries of a request', async () => {
    const [row] = (await list(tree.alpha, { action: 'plan.confirm' })).rows;
    const { requestId } = await service.get(tenantOf(tree.alpha), row?.id ?? '');
    expect(await actions({ q: requestId })).toEqual(['plan.confirm']);
  });

  it('refuse an action that is none', async () => {
    await expect(actions({ action: "x' or 1=1" })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('come with the names of what they hold by id', async () => {
    const { names } = await list(tree.alpha, { within: tree.alphaOne.id, pbxId, actor: 'karl', targetId: plan });
    expect(names).toMatchObject({ within: 'Alpha One', actor: 'Karl Support', target: 'Fax' });
    expect((await list(tree.beta, { within: tree.alphaOne.id, pbxId, actor: 'karl', targetId: plan })).names).toEqual(
      {},
    );
  });

  it('give everything about one thing: a PBX with its objects, an object of one PBX only', async () => {
    const timeline = async (
      organisation: TestOrganisation,
      input: { targetKind: 'pbx' | 'app-object'; targetId: string; pbxId?: string },
    ) =>
      (await service.timeline(tenantOf(organisation), { organisationId: organisation.id, limit: 50, ...input })).rows;
    expect(await timeline(tree.alpha, { targetKind: 'pbx', targetId: pbxId })).toHaveLength(8);
    expect(await timeline(tree.beta, { targetKind: 'pbx', targetId: pbxId })).toEqual([]);
    const object = { targetKind: 'app-object' as const, targetId: 'guid' };
    expect(await timeline(tree.alpha, { ...object, pbxId })).toHaveLength(1);
    expect(await timeline(tree.alpha, { ...object, pbxId: randomUUID() })).toEqual([]);
  });
});

describe('one entry', () => {
  it('is shown with everything, and not to anybody beside', async () => {
    const [row] = (await list(tree.alphaTwo)).rows;
    const entry = await service.get(tenantOf(tree.alphaTwo), row?.id ?? '');
    expect(entry).toMatchObject({ seq: 1, before: null, after: { field: 'value' }, previousHash: '0'.repeat(64) });
    expect(entry.hash).toMatch(/^[0-9a-f]{64}$/);
    await expect(service.get(tenantOf(tree.beta), row?.id ?? '')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('checkpoints', () => {
  it('are made on demand, recorded in the chain they sign, and handed out as a file', async () => {
    const tenant = tenantOf(tree.betaOne);
    const made = await service.makeCheckpoint(tenant);
    const [entry] = (await list(tree.betaOne, { action: 'audit.checkpoint' })).rows;
    expect((await service.get(tenant, entry?.id ?? '')).seq).toBe(made.seq);
    const file = await service.checkpointFile(tenant, made.id);
    expect(readCheckpointFile(JSON.stringify(file)).checkpoint).toMatchObject({ seq: made.seq, hash: made.hash });
    const page = await service.checkpoints(tenantOf(tree.beta), { limit: 10 });
    expect(page.rows).toMatchObject([{ id: made.id, organisation: { name: 'Beta One' } }]);
  });

  it('are not seen from beside', async () => {
    const [theirs] = (await service.checkpoints(tenantOf(tree.beta), { limit: 10 })).rows;
    expect((await service.checkpoints(tenantOf(tree.alpha), { limit: 10 })).rows).toEqual([]);
    await expect(service.checkpointFile(tenantOf(tree.alpha), theirs?.id ?? '')).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('verifying', () => {
  it('goes through the organisation and everything below, and nothing else', async () => {
    const steps = [];
    for await (const step of service.verify(tenantOf(tree.beta), undefined)) steps.push(step);
    expect(steps.map(({ done, total, chain }) => [done, total, chain?.organisation.name, chain?.result.ok])).toEqual([
      [0, 2, undefined, undefined],
      [1, 2, 'Reseller Beta', true],
      [2, 2, 'Beta One', true],
    ]);
  });
});

describe('the retention that holds', () => {
  it('says where it comes from, and since when entries are kept', async () => {
    await base.sql('INSERT INTO organisation_policies (organisation_id, audit_retention_days) VALUES ($1, 365)', [
      tree.provider.id,
    ]);
    expect(await service.retention(tenantOf(tree.betaOne), [tree.provider])).toMatchObject({
      days: 365,
      from: { id: tree.provider.id, kind: 'provider' },
      oldestAt: expect.any(Date),
    });
    // Whoever comes in at the customer or at its reseller does not learn who stands above.
    for (const roots of [[tree.betaOne], [tree.beta]]) {
      expect(await service.retention(tenantOf(tree.betaOne), roots)).toMatchObject({ days: 365, from: null });
    }
  });
});
