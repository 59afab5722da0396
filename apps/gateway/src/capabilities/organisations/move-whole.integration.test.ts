import type { AppError } from '@switchroom/contracts';
import { describe, expect, it } from 'vitest';
import { moveWorld } from './testing/moves';

const { base, tree, provider, crooked, below } = moveWorld();

describe('what goes wrong in the middle', () => {
  it('leaves nothing half moved', async () => {
    const site = await below(tree.alphaOne, 'site', 'Site');
    await below(site, 'site', 'House');
    const { digest } = await provider.previewMove(tree.alphaOne.id, tree.beta.id);
    const before = await base.sql('SELECT id, parent_id, path, version FROM organisations ORDER BY id');
    const entries = await base.sql('SELECT count(*) FROM audit_entries');
    // The audit log cannot be written: without an entry nothing may happen.
    await base.sql(
      `ALTER TABLE audit_entries ADD CONSTRAINT broken CHECK (action <> 'organisation.move-out') NOT VALID`,
    );
    try {
      await expect(provider.move(tree.alphaOne.id, tree.beta.id, digest)).rejects.toThrow(/audit_entries/);
    } finally {
      await base.sql('ALTER TABLE audit_entries DROP CONSTRAINT broken');
    }
    expect(await base.sql('SELECT id, parent_id, path, version FROM organisations ORDER BY id')).toEqual(before);
    expect(await base.sql('SELECT count(*) FROM audit_entries')).toEqual(entries);
    await provider.move(tree.alphaOne.id, tree.beta.id, digest);
    expect(await crooked()).toEqual([]);
  });
});

describe('moves at the same time', () => {
  it('of two resellers under each other never make a circle', async () => {
    for (let round = 0; round < 5; round += 1) {
      const one = await below(tree.provider, 'reseller', `One ${round}`);
      const other = await below(tree.provider, 'reseller', `Other ${round}`);
      const [there, back] = [
        await provider.previewMove(one.id, other.id),
        await provider.previewMove(other.id, one.id),
      ];
      const ends = await Promise.allSettled([
        provider.move(one.id, other.id, there.digest),
        provider.move(other.id, one.id, back.digest),
      ]);
      expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      // Told that the world has changed, or, when the other one was there first, that it would now go below itself.
      const lost = ends.find((end) => end.status === 'rejected');
      expect(['plan-outdated', 'invalid-input']).toContain((lost?.reason as AppError | undefined)?.code);
    }
    expect(await crooked()).toEqual([]);
  });

  it('of the same organisation to two places bring it to one of them', async () => {
    const gamma = await below(tree.provider, 'reseller', 'Gamma');
    const [toBeta, toGamma] = [
      await provider.previewMove(tree.alphaOne.id, tree.beta.id),
      await provider.previewMove(tree.alphaOne.id, gamma.id),
    ];
    const ends = await Promise.allSettled([
      provider.move(tree.alphaOne.id, tree.beta.id, toBeta.digest),
      provider.move(tree.alphaOne.id, gamma.id, toGamma.digest),
    ]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await crooked()).toEqual([]);
  });

  it('and new organisations below what moves end up at the right path, or are refused', async () => {
    const { digest } = await provider.previewMove(tree.alphaOne.id, tree.beta.id);
    const ends = await Promise.allSettled([
      provider.move(tree.alphaOne.id, tree.beta.id, digest),
      ...Array.from({ length: 5 }, (_, index) =>
        provider.create(tree.alphaOne.id, { name: `New ${index}`, kind: 'site' }),
      ),
    ]);
    for (const end of ends) {
      if (end.status === 'rejected') expect(['plan-outdated', 'not-found']).toContain(end.reason.code);
    }
    expect(await crooked()).toEqual([]);
  });
});
