import { randomUUID } from 'node:crypto';
import type { ListMembersInput } from '@switchroom/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMember, type TestOrganisation, type TestTree } from '../../../test/factories/index';
import { type Cast, castOf, createPeopleWorld, type PeopleWorld } from '../../../test/factories/people-world';
import type { Caller } from '../../auth/caller';

let world: PeopleWorld;
let tree: TestTree;
type Person = Awaited<ReturnType<typeof createMember>>;
let people: Cast;

beforeAll(async () => {
  world = await createPeopleWorld();
  ({ tree } = world);
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  people = await castOf(world);
  world.changed.length = 0;
});

const input = (organisation: TestOrganisation, given: Partial<ListMembersInput> = {}): ListMembersInput => ({
  organisationId: organisation.id,
  limit: 50,
  q: '',
  role: [],
  sort: 'name',
  dir: 'asc',
  ...given,
});
const list = async (person: Caller, organisation: TestOrganisation, given: Partial<ListMembersInput> = {}) =>
  await world.members.list(await world.asking(person, organisation), input(organisation, given));
const changeRole = async (by: Caller, who: Person, organisation: TestOrganisation, role: 'auditor' | 'operator') =>
  await world.members.changeRole(await world.tenant(by, organisation), by, {
    organisationId: organisation.id,
    memberId: who.memberId,
    role,
    customRoleId: null,
    version: 1,
  });
const rule = (name: string) => ({ fields: [expect.objectContaining({ rule: name })] });

describe('the list of people', () => {
  it('shows who is there, below, and above by role alone', async () => {
    const { rows, total } = await list(people.oneAdmin, tree.alphaOne);
    expect(total).toBe(6);
    expect(
      rows.map(({ name, inherited, email, organisation }) => [name, inherited, email, organisation?.name]),
    ).toEqual([
      ['Ada Alpha', true, null, undefined],
      ['Hans Alpha', true, null, undefined],
      ['Ole One', false, people.oneAdmin.email, 'Alpha One'],
      ['Tea Top', true, null, undefined],
      ['Tom Top', true, null, undefined],
      ['Una One', false, people.oneAuditor.email, 'Alpha One'],
    ]);
    expect(rows.find(({ own }) => own)?.name).toBe('Ole One');
  });

  it('names organisations above as far as the caller reaches them', async () => {
    const { rows } = await list(people.alphaAdmin, tree.alphaOne);
    expect(rows.map(({ name, organisation }) => [name, organisation?.name])).toEqual([
      ['Ada Alpha', 'Reseller Alpha'],
      ['Hans Alpha', 'Reseller Alpha'],
      ['Ole One', 'Alpha One'],
      ['Tea Top', undefined],
      ['Tom Top', undefined],
      ['Una One', 'Alpha One'],
    ]);
  });

  it('never shows what lies beside', async () => {
    const names = (await list(people.alphaAdmin, tree.alpha)).rows.map(({ name }) => name);
    expect(names).toEqual(['Ada Alpha', 'Hans Alpha', 'Ole One', 'Tea Top', 'Tim Two', 'Tom Top', 'Una One']);
    expect((await list(people.oneAdmin, tree.alphaOne, { q: 'Tim' })).rows).toEqual([]);
    await expect(world.asking(people.oneAdmin, tree.alphaTwo)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('filters by place, role and text; what may not be named cannot be searched for', async () => {
    const names = async (given: Partial<ListMembersInput>) =>
      (await list(people.oneAdmin, tree.alphaOne, given)).rows.map(({ name }) => name);
    expect(await names({ where: 'here' })).toEqual(['Ole One', 'Una One']);
    expect(await names({ where: 'above', role: ['help-desk'] })).toEqual(['Hans Alpha']);
    expect(await names({ q: people.oneAuditor.email.toUpperCase() })).toEqual(['Una One']);
    expect(await names({ q: people.top.email })).toEqual([]);
    expect(await names({ q: 'Reseller' })).toEqual([]);
    expect(await names({ q: '_' })).toEqual([]);
    const below = (await list(people.top, tree.provider, { where: 'below', q: 'alpha two' })).rows;
    expect(below.map(({ name }) => name)).toEqual(['Tim Two']);
  });

  it.each(['name', 'email', 'role', 'organisation', 'added'] as const)(
    'pages by %s without a gap or a repeat, and tells nothing in the cursor',
    async (sort) => {
      for (const dir of ['asc', 'desc'] as const) {
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await list(people.oneAdmin, tree.alphaOne, { sort, dir, limit: 2, cursor });
          seen.push(...page.rows.map(({ id }) => id));
          cursor = page.nextCursor;
          const text = Buffer.from(cursor ?? '', 'base64url').toString();
          expect(text).not.toMatch(/reseller|provider|@.*\b(?:top)\b/i);
        } while (cursor !== undefined);
        expect([seen.length, new Set(seen).size]).toEqual([6, 6]);
      }
    },
  );

  it('refuses a cursor that is not ours', async () => {
    await expect(list(people.oneAdmin, tree.alphaOne, { cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });
});

describe('what can be done about a person', () => {
  const acts = async (by: Caller, organisation: TestOrganisation, who: Person) =>
    (await world.members.get(await world.asking(by, organisation), who.memberId)).acts;

  it('follows strength, place and permission', async () => {
    expect(await acts(people.oneAdmin, tree.alphaOne, people.oneAuditor)).toEqual({
      changeRole: null,
      remove: null,
      sendPasswordReset: null,
      endSessions: null,
      removeSecondFactor: null,
    });
    expect((await acts(people.oneAdmin, tree.alphaOne, people.oneAdmin)).changeRole).toBe('member-own');
    expect((await acts(people.oneAdmin, tree.alphaOne, people.alphaHelp)).remove).toBe('member-inherited');
    expect(await acts(people.alphaHelp, tree.alphaOne, people.oneAdmin)).toMatchObject({
      changeRole: 'member-not-allowed',
      sendPasswordReset: null,
      endSessions: 'member-stronger',
    });
    await expect(acts(people.oneAdmin, tree.alphaOne, people.twoAdmin)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('tells the account facts to who may help, and to nobody else', async () => {
    const get = async (by: Caller) =>
      (await world.members.get(await world.asking(by, tree.alphaOne), people.oneAuditor.memberId)).account;
    expect(await get(people.oneAdmin)).toEqual({ sessions: 0, secondFactor: false, passkeys: 0 });
    expect(await get(people.oneAuditor)).toBeNull();
  });

  it('counts what the person holds elsewhere, also where the caller sees nothing', async () => {
    await createMember(world.base.db, tree.beta, { userId: people.oneAuditor.id });
    expect(await acts(people.oneAdmin, tree.alphaOne, people.oneAuditor)).toMatchObject({
      changeRole: null,
      sendPasswordReset: null,
      endSessions: 'member-stronger-elsewhere',
      removeSecondFactor: 'member-stronger-elsewhere',
    });
  });
});

describe('changing a role', () => {
  it('is recorded and told to the open pages of that person', async () => {
    await changeRole(people.oneAdmin, people.oneAuditor, tree.alphaOne, 'operator');
    const tenant = await world.tenant(people.oneAuditor, tree.alphaOne);
    expect(tenant.permissions.has('plans:apply')).toBe(true);
    expect(world.changed).toEqual([{ userIds: [people.oneAuditor.id] }]);
    expect((await world.audited('member.change-role')).at(-1)).toMatchObject({
      organisation_id: tree.alphaOne.id,
      actor_id: people.oneAdmin.id,
      target_name: people.oneAuditor.email,
      before: { role: 'auditor' },
      after: { role: 'operator' },
    });
  });

  it('refuses a stale form', async () => {
    await changeRole(people.oneAdmin, people.oneAuditor, tree.alphaOne, 'operator');
    await expect(changeRole(people.oneAdmin, people.oneAuditor, tree.alphaOne, 'auditor')).rejects.toMatchObject({
      code: 'plan-outdated',
    });
    expect(world.changed).toHaveLength(1);
  });

  it('refuses a role that is not held here, and leaves everything as it is', async () => {
    const tenant = await world.tenant(people.oneAdmin, tree.alphaOne);
    const common = { organisationId: tree.alphaOne.id, memberId: people.oneAuditor.memberId, version: 1 };
    for (const [choice, expected] of [
      [{ role: 'provider-administrator', customRoleId: null }, 'role-not-here'],
      [{ role: 'reseller-administrator', customRoleId: null }, 'role-not-here'],
      [{ role: 'custom', customRoleId: randomUUID() }, 'role-unknown'],
    ] as const) {
      await expect(world.members.changeRole(tenant, people.oneAdmin, { ...common, ...choice })).rejects.toMatchObject(
        rule(expected),
      );
    }
    expect((await world.tenant(people.oneAuditor, tree.alphaOne)).permissions.has('plans:apply')).toBe(false);
  });

  it('gives nobody more than the giver holds, and records the attempt', async () => {
    const { id } = await world.roles.create(await world.tenant(people.oneAdmin, tree.alphaOne), {
      organisationId: tree.alphaOne.id,
      name: 'People only',
      description: '',
      permissions: ['members:read', 'members:manage'],
    });
    const manager = await createMember(world.base.db, tree.alphaOne, { customRoleId: id });
    const weak = await createMember(world.base.db, tree.alphaOne, { customRoleId: id });
    await expect(changeRole(manager, weak, tree.alphaOne, 'auditor')).rejects.toMatchObject({
      code: 'forbidden',
      ...rule('role-exceeds-own'),
    });
    await expect(changeRole(manager, people.oneAdmin, tree.alphaOne, 'auditor')).rejects.toMatchObject(
      rule('member-stronger'),
    );
    expect((await world.audited('access.denied')).slice(-2)).toMatchObject([
      { actor_id: manager.id, target_name: weak.email, result: 'denied', after: { why: 'role-exceeds-own' } },
      { actor_id: manager.id, target_name: people.oneAdmin.email, after: { why: 'member-stronger' } },
    ]);
    await world.base.sql('DELETE FROM members WHERE custom_role_id IS NOT NULL');
    await world.base.sql('DELETE FROM custom_roles');
  });

  it('counts what somebody inherits: a weak role below does not make them weak', async () => {
    const low = await createMember(world.base.db, tree.alphaOne, { role: 'auditor', userId: people.alphaAdmin.id });
    await expect(changeRole(people.oneAdmin, low, tree.alphaOne, 'operator')).rejects.toMatchObject(
      rule('member-stronger'),
    );
  });

  it('is never of one’s own, nor of another organisation', async () => {
    await expect(changeRole(people.oneAdmin, people.oneAdmin, tree.alphaOne, 'auditor')).rejects.toMatchObject(
      rule('member-own'),
    );
    // The right organisation for the right, the wrong one for the person.
    await expect(changeRole(people.alphaAdmin, people.oneAuditor, tree.alpha, 'auditor')).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(changeRole(people.oneAdmin, people.twoAdmin, tree.alphaOne, 'auditor')).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('removing a person', () => {
  const remove = async (by: Caller, who: Person, organisation: TestOrganisation, version = 1) =>
    await world.members.remove(await world.tenant(by, organisation), by, { memberId: who.memberId, version });

  it('takes the role here and leaves those elsewhere', async () => {
    const elsewhere = await createMember(world.base.db, tree.alphaTwo, { userId: people.oneAuditor.id });
    await remove(people.oneAdmin, people.oneAuditor, tree.alphaOne);
    await expect(world.tenant(people.oneAuditor, tree.alphaOne)).rejects.toMatchObject({ code: 'not-found' });
    expect((await world.tenant(elsewhere, tree.alphaTwo)).organisationId).toBe(tree.alphaTwo.id);
    expect(world.changed).toEqual([{ userIds: [people.oneAuditor.id] }]);
    expect((await world.audited('member.remove')).at(-1)).toMatchObject({
      target_name: people.oneAuditor.email,
      before: { name: 'Una One', role: 'auditor' },
    });
  });

  it('is refused for somebody stronger, for oneself and for a stale form', async () => {
    await expect(remove(people.oneAdmin, people.oneAdmin, tree.alphaOne)).rejects.toMatchObject(rule('member-own'));
    await expect(remove(people.alphaAdmin, people.top, tree.alpha)).rejects.toMatchObject({ code: 'not-found' });
    await expect(remove(people.oneAdmin, people.oneAuditor, tree.alphaOne, 7)).rejects.toMatchObject({
      code: 'plan-outdated',
    });
    expect(world.changed).toEqual([]);
  });

  it('never takes the last provider administrator, also when two take each other at once', async () => {
    const { top, top2 } = people;
    const [one, two] = [await world.tenant(top, tree.provider), await world.tenant(top2, tree.provider)];
    const results = await Promise.allSettled([
      world.members.remove(one, top, { memberId: top2.memberId, version: 1 }),
      world.members.remove(two, top2, { memberId: top.memberId, version: 1 }),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: {
        code: 'forbidden',
        fields: [{ rule: expect.stringMatching(/^member-(last-administrator|stronger)$/) }],
      },
    });
    const left = await world.base.sql(`SELECT 1 FROM members WHERE role = 'provider-administrator'`);
    expect(left).toHaveLength(1);
  });

  it('nor weakens them', async () => {
    const { top, top2 } = people;
    const weaken = async (by: Person, who: Person) =>
      await world.members.changeRole(await world.tenant(by, tree.provider), by, {
        organisationId: tree.provider.id,
        memberId: who.memberId,
        role: 'auditor',
        customRoleId: null,
        version: 1,
      });
    const results = await Promise.allSettled([weaken(top, top2), weaken(top2, top)]);
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
    const left = await world.base.sql(`SELECT 1 FROM members WHERE role = 'provider-administrator'`);
    expect(left.length).toBeGreaterThanOrEqual(1);
  });
});
