import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTree, type GatewayDatabase, gatewayDatabase, tenantOf, type TestTree } from '../../test/factories/index';
import { auditEntries } from '../db/schema/index';
import { createAuditLog } from './audit-log';
import { verifyChain } from './verify-chain';

let base: GatewayDatabase;
let tree: TestTree;
const audit = createAuditLog();
beforeAll(async () => {
  base = await gatewayDatabase();
});
afterAll(() => base.close());

const target = { kind: 'pbx' as const, id: 'p', name: 'PBX' };

async function append(organisation: TestTree['alphaOne'], after: unknown): Promise<void> {
  await base.db.inScope(organisation, (tx) =>
    audit.append(tx, tenantOf(organisation), { action: 'test', target, after }),
  );
}
const verify = (organisation: TestTree['alphaOne']) =>
  base.db.inScope(organisation, (tx) => verifyChain(tx, organisation.id));

describe('the audit log', () => {
  beforeAll(async () => {
    tree = await createTree(base.db);
  });

  it('numbers and chains entries per organisation, also when many write at once', async () => {
    await Promise.all([
      ...Array.from({ length: 15 }, (_, index) => append(tree.alphaOne, { index })),
      ...Array.from({ length: 10 }, (_, index) => append(tree.betaOne, { index })),
    ]);
    expect(await verify(tree.alphaOne)).toMatchObject({ ok: true, entries: 15 });
    expect(await verify(tree.betaOne)).toMatchObject({ ok: true, entries: 10 });
    const rows = await base.db.inScope(tree.betaOne, (tx) => tx.select().from(auditEntries));
    expect(rows.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('holds for values that JSON, text columns and jsonb treat in their own ways', async () => {
    const organisation = tree.alphaTwo;
    await append(organisation, { z: 1, a: { y: [1, { c: 1, b: 2 }], x: null }, large: 1e21, small: 1e-7, minus: -0 });
    await append(organisation, {
      text: 'NUL \0 lone \uD800 pair 😀',
      date: new Date(0),
      gone: undefined,
      __proto__x: 1,
    });
    await append(organisation, undefined);
    await append(organisation, [1.5, 'x', { '10': 'b', '2': 'a' }]);
    expect(await verify(organisation)).toMatchObject({ ok: true, entries: 4 });
  });

  it('is undone with the transaction of what it records', async () => {
    const organisation = tree.provider;
    await expect(
      base.db.inScope(organisation, async (tx) => {
        await audit.append(tx, tenantOf(organisation), { action: 'test', target });
        throw new Error('the action failed');
      }),
    ).rejects.toThrow('the action failed');
    expect(await verify(organisation)).toMatchObject({ ok: true, entries: 0 });
  });

  it('does not write for an organisation outside the scope', async () => {
    await expect(
      base.db.inScope(tree.alpha, (tx) => audit.append(tx, tenantOf(tree.betaOne), { action: 'test', target })),
    ).rejects.toThrow();
  });
});
