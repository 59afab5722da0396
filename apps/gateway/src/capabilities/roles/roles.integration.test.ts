import { randomUUID } from 'node:crypto';
import type { Permission } from '@switchroom/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMember, type TestOrganisation, type TestTree } from '../../../test/factories/index';
import { createPeopleWorld, type PeopleWorld } from '../../../test/factories/people-world';
import type { Caller } from '../../auth/caller';

let world: PeopleWorld;
let tree: TestTree;
type Person = Awaited<ReturnType<typeof createMember>>;
let top: Person;
let alpha: Person;
let one: Person;
beforeAll(async () => {
  world = await createPeopleWorld();
  ({ tree } = world);
  top = await createMember(world.base.db, tree.provider);
  alpha = await createMember(world.base.db, tree.alpha);
  one = await createMember(world.base.db, tree.alphaOne);
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(async () => {
  await world.base.sql('DELETE FROM invitations');
  await world.base.sql('DELETE FROM members WHERE custom_role_id IS NOT NULL');
  await world.base.sql('DELETE FROM custom_roles');
  world.changed.length = 0;
});

const rule = (name: string) => ({ fields: [expect.objectContaining({ rule: name })] });
const form = (permissions: Permission[], name = `Role ${randomUUID().slice(0, 8)}`) => ({
  name,
  description: 'For a test',
  permissions,
});
const create = async (by: Caller, organisation: TestOrganisation, given: ReturnType<typeof form>) =>
  (await world.roles.create(await world.tenant(by, organisation), { organisationId: organisation.id, ...given })).id;
const update = async (
  by: Caller,
  organisation: TestOrganisation,
  roleId: string,
  given: ReturnType<typeof form>,
  version = 1,
) =>
  await world.roles.update(await world.tenant(by, organisation), {
    organisationId: organisation.id,
    roleId,
    version,
    ...given,
  });
const list = async (by: Caller, organisation: TestOrganisation) =>
  await world.roles.list(await world.tenant(by, organisation), await world.access.rootsOf(by));

describe('the roles of an organisation', () => {
  it('are those of its kind, its own and those made above it; names above the caller stay hidden', async () => {
    await create(top, tree.provider, form(['pbxs:read'], 'From the top'));
    const shared = await create(alpha, tree.alpha, form(['pbxs:read', 'plans:read'], 'From alpha'));
    await create(one, tree.alphaOne, form(['audit:read'], 'Own'));
    await createMember(world.base.db, tree.alphaOne, { customRoleId: shared });
    await createMember(world.base.db, tree.alphaTwo, { customRoleId: shared });
    const { builtIn, custom } = await list(one, tree.alphaOne);
    expect(builtIn).toEqual(['customer-administrator', 'operator', 'help-desk', 'auditor']);
    expect(custom).toMatchObject([
      { name: 'From the top', organisation: null, own: false, people: 0 },
      { name: 'From alpha', organisation: null, own: false, people: 1, permissions: expect.any(Array) },
      { name: 'Own', organisation: { name: 'Alpha One' }, own: true, version: 1 },
    ]);
    expect(custom[1]?.permissions).toEqual(['organisations:read', 'pbxs:read', 'plans:read']);
    expect((await list(alpha, tree.alpha)).custom).toMatchObject([{ people: 0 }, { people: 2, own: true }]);
  });

  it('show nothing of beside or below', async () => {
    await create(one, tree.alphaOne, form(['audit:read'], 'Of one'));
    const two = await createMember(world.base.db, tree.alphaTwo);
    expect((await list(two, tree.alphaTwo)).custom).toEqual([]);
    expect((await list(alpha, tree.alpha)).custom).toEqual([]);
  });
});

describe('making and changing a role', () => {
  it('is recorded and holds at once for everybody who has it', async () => {
    const id = await create(one, tree.alphaOne, form(['pbxs:read'], 'Watchers'));
    const holder = await createMember(world.base.db, tree.alphaOne, { customRoleId: id });
    expect([...(await world.tenant(holder, tree.alphaOne)).permissions]).toEqual(['organisations:read', 'pbxs:read']);
    await update(one, tree.alphaOne, id, form(['pbxs:read', 'audit:read'], 'Watchers'));
    expect((await world.tenant(holder, tree.alphaOne)).permissions.has('audit:read')).toBe(true);
    expect(world.changed).toEqual([{ userIds: [holder.id] }]);
    expect((await world.audited('role.update')).at(-1)).toMatchObject({
      actor_id: one.id,
      target_name: 'Watchers',
      before: { permissions: ['pbxs:read'] },
      after: { permissions: ['pbxs:read', 'audit:read'] },
    });
    await expect(update(one, tree.alphaOne, id, form(['pbxs:read']))).rejects.toMatchObject({ code: 'plan-outdated' });
  });

  it('is told to those who have it elsewhere, too: their organisation may have been moved away', async () => {
    const id = await create(alpha, tree.alpha, form(['pbxs:read'], 'Travellers'));
    const here = await createMember(world.base.db, tree.alphaOne, { customRoleId: id });
    const away = await createMember(world.base.db, tree.betaOne, { customRoleId: id });
    await update(alpha, tree.alpha, id, form(['audit:read'], 'Travellers'));
    expect(world.changed.map(({ userIds }) => (userIds === 'everybody' ? [] : userIds.toSorted()))).toEqual([
      [here.id, away.id].toSorted(),
    ]);
  });

  it('refuses a name that is taken, and a role of somebody else', async () => {
    const id = await create(alpha, tree.alpha, form(['pbxs:read'], 'Same'));
    await expect(create(alpha, tree.alpha, form(['pbxs:read'], 'Same'))).rejects.toMatchObject({
      code: 'already-exists',
      ...rule('name-taken'),
    });
    // Neither from below, nor from above under the wrong organisation.
    await expect(update(one, tree.alphaOne, id, form(['pbxs:read']))).rejects.toMatchObject({ code: 'not-found' });
    await expect(update(top, tree.provider, id, form(['pbxs:read']))).rejects.toMatchObject({ code: 'not-found' });
    const tenant = await world.tenant(one, tree.alphaOne);
    await expect(world.roles.remove(tenant, id)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('gaining a right through a role', () => {
  it('fails: a role holds nothing that its author does not', async () => {
    for (const permissions of [['branding:update'], ['organisations:move']] as Permission[][]) {
      await expect(create(one, tree.alphaOne, form(permissions))).rejects.toMatchObject({
        code: 'forbidden',
        ...rule('role-exceeds-own'),
      });
    }
    for (const permission of ['keys:rotate', 'mail:read'] as const) {
      await expect(create(top, tree.provider, form([permission]))).rejects.toMatchObject(rule('permission-reserved'));
    }
    expect((await world.audited('access.denied')).at(-1)).toMatchObject({
      actor_id: top.id,
      result: 'denied',
      after: { attempted: 'role.create', why: 'permission-reserved' },
    });
  });

  it('fails: whoever has a role cannot widen it, and nobody touches one that is wider than they are', async () => {
    const narrow = await create(one, tree.alphaOne, form(['roles:read', 'roles:manage'], 'Makers'));
    const maker = await createMember(world.base.db, tree.alphaOne, { customRoleId: narrow });
    const wider: Permission[] = ['roles:read', 'roles:manage', 'members:manage'];
    await expect(update(maker, tree.alphaOne, narrow, form(wider))).rejects.toMatchObject(rule('role-exceeds-own'));
    const wide = await create(one, tree.alphaOne, form(['pbxs:delete'], 'Wide'));
    await expect(update(maker, tree.alphaOne, wide, form(['roles:read']))).rejects.toMatchObject(
      rule('role-exceeds-own'),
    );
    await expect(world.roles.remove(await world.tenant(maker, tree.alphaOne), wide)).rejects.toMatchObject(
      rule('role-exceeds-own'),
    );
    expect((await world.tenant(maker, tree.alphaOne)).permissions.has('members:manage')).toBe(false);
  });
});

describe('removing a role', () => {
  it('is refused while somebody has it or is to get it, with the counts', async () => {
    const id = await create(one, tree.alphaOne, form(['pbxs:read'], 'In use'));
    const tenant = await world.tenant(one, tree.alphaOne);
    const holder = await createMember(world.base.db, tree.alphaOne, { customRoleId: id });
    const invitation = await world.invitations.create(tenant, one, {
      organisationId: tree.alphaOne.id,
      email: 'x@example.test',
      name: 'X',
      role: 'custom',
      customRoleId: id,
      locale: 'en',
    });
    await expect(world.roles.remove(tenant, id)).rejects.toMatchObject({
      code: 'invalid-input',
      fields: [{ path: 'roleId', rule: 'role-in-use', params: { people: 1, invitations: 1, providers: 0 } }],
    });
    await world.members.remove(tenant, one, { memberId: holder.memberId, version: 1 });
    await expect(world.roles.remove(tenant, id)).rejects.toMatchObject({
      fields: [{ params: { people: 0, invitations: 1 } }],
    });
    // An invitation that is over does not keep it.
    await world.invitations.revoke(tenant, invitation.id);
    await world.roles.remove(tenant, id);
    expect((await list(one, tree.alphaOne)).custom).toEqual([]);
    expect((await world.audited('role.remove')).at(-1)).toMatchObject({ target_name: 'In use' });
  });

  it('and giving it at the same time never leaves somebody with a role that is gone', async () => {
    const id = await create(one, tree.alphaOne, form(['pbxs:read'], 'Contested'));
    const tenant = await world.tenant(one, tree.alphaOne);
    const person = await createMember(world.base.db, tree.alphaOne, { role: 'auditor' });
    const results = await Promise.allSettled([
      world.roles.remove(tenant, id),
      world.members.changeRole(tenant, one, {
        organisationId: tree.alphaOne.id,
        memberId: person.memberId,
        role: 'custom',
        customRoleId: id,
        version: 1,
      }),
    ]);
    const [left] = await world.base.sql<{ count: number }>('SELECT count(*)::int AS count FROM custom_roles');
    const [member] = await world.base.sql<{ role: string }>('SELECT role FROM members WHERE id = $1', [
      person.memberId,
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'invalid-input' } });
    expect([left?.count, member?.role]).toEqual(results[0]?.status === 'fulfilled' ? [0, 'auditor'] : [1, 'custom']);
  });
});
