import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createMember, createPbx, type TestOrganisation } from '../../../test/factories/index';
import { systemScope } from '../../db/database';
import { invitations, organisationPolicies } from '../../db/schema/index';
import { moveWorld } from './testing/moves';

const { base, room, tree, provider, pathOf, crooked, below, customRole } = moveWorld();

const customMember = (organisation: TestOrganisation, customRoleId: string) =>
  createMember(base.db, organisation, { customRoleId, name: 'Custom' });

describe('a move is refused', () => {
  const refused = async (from: TestOrganisation, to: TestOrganisation, fields: object[], code = 'invalid-input') => {
    await expect(provider.previewMove(from.id, to.id)).rejects.toMatchObject({ code, fields });
    await expect(provider.move(from.id, to.id, '0'.repeat(64))).rejects.toMatchObject({ code });
  };

  it('under itself, where it hangs already, under a kind it cannot hang below, and for the top', async () => {
    const sub = await below(tree.alpha, 'reseller', 'Sub');
    await refused(tree.alpha, sub, [{ path: 'parentId', rule: 'move-below-itself' }]);
    await refused(tree.alpha, tree.alpha, [{ path: 'parentId', rule: 'move-below-itself' }]);
    await refused(tree.alphaOne, tree.alpha, [{ path: 'parentId', rule: 'move-same-place' }]);
    await refused(tree.alphaOne, tree.betaOne, [{ path: 'parentId', rule: 'organisation-kind' }]);
    await refused(tree.provider, tree.alpha, [{ path: 'organisationId', rule: 'organisation-top' }]);
    expect(await crooked()).toEqual([]);
  });

  it('where a sibling has the name', async () => {
    await below(tree.beta, 'customer', 'Alpha One');
    const { nameTaken, digest } = await provider.previewMove(tree.alphaOne.id, tree.beta.id);
    expect(nameTaken).toBe(true);
    await expect(provider.move(tree.alphaOne.id, tree.beta.id, digest)).rejects.toMatchObject({
      code: 'already-exists',
      fields: [{ path: 'parentId', rule: 'name-taken-there' }],
    });
    expect(await pathOf(tree.alphaOne.id)).toBe(tree.alphaOne.path);
  });

  it('while custom roles from above are held or offered inside, and names them', async () => {
    const site = await below(tree.alphaOne, 'site', 'Site');
    await customMember(site, await customRole(tree.alpha, 'Night shift', ['pbxs:read']));
    const offered = await customRole(tree.alpha, 'Apprentice', ['pbxs:read']);
    await customRole(tree.alpha, 'Nobody has this', ['pbxs:read']);
    await base.db.inScope(systemScope, (tx) =>
      tx.insert(invitations).values({
        organisationId: tree.alphaOne.id,
        email: 'new@example.test',
        name: 'New',
        role: 'custom',
        customRoleId: offered,
        tokenHash: randomUUID(),
        invitedBy: 'x',
        invitedByName: 'x',
        expiresAt: new Date(Date.now() + 60_000),
      }),
    );
    const preview = await provider.previewMove(tree.alphaOne.id, tree.beta.id);
    expect(preview.missingRoles).toEqual([
      { name: 'Apprentice', organisation: expect.objectContaining({ name: 'Reseller Alpha' }), uses: 1 },
      { name: 'Night shift', organisation: expect.objectContaining({ name: 'Reseller Alpha' }), uses: 1 },
    ]);
    await expect(provider.move(tree.alphaOne.id, tree.beta.id, preview.digest)).rejects.toMatchObject({
      fields: [{ path: 'parentId', rule: 'move-missing-roles', params: { roles: 'Apprentice, Night shift' } }],
    });
    expect(await pathOf(site.id)).toBe(site.path);
  });

  it('for somebody without the right at one of the two places, and a place out of reach is not known', async () => {
    const alpha = room.as(await createMember(base.db, tree.alpha));
    await expect(alpha.previewMove(tree.alphaOne.id, tree.beta.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(alpha.previewMove(tree.alphaOne.id, randomUUID())).rejects.toMatchObject({ code: 'not-found' });
    // The administrator of a reseller does not take it away from those above it.
    await expect(alpha.previewMove(tree.alpha.id, tree.beta.id)).rejects.toMatchObject({ code: 'not-found' });
    const person = await createMember(base.db, tree.alpha);
    await createMember(base.db, tree.beta, { userId: person.id, name: person.name, role: 'auditor' });
    await expect(room.as(person).previewMove(tree.alphaOne.id, tree.beta.id)).rejects.toMatchObject({
      code: 'forbidden',
      params: { permission: 'organisations:move' },
    });
    const denials = await base.sql(
      `SELECT organisation_id FROM audit_entries WHERE actor_id = $1 AND result = 'denied'`,
      [person.id],
    );
    expect(denials).toEqual([{ organisation_id: tree.beta.id }]);
  });

  it('for somebody who would give others rights that they do not hold themselves', async () => {
    const movers = await customRole(tree.provider, 'Movers', ['organisations:move', 'organisations:create']);
    const mover = room.as(await customMember(tree.provider, movers));
    await createMember(base.db, tree.beta);
    await expect(mover.previewMove(tree.alphaOne.id, tree.beta.id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(mover.move(tree.alphaOne.id, tree.beta.id, '0'.repeat(64))).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await pathOf(tree.alphaOne.id)).toBe(tree.alphaOne.path);
  });

  it('when the world has changed since the preview', async () => {
    const changes: (() => Promise<unknown>)[] = [
      () => below(tree.alphaOne, 'site', 'Another'),
      () => createPbx(base.db, tree.alphaOne),
      () => createMember(base.db, tree.beta),
      () => provider.rename(tree.beta.id, { name: 'Beta anew', version: 1 }),
      () =>
        base.db.inScope(systemScope, (tx) =>
          tx.insert(organisationPolicies).values({ organisationId: tree.beta.id, requireSecondFactor: true }),
        ),
    ];
    for (const change of changes) {
      const { digest } = await provider.previewMove(tree.alphaOne.id, tree.beta.id);
      await change();
      await expect(provider.move(tree.alphaOne.id, tree.beta.id, digest)).rejects.toMatchObject({
        code: 'plan-outdated',
      });
    }
    expect(await pathOf(tree.alphaOne.id)).toBe(tree.alphaOne.path);
    const { digest } = await provider.previewMove(tree.alphaOne.id, tree.beta.id);
    await provider.move(tree.alphaOne.id, tree.beta.id, digest);
  });
});
