import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTree, type GatewayDatabase, gatewayDatabase, tenantOf, type TestTree } from '../../test/factories/index';
import { auditEntries } from '../db/schema/index';
import { createAuditLog, entryHash } from './audit-log';
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

/** Past the triggers, as somebody with the server's superuser rights could. */
async function tamper(text: string, values: unknown[]): Promise<void> {
  await base.sql('ALTER TABLE audit_entries DISABLE TRIGGER USER');
  await base.sql(text, values);
  await base.sql('ALTER TABLE audit_entries ENABLE TRIGGER USER');
}

describe('the audit log', () => {
  beforeAll(async () => {
    tree = await createTree(base.db);
  });

  it('numbers and chains entries per organisation, also when many write at once', async () => {
    await Promise.all([
      ...Array.from({ length: 15 }, (_, index) => append(tree.alphaOne, { index })),
      ...Array.from({ length: 10 }, (_, index) => append(tree.betaOne, { index })),
    ]);
    expect(await verify(tree.alphaOne)).toEqual({ ok: true, entries: 15 });
    expect(await verify(tree.betaOne)).toEqual({ ok: true, entries: 10 });
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
    expect(await verify(organisation)).toEqual({ ok: true, entries: 4 });
  });

  it('is undone with the transaction of what it records', async () => {
    const organisation = tree.provider;
    await expect(
      base.db.inScope(organisation, async (tx) => {
        await audit.append(tx, tenantOf(organisation), { action: 'test', target });
        throw new Error('the action failed');
      }),
    ).rejects.toThrow('the action failed');
    expect(await verify(organisation)).toEqual({ ok: true, entries: 0 });
  });

  it('does not write for an organisation outside the scope', async () => {
    await expect(
      base.db.inScope(tree.alpha, (tx) => audit.append(tx, tenantOf(tree.betaOne), { action: 'test', target })),
    ).rejects.toThrow();
  });
});

describe('a chain that was tampered with', () => {
  beforeAll(async () => {
    tree = await createTree(base.db);
    for (const organisation of [tree.alpha, tree.beta, tree.alphaOne]) {
      for (let index = 1; index <= 5; index += 1) await append(organisation, { index });
    }
  });

  it('names the entry that was altered', async () => {
    await tamper(`UPDATE audit_entries SET after = '{"index": 9}' WHERE organisation_id = $1 AND seq = 3`, [
      tree.alpha.id,
    ]);
    expect(await verify(tree.alpha)).toMatchObject({ ok: false, seq: 3, problem: 'altered' });
  });

  it('names the entry before which one is missing', async () => {
    await tamper('DELETE FROM audit_entries WHERE organisation_id = $1 AND seq = 2', [tree.beta.id]);
    expect(await verify(tree.beta)).toMatchObject({ ok: false, seq: 3, problem: 'missing-before' });
  });

  it('names the entry whose link was cut, even with a hash that fits its row', async () => {
    const [row] = await base.db
      .inScope(tree.alphaOne, (tx) => tx.select().from(auditEntries).limit(100))
      .then((rows) => rows.filter(({ seq }) => seq === 4));
    if (row === undefined) throw new Error('no fourth entry');
    const { hash: _hash, ...entry } = { ...row, actorName: 'Somebody else', previousHash: 'f'.repeat(64) };
    await tamper('UPDATE audit_entries SET actor_name = $2, previous_hash = $3, hash = $4 WHERE id = $1', [
      row.id,
      entry.actorName,
      entry.previousHash,
      entryHash(entry),
    ]);
    expect(await verify(tree.alphaOne)).toMatchObject({ ok: false, seq: 4, problem: 'unlinked' });
  });
});
