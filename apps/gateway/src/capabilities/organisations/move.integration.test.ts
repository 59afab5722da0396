import { describe, expect, it } from 'vitest';
import { createMember, createPbx } from '../../../test/factories/index';
import { systemScope } from '../../db/database';
import { branding, organisationPolicies } from '../../db/schema/index';
import { moveWorld } from './testing/moves';

const { base, room, tree, provider, pathOf, crooked, below } = moveWorld();

describe('a move', () => {
  it('takes everything below along, ends the rights of those above and begins those of the new ones', async () => {
    const alpha = await createMember(base.db, tree.alpha);
    const beta = await createMember(base.db, tree.beta);
    const own = await createMember(base.db, tree.alphaOne);
    const beside = [await createMember(base.db, tree.alphaTwo), await createMember(base.db, tree.betaOne)];
    const site = await below(tree.alphaOne, 'site', 'Site');
    const house = await below(site, 'site', 'House');
    await createPbx(base.db, house);
    const preview = await provider.previewMove(tree.alphaOne.id, tree.beta.id);
    expect(preview).toMatchObject({
      organisation: { name: 'Alpha One' },
      from: { name: 'Reseller Alpha' },
      to: { name: 'Reseller Beta' },
      organisations: 3,
      pbxs: 1,
      people: 1,
      lose: { people: 1, entirely: 1, at: [{ organisation: { name: 'Reseller Alpha' }, people: 1 }] },
      gain: { people: 1, entirely: 1, at: [{ organisation: { name: 'Reseller Beta' }, people: 1 }] },
      policies: [],
      branding: undefined,
      missingRoles: [],
      nameTaken: false,
    });
    room.told.length = 0;
    await provider.move(tree.alphaOne.id, tree.beta.id, preview.digest);
    expect(room.told).toEqual(['access.changed']);
    // Other settings reach what was moved from above.
    expect(room.values).toMatchObject([
      { what: 'values', paths: expect.arrayContaining([tree.alphaOne.path]) as unknown },
    ]);
    // Nobody beside either way: neither the neighbour below the old place nor another tree.
    const about = room.concerned.at(-1) ?? [];
    expect(about).toEqual(expect.arrayContaining([alpha.id, beta.id, own.id]));
    for (const { id } of beside) expect(about).not.toContain(id);
    expect(await pathOf(house.id)).toBe(`${tree.beta.path}${tree.alphaOne.id}/${site.id}/${house.id}/`);
    expect(await crooked()).toEqual([]);
    await expect(room.as(alpha).detail(house.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(room.as(beta).detail(house.id)).resolves.toMatchObject({ pbxs: 1 });
    await expect(room.as(own).detail(house.id)).resolves.toMatchObject({ name: 'House' });
  });

  it('is told to each of the three places, and none of them learns of a place it does not see', async () => {
    const { digest } = await provider.previewMove(tree.alphaOne.id, tree.beta.id);
    await provider.move(tree.alphaOne.id, tree.beta.id, digest);
    const rows = await base.sql<{ organisation_id: string; action: string; target_name: string }>(
      `SELECT organisation_id, action, target_name, before, after FROM audit_entries
       WHERE organisation_id = any($1) AND action LIKE 'organisation.move%' ORDER BY action`,
      [[tree.alphaOne.id, tree.alpha.id, tree.beta.id]],
    );
    expect(rows).toEqual([
      {
        organisation_id: tree.alphaOne.id,
        action: 'organisation.move',
        target_name: 'Alpha One',
        before: { parent: tree.alpha.id },
        after: { parent: tree.beta.id },
      },
      {
        organisation_id: tree.beta.id,
        action: 'organisation.move-in',
        target_name: 'Alpha One',
        before: null,
        after: { organisations: 1, pbxs: 0 },
      },
      {
        organisation_id: tree.alpha.id,
        action: 'organisation.move-out',
        target_name: 'Alpha One',
        before: { organisations: 1, pbxs: 0 },
        after: null,
      },
    ]);
  });

  it('says which rules and which look from above would be others', async () => {
    await base.db.inScope(systemScope, async (tx) => {
      await tx.insert(organisationPolicies).values([
        { organisationId: tree.alpha.id, requireSecondFactor: true, auditRetentionDays: 400, settingApprovalPbxs: 5 },
        { organisationId: tree.beta.id, forbidImpersonation: true },
      ]);
      await tx.insert(branding).values({ organisationId: tree.beta.id, productName: 'Beta Console' });
    });
    const preview = await provider.previewMove(tree.alphaOne.id, tree.beta.id);
    expect(preview.policies).toEqual([
      { policy: 'requireSecondFactor', from: true, to: false },
      { policy: 'forbidImpersonation', from: false, to: true },
      { policy: 'auditRetentionDays', from: 400, to: undefined },
      { policy: 'settingApprovalPbxs', from: 5, to: undefined },
    ]);
    expect(preview.branding).toEqual({ from: undefined, to: 'Beta Console' });
    // What the organisation says itself counts at both places; of the days the longest here and above.
    await base.db.inScope(systemScope, async (tx) => {
      await tx.insert(organisationPolicies).values({
        organisationId: tree.alphaOne.id,
        requireSecondFactor: true,
        forbidImpersonation: true,
        auditRetentionDays: 90,
        settingApprovalPbxs: 5,
      });
      await tx.insert(branding).values({ organisationId: tree.alphaOne.id, productName: 'Own' });
    });
    expect(await provider.previewMove(tree.alphaOne.id, tree.beta.id)).toMatchObject({
      policies: [{ policy: 'auditRetentionDays', from: 400, to: 90 }],
      branding: undefined,
    });
  });

  it('counts only those who could do more or less, wherever else they hold a role', async () => {
    const both = await createMember(base.db, tree.alpha, { role: 'auditor' });
    await createMember(base.db, tree.beta, { userId: both.id, name: both.name, role: 'reseller-administrator' });
    const { lose, gain } = await provider.previewMove(tree.alphaOne.id, tree.beta.id);
    expect(lose).toEqual({ people: 0, entirely: 0, at: [] });
    expect(gain).toMatchObject({ people: 1, entirely: 0 });
  });
});

describe('the preview', () => {
  it('counts those who hold roles further up, and names no organisation that the mover does not see', async () => {
    const [here, there] = [await below(tree.alpha, 'reseller', 'Here'), await below(tree.beta, 'reseller', 'There')];
    const customer = await below(here, 'customer', 'Customer');
    await createMember(base.db, tree.alpha);
    await createMember(base.db, tree.beta);
    const mover = await createMember(base.db, here);
    await createMember(base.db, there, { userId: mover.id, name: mover.name, role: 'reseller-administrator' });
    const preview = await room.as(mover).previewMove(customer.id, there.id);
    expect(preview.lose).toEqual({ people: 1, entirely: 1, at: [{ organisation: undefined, people: 1 }] });
    expect(preview.gain).toEqual({ people: 1, entirely: 1, at: [{ organisation: undefined, people: 1 }] });
    const said = JSON.stringify(preview);
    for (const hidden of [tree.alpha, tree.beta, tree.provider]) {
      expect(said).not.toContain(hidden.name);
      expect(said).not.toContain(hidden.id);
    }
    await room.as(mover).move(customer.id, there.id, preview.digest);
    expect(await crooked()).toEqual([]);
  });
});
