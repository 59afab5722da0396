import { describe, expect, it } from 'vitest';
import { systemScope } from '../../src/db/database';
import { customRoles } from '../../src/db/schema/index';
import { peopleOf } from './people';
import { companyWorld } from './world';

const { world, providerId } = companyWorld();
const { newId, setPerson, accountWithPassword, link, lastRefusal } = peopleOf(world);

describe('whose address is believed', () => {
  it.each<[string, object, string]>([
    ['not verified', { emailVerified: false }, 'email-not-verified'],
    ['nothing said about it', { emailVerified: undefined }, 'email-not-verified'],
    ['another domain', { email: 'anna@two.test' }, 'email-of-another-domain'],
    ['a domain below', { email: 'anna@sub.one.test' }, 'email-of-another-domain'],
    ['a domain that ends alike', { email: 'anna@xone.test' }, 'email-of-another-domain'],
    ['two at-signs', { email: 'anna@two.test@one.test' }, 'email-of-another-domain'],
    ['none', { email: undefined }, 'email-missing'],
  ])('%s: refused', async (_what, changes, detail) => {
    const id = newId();
    setPerson(id, 'Operators', changes);
    expect((await world.travel(providerId, id)).location).toBe('/sign-in?error=sso-email');
    expect(await lastRefusal()).toEqual({ problem: 'sso-email', detail });
  });

  it('a provider may declare that all its addresses are verified; one that says "not this one" is heard', async () => {
    const declares = await world.provider(world.tree.alphaOne, { emailDomains: ['entra.test'], emailsVerified: true });
    const [silent, denied] = [newId(), newId()];
    setPerson(silent, 'Operators', { email: `${silent}@entra.test`, emailVerified: undefined });
    setPerson(denied, 'Operators', { email: `${denied}@entra.test`, emailVerified: false });
    expect((await world.travel(declares, silent)).location).toBe('/');
    expect((await world.travel(declares, denied)).location).toBe('/sign-in?error=sso-email');
  });
});

describe('roles from groups', () => {
  it('follow the groups at each sign-in: another role, none, and back', async () => {
    const id = newId();
    const email = `${id}@one.test`;
    setPerson(id, ['Operators']);
    await world.travel(providerId, id);
    expect(await world.rolesOf(email)).toEqual([{ role: 'operator', organisation: 'Alpha One' }]);

    setPerson(id, ['Operators', 'Admins']);
    await world.travel(providerId, id);
    expect(await world.rolesOf(email)).toEqual([{ role: 'customer-administrator', organisation: 'Alpha One' }]);
    expect((await world.audited('member.change-role')).at(-1)).toMatchObject({
      target_name: email,
      before: { role: 'operator' },
      after: { role: 'customer-administrator', through: { id: providerId } },
    });

    setPerson(id, ['Visitors']);
    expect((await world.travel(providerId, id)).location).toBe('/sign-in?error=sso-role');
    expect(await world.rolesOf(email)).toEqual([]);
    expect((await world.audited('member.remove')).at(-1)).toMatchObject({
      target_name: email,
      before: { role: 'customer-administrator' },
    });
    expect(await lastRefusal()).toEqual({ problem: 'sso-role', detail: 'no-role' });

    setPerson(id, ['Operators']);
    expect((await world.travel(providerId, id)).location).toBe('/');
    expect(await world.rolesOf(email)).toEqual([{ role: 'operator', organisation: 'Alpha One' }]);
  });

  it('end what an open session may do as soon as the group is gone', async () => {
    const id = newId();
    setPerson(id, ['Operators']);
    const { cookie } = await world.travel(providerId, id);
    const me = () => fetch(`${world.gateway.url}/trpc/session.me`, { headers: { cookie } });
    expect((await me()).status).toBe(200);
    setPerson(id, []);
    await world.travel(providerId, id);
    expect((await me()).status).not.toBe(200);
  });

  it('make no account for somebody without one', async () => {
    const id = newId();
    setPerson(id);
    expect((await world.travel(providerId, id)).location).toBe('/sign-in?error=sso-role');
    expect(await world.gateway.base.sql('SELECT 1 FROM auth."user" WHERE email = $1', [`${id}@one.test`])).toEqual([]);
  });

  it('can be a default for everybody, and a custom role while that is there', async () => {
    const [custom] = await world.gateway.base.db.inScope(systemScope, (tx) =>
      tx
        .insert(customRoles)
        .values({ organisationId: world.tree.alpha.id, name: 'Night shift', permissions: ['pbxs:read'] })
        .returning(),
    );
    const nightShift = custom?.id ?? '';
    const provider = await world.provider(world.tree.alphaOne, {
      emailDomains: ['night.test'],
      roleMapping: [{ value: 'Night', role: 'custom', customRoleId: nightShift }],
      defaultRole: 'auditor',
    });
    const [night, day] = [newId(), newId()];
    setPerson(night, 'Night', { email: `${night}@night.test` });
    setPerson(day, undefined, { email: `${day}@night.test` });
    await world.travel(provider, night);
    await world.travel(provider, day);
    expect(await world.rolesOf(`${night}@night.test`)).toEqual([{ role: 'custom', organisation: 'Alpha One' }]);
    expect(await world.rolesOf(`${day}@night.test`)).toEqual([{ role: 'auditor', organisation: 'Alpha One' }]);

    // Since then it rules more than an administrator here could give: it is not given any more, nor is another in its place.
    await world.gateway.base.sql(`UPDATE custom_roles SET permissions = '{organisations:move}' WHERE id = $1`, [
      nightShift,
    ]);
    const late = newId();
    setPerson(late, 'Night', { email: `${late}@night.test` });
    expect((await world.travel(provider, late)).location).toBe('/sign-in?error=sso-role');
    expect(await lastRefusal()).toEqual({ problem: 'sso-role', detail: 'role-unavailable' });
    expect(await world.rolesOf(`${late}@night.test`)).toEqual([]);
    expect((await world.travel(provider, night)).location).toBe('/sign-in?error=sso-account');
  });

  it('leave alone what somebody was given by hand, here and below', async () => {
    const id = newId();
    const email = `${id}@one.test`;
    await accountWithPassword(email, 'auditor', world.tree.alphaOne);
    setPerson(id, ['Admins']);
    await link(providerId, id);
    expect((await world.travel(providerId, id)).location).toBe('/');
    setPerson(id, []);
    expect((await world.travel(providerId, id)).location).toBe('/');
    expect(await world.rolesOf(email)).toEqual([{ role: 'auditor', organisation: 'Alpha One' }]);
  });

  it('are given once when two tabs come back at the same moment', async () => {
    const id = newId();
    setPerson(id, ['Operators']);
    const arrivals = await Promise.all([world.travel(providerId, id), world.travel(providerId, id)]);
    expect(arrivals.map(({ location }) => location)).toEqual(['/', '/']);
    expect(await world.rolesOf(`${id}@one.test`)).toHaveLength(1);
  });
});
