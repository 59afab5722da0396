import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMember, type TestOrganisation, type TestTree } from '../../../test/factories/index';
import { type Cast, castOf, createPeopleWorld, type PeopleWorld } from '../../../test/factories/people-world';
import type { Caller } from '../../auth/caller';

let world: PeopleWorld;
let tree: TestTree;
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

const rule = (name: string) => ({ fields: [expect.objectContaining({ rule: name })] });

describe('helping a person', () => {
  it('sends a reset mail in the chosen language, recorded', async () => {
    await world.members.sendPasswordReset(await world.tenant(people.oneAdmin, tree.alphaOne), people.oneAdmin, {
      memberId: people.oneAuditor.memberId,
      locale: 'de',
    });
    expect(world.resets).toEqual([{ userId: people.oneAuditor.id, locale: 'de' }]);
    expect((await world.audited('member.password-reset')).at(-1)).toMatchObject({ actor_id: people.oneAdmin.id });
  });

  it('ends sessions and takes a lost second factor away, with the reason on record and a mail to the person', async () => {
    const id = await world.accounts.put({ email: 'lost@example.test', name: 'Lo', password: 'vier Worte und ein Bus' });
    const member = await createMember(world.base.db, tree.alphaOne, { role: 'auditor', userId: id });
    const { base } = world;
    const open = (token: string) =>
      base.sql(
        `INSERT INTO auth.session (id, token, "userId", "expiresAt", "updatedAt") VALUES ($1, $1, $2, now() + interval '1 hour', now())`,
        [token, id],
      );
    await open('a');
    await open('b');
    const tenant = await world.tenant(people.oneAdmin, tree.alphaOne);
    const help = { memberId: member.memberId, locale: 'it' as const };
    expect(await world.members.endSessions(tenant, people.oneAdmin, member.memberId)).toEqual({ ended: 2 });
    expect(world.changed).toEqual([{ userIds: [id] }]);
    await open('c');
    await base.sql(`INSERT INTO auth."twoFactor" (id, secret, "backupCodes", "userId") VALUES ('t', 's', 'b', $1)`, [
      id,
    ]);
    await base.sql(`UPDATE auth."user" SET "twoFactorEnabled" = true WHERE id = $1`, [id]);
    await base.sql(
      `INSERT INTO auth.passkey (id, "publicKey", "userId", "credentialID", counter, "deviceType", "backedUp")
       VALUES ('k', 'k', $1, 'k', 0, 'singleDevice', false)`,
      [id],
    );
    expect(await world.accounts.guards(id)).toEqual({ sessions: 1, secondFactor: true, passkeys: 1 });
    await world.members.removeSecondFactor(tenant, people.oneAdmin, { ...help, reason: 'Phone in the lake' });
    expect(await world.accounts.guards(id)).toEqual({ sessions: 0, secondFactor: false, passkeys: 0 });
    expect((await world.audited('member.remove-second-factor')).at(-1)).toMatchObject({ reason: 'Phone in the lake' });
    expect(world.mails.at(-1)).toMatchObject({ kind: 'security-notice', locale: 'it', to: { email: member.email } });
  });

  it('is refused for somebody stronger, here or anywhere, and recorded', async () => {
    const reason = 'please';
    const help = { memberId: people.oneAdmin.memberId, locale: 'en' as const, reason };
    const tenant = await world.tenant(people.alphaHelp, tree.alphaOne);
    const { members } = world;
    for (const attempt of [
      () => members.endSessions(tenant, people.alphaHelp, help.memberId),
      () => members.removeSecondFactor(tenant, people.alphaHelp, help),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'forbidden', ...rule('member-stronger') });
    }
    // The same mail as from the sign-in page: it goes to the person's own address and changes nothing.
    await members.sendPasswordReset(tenant, people.alphaHelp, help);
    expect((await world.audited('member.password-reset')).at(-1)).toMatchObject({ result: 'allowed' });
    // A weak role at a customer must not open the way to an account that rules the provider.
    const guest = await createMember(world.base.db, tree.alphaOne, { role: 'auditor', userId: people.top.id });
    const asAdmin = await world.tenant(people.alphaAdmin, tree.alphaOne);
    const guestHelp = { ...help, memberId: guest.memberId };
    await expect(members.removeSecondFactor(asAdmin, people.alphaAdmin, guestHelp)).rejects.toMatchObject(
      rule('member-stronger'),
    );
    await createMember(world.base.db, tree.beta, { userId: people.oneAuditor.id });
    const elsewhere = { ...help, memberId: people.oneAuditor.memberId };
    const one = await world.tenant(people.oneAdmin, tree.alphaOne);
    await expect(members.removeSecondFactor(one, people.oneAdmin, elsewhere)).rejects.toMatchObject(
      rule('member-stronger-elsewhere'),
    );
    expect((await world.audited('access.denied')).at(-1)).toMatchObject({
      result: 'denied',
      after: { attempted: 'member.remove-second-factor', why: 'member-stronger-elsewhere' },
    });
  });
});

describe('what a person can do, and why', () => {
  const explain = async (by: Caller, organisation: TestOrganisation, userId: string) =>
    await world.members.explain(await world.asking(by, organisation), userId);

  it('names the roles that give a permission, from the top down, and hides what lies above', async () => {
    await createMember(world.base.db, tree.alphaOne, { role: 'operator', userId: people.alphaAdmin.id });
    const seen = async (by: Caller) => {
      const { permissions } = await explain(by, tree.alphaOne, people.alphaAdmin.id);
      return permissions.find(({ permission }) => permission === 'plans:apply');
    };
    expect(await seen(people.top)).toMatchObject({
      allowed: true,
      taken: null,
      through: [
        { role: 'reseller-administrator', organisation: { name: 'Reseller Alpha' } },
        { role: 'operator', organisation: { name: 'Alpha One' } },
      ],
    });
    expect(await seen(people.oneAdmin)).toMatchObject({
      through: [
        { role: 'reseller-administrator', organisation: null },
        { role: 'operator', organisation: { name: 'Alpha One' } },
      ],
    });
  });

  it('says what archiving and policies take away', async () => {
    await world.base.sql('UPDATE organisations SET archived_at = now() WHERE id = $1', [tree.alphaTwo.id]);
    await world.base.sql(
      `INSERT INTO organisation_policies (organisation_id, require_second_factor, forbid_impersonation) VALUES ($1, true, true)`,
      [tree.alpha.id],
    );
    const { permissions, ...facts } = await explain(people.top, tree.alphaTwo, people.twoAdmin.id);
    expect(facts).toMatchObject({ name: 'Tim Two', archived: true, secondFactorRequired: true });
    const of = (name: string) => permissions.find(({ permission }) => permission === name);
    expect(of('pbxs:delete')).toMatchObject({ allowed: false, taken: 'archived' });
    expect(of('pbxs:read')).toMatchObject({ allowed: true, taken: null });
    expect(of('members:view-as')).toMatchObject({ allowed: false });
    expect(of('keys:rotate')).toMatchObject({ allowed: false, taken: null, through: [] });
    await world.base.sql('DELETE FROM organisation_policies');
    await world.base.sql('UPDATE organisations SET archived_at = NULL');
  });

  it('knows nobody whose role does not reach there', async () => {
    for (const userId of [people.betaAdmin.id, people.twoAdmin.id, 'nobody']) {
      await expect(explain(people.oneAdmin, tree.alphaOne, userId)).rejects.toMatchObject({ code: 'not-found' });
    }
  });
});
