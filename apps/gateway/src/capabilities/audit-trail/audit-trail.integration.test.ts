import type { ListAuditInput } from '@switchroom/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createPbx,
  createTree,
  type GatewayDatabase,
  gatewayDatabase,
  tenantOf,
  testSecretBox,
  type TestOrganisation,
  type TestTree,
} from '../../../test/factories/index';
import { createAuditLog } from '../../audit/audit-log';
import type { AuditRecord } from '../../audit/port';
import { createCheckpointSigner } from '../../audit/signing';
import type { AuditTrailService } from './audit-trail.service';
import { createAuditTrailService } from './create-audit-trail-service';

let base: GatewayDatabase;
let tree: TestTree;
let pbxId: string;
let service: AuditTrailService;
beforeAll(async () => {
  base = await gatewayDatabase();
  const signer = await createCheckpointSigner(base.db, await testSecretBox(base.db));
  service = createAuditTrailService({ db: base.db, audit: createAuditLog(), signer });
  tree = await createTree(base.db);
  pbxId = (await createPbx(base.db, tree.alphaOne)).id;
  for (let index = 1; index <= 7; index += 1) await write(tree.alphaOne, { action: `act-${index}`, pbxId });
  await write(tree.alphaTwo, { action: 'act-denied', result: 'denied' });
  await write(tree.betaOne, { action: 'act-beta' });
});
afterAll(() => base.close());

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
