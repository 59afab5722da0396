import { randomUUID } from 'node:crypto';
import type { AppError } from '@switchroom/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createMember,
  createOrganisation,
  createPbx,
  createTree,
  type GatewayDatabase,
  gatewayDatabase,
  type TestOrganisation,
  type TestTree,
} from '../../../test/factories/index';
import { systemScope } from '../../db/database';
import { branding, customRoles, invitations, members, organisationPolicies } from '../../db/schema/index';
import { organisationsRoom } from './testing/organisations-room';

let base: GatewayDatabase;
let room: ReturnType<typeof organisationsRoom>;
let tree: TestTree;
let provider: ReturnType<typeof room.as>;
beforeAll(async () => {
  base = await gatewayDatabase();
  room = organisationsRoom(base);
});
afterAll(() => base.close());
beforeEach(async () => {
  tree = await createTree(base.db);
  provider = room.as(await createMember(base.db, tree.provider));
});

const pathOf = async (id: string) =>
  (await base.sql<{ path: string }>('SELECT path FROM organisations WHERE id = $1', [id]))[0]?.path;

/** Rows whose path is not their parent's with their own id. */
const crooked = async () =>
  await base.sql(
    `SELECT o.id FROM organisations o LEFT JOIN organisations p ON p.id = o.parent_id
     WHERE o.path <> coalesce(p.path, '/') || o.id || '/'`,
  );

const below = async (parent: TestOrganisation, kind: TestOrganisation['kind'], name: string) =>
  await createOrganisation(base.db, { kind, name, parent });

async function customRole(organisation: TestOrganisation, name: string, permissions: string[]): Promise<string> {
  const id = randomUUID();
  await base.db.inScope(systemScope, (tx) =>
    tx.insert(customRoles).values({ id, organisationId: organisation.id, name, permissions }),
  );
  return id;
}

async function customMember(organisation: TestOrganisation, customRoleId: string) {
  const id = randomUUID();
  const person = { id, name: 'Custom', email: `${id}@example.test` };
  await base.db.inScope(systemScope, (tx) =>
    tx.insert(members).values({
      organisationId: organisation.id,
      userId: id,
      email: person.email,
      name: person.name,
      role: 'custom',
      customRoleId,
    }),
  );
  return person;
}

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
        { organisationId: tree.alpha.id, requireSecondFactor: true, auditRetentionDays: 400 },
        { organisationId: tree.beta.id, forbidImpersonation: true },
      ]);
      await tx.insert(branding).values({ organisationId: tree.beta.id, productName: 'Beta Console' });
    });
    const preview = await provider.previewMove(tree.alphaOne.id, tree.beta.id);
    expect(preview.policies).toEqual([
      { policy: 'requireSecondFactor', from: true, to: false },
      { policy: 'forbidImpersonation', from: false, to: true },
      { policy: 'auditRetentionDays', from: 400, to: undefined },
    ]);
    expect(preview.branding).toEqual({ from: undefined, to: 'Beta Console' });
    // What the organisation says itself counts at both places; of the days the longest here and above.
    await base.db.inScope(systemScope, async (tx) => {
      await tx.insert(organisationPolicies).values({
        organisationId: tree.alphaOne.id,
        requireSecondFactor: true,
        forbidImpersonation: true,
        auditRetentionDays: 90,
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
    await base.db.inScope(systemScope, (tx) =>
      tx.insert(members).values({
        organisationId: tree.beta.id,
        userId: both.id,
        email: both.email,
        name: both.name,
        role: 'reseller-administrator',
      }),
    );
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
    await base.db.inScope(systemScope, (tx) =>
      tx.insert(members).values({
        organisationId: there.id,
        userId: mover.id,
        email: mover.email,
        name: mover.name,
        role: 'reseller-administrator',
      }),
    );
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
    await base.db.inScope(systemScope, (tx) =>
      tx.insert(members).values({
        organisationId: tree.beta.id,
        userId: person.id,
        email: person.email,
        name: person.name,
        role: 'auditor',
      }),
    );
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
