import type { Role } from '@switchroom/contracts';
import { describe, expect, it } from 'vitest';
import { systemScope } from '../../src/db/database';
import { customRoles } from '../../src/db/schema/index';
import { postSignIn, signIn, tenantOf, type TestOrganisation } from '../factories/index';
import { peopleOf } from './people';
import { companyWorld } from './world';

const { world, providerId } = companyWorld();
const { newId, setPerson, accountWithPassword, giveRole, link, accountApi, lastRefusal } = peopleOf(world);

describe('an account that is there already', () => {
  it('is linked only by its own person, signed in; then the provider opens it', async () => {
    const id = newId();
    const email = `${id}@one.test`;
    const userId = await accountWithPassword(email, 'operator', world.tree.alphaOne);
    setPerson(id);
    expect(await world.travel(providerId, id)).toMatchObject({
      location: '/sign-in?error=sso-link-first',
      cookie: '',
    });
    expect(await lastRefusal()).toEqual({ problem: 'sso-link-first' });
    const links = () => world.gateway.base.sql('SELECT 1 FROM identity_links WHERE user_id = $1', [userId]);
    expect(await links()).toEqual([]);

    const { cookie, arrival } = await link(providerId, id);
    expect(arrival.location).toBe('/account/security');
    expect(await links()).toHaveLength(1);
    expect((await world.audited('identity.link')).at(-1)).toMatchObject({ actor_id: userId, target_name: email });
    expect(await accountApi(cookie).security.query()).toMatchObject({ singleSignOn: { state: 'linked' } });
    const mails = await world.gateway.base.sql(`SELECT 1 FROM outgoing_mails WHERE recipient = $1`, [email]);
    expect(mails).toHaveLength(1);
    expect((await world.travel(providerId, id)).location).toBe('/');
  });

  it('is linked in the log of every organisation where its person has a role', async () => {
    const above = await world.provider(world.tree.alpha, { emailDomains: ['above.test'], countsAsSecondFactor: true });
    const id = newId();
    const email = `${id}@above.test`;
    const userId = await accountWithPassword(email, 'customer-administrator', world.tree.alphaOne);
    await giveRole(userId, email, 'operator', world.tree.alphaTwo);
    setPerson(id, 'Admins', { email });
    expect((await world.travel(above, id)).location).toBe('/sign-in?error=sso-link-first');
    await link(above, id, email);
    const entries = (await world.audited('identity.link')).filter(({ target_name }) => target_name === email);
    expect(entries.map(({ organisation_id }) => organisation_id).toSorted()).toEqual(
      [world.tree.alpha.id, world.tree.alphaOne.id, world.tree.alphaTwo.id].toSorted(),
    );
  });

  it('stays closed to a provider from above where impersonation is forbidden, linked or not', async () => {
    const above = await world.provider(world.tree.alpha, { emailDomains: ['ruler.test'], countsAsSecondFactor: true });
    const id = newId();
    const email = `${id}@ruler.test`;
    await accountWithPassword(email, 'customer-administrator', world.tree.alphaTwo);
    setPerson(id, undefined, { email });
    const forbid = (on: boolean) =>
      world.gateway.base.sql(
        `INSERT INTO organisation_policies (organisation_id, forbid_impersonation) VALUES ($1, $2)
         ON CONFLICT (organisation_id) DO UPDATE SET forbid_impersonation = excluded.forbid_impersonation`,
        [world.tree.alphaTwo.id, on],
      );
    await forbid(true);
    expect((await link(above, id, email)).arrival.location).toBe('/account/security?step-up=sso-account');
    await forbid(false);
    expect((await link(above, id, email)).arrival.location).toBe('/account/security');
    expect((await world.travel(above, id)).location).toBe('/');
    await forbid(true);
    expect((await world.travel(above, id)).location).toBe('/sign-in?error=sso-account');
    expect(await lastRefusal()).toEqual({ problem: 'sso-account', detail: 'impersonation-forbidden' });
    await forbid(false);
  });

  it('is not linked from a session that is not fresh, with another person, or without a session', async () => {
    const [id, other] = [newId(), newId()];
    const userId = await accountWithPassword(`${id}@one.test`, 'operator', world.tree.alphaOne);
    setPerson(id);
    setPerson(other);
    const cookie = await signIn(world.gateway, { email: `${id}@one.test`, password: 'vier Worte und ein Bus' });
    const travel = (as: string, options: object) =>
      world.travel(providerId, as, { way: 'link', next: '/account/security', ...options });
    expect((await travel(id, {})).location).toBe('/sign-in?error=sso-expired');
    expect((await travel(other, { cookie })).location).toBe('/account/security?step-up=sso-other-person');
    const age = () =>
      world.gateway.base.sql(`UPDATE auth.session SET "confirmedAt" = now() - interval '1 hour' WHERE "userId" = $1`, [
        userId,
      ]);
    const onTheWay = async (back: URL) => {
      await age();
      return back;
    };
    expect((await travel(id, { cookie, onTheWay })).location).toBe('/account/security?step-up=sso-expired');
    expect((await travel(id, { cookie })).location).toBe('/account/security?step-up=sso-not-fresh');
    await expect(accountApi(cookie).beginIdentityLink.mutate()).rejects.toMatchObject({
      data: { app: { code: 'step-up-required' } },
    });
    expect(await world.gateway.base.sql('SELECT 1 FROM identity_links WHERE user_id = $1', [userId])).toEqual([]);
  });

  it('that belongs nowhere is replaced, so that nobody who had it before comes in with it', async () => {
    const id = newId();
    const email = `${id}@one.test`;
    const old = await accountWithPassword(email, 'operator', world.tree.betaOne);
    await world.gateway.base.sql('DELETE FROM members WHERE user_id = $1', [old]);
    setPerson(id, 'Operators');
    expect((await world.travel(providerId, id)).location).toBe('/');
    const [now] = await world.gateway.base.sql<{ id: string }>('SELECT id FROM auth."user" WHERE email = $1', [email]);
    expect(now?.id).not.toBe(old);
    expect(await world.gateway.base.sql('SELECT 1 FROM auth.account WHERE "userId" = $1', [now?.id])).toEqual([]);
  });

  it.each<[string, Role, () => TestOrganisation]>([
    ['beside it', 'operator', () => world.tree.alphaTwo],
    ['above it', 'auditor', () => world.tree.alpha],
    ['in a foreign branch', 'reseller-administrator', () => world.tree.beta],
    ['at the top', 'provider-administrator', () => world.tree.provider],
  ])('is refused when it belongs to an organisation %s', async (_where, role, organisation) => {
    const id = newId();
    const email = `${id}@one.test`;
    await accountWithPassword(email, role, organisation());
    setPerson(id, ['Admins']);
    const arrival = await world.travel(providerId, id);
    expect(arrival).toMatchObject({ location: '/sign-in?error=sso-account', cookie: '' });
    expect(await world.rolesOf(email)).toEqual([{ role, organisation: organisation().name }]);
    expect(await lastRefusal()).toEqual({ problem: 'sso-account', detail: 'belongs-elsewhere' });
  });

  it('is closed to the provider from the moment on that it belongs elsewhere too', async () => {
    const id = newId();
    const email = `${id}@one.test`;
    setPerson(id, ['Operators']);
    await world.travel(providerId, id);
    const [row] = await world.gateway.base.sql<{ user_id: string }>('SELECT user_id FROM members WHERE email = $1', [
      email,
    ]);
    await giveRole(row?.user_id ?? '', email, 'operator', world.tree.betaOne);
    expect((await world.travel(providerId, id)).location).toBe('/sign-in?error=sso-account');
  });

  it('is refused when it may do more than the administrator of the organisation', async () => {
    const id = newId();
    const email = `${id}@one.test`;
    const [strong] = await world.gateway.base.db.inScope(systemScope, (tx) =>
      tx
        .insert(customRoles)
        .values({ organisationId: world.tree.alpha.id, name: 'Mover', permissions: ['organisations:move'] })
        .returning(),
    );
    const userId = await accountWithPassword(email, 'auditor', world.tree.alphaOne);
    await world.gateway.base.sql(`UPDATE members SET role = 'custom', custom_role_id = $2 WHERE user_id = $1`, [
      userId,
      strong?.id,
    ]);
    setPerson(id, ['Admins']);
    expect((await world.travel(providerId, id)).location).toBe('/sign-in?error=sso-account');
  });

  it('is not handed to the next person who gets its address', async () => {
    const [first, second] = [newId(), newId()];
    setPerson(first, 'Operators');
    await world.travel(providerId, first);
    setPerson(second, 'Operators', { email: `${first}@one.test` });
    expect((await world.travel(providerId, second)).location).toBe('/sign-in?error=sso-account');
    expect(await lastRefusal()).toEqual({ problem: 'sso-account', detail: 'address-of-another-person' });
  });
});

describe('somebody whose role a provider gave', () => {
  const byPassword = (email: string) =>
    postSignIn(world.gateway, { email, password: 'vier Worte und ein Bus' }).then(({ status }) => status);

  it('signs in through it alone, for as long as people can', async () => {
    const id = newId();
    const email = `${id}@one.test`;
    await accountWithPassword(email, 'operator', world.tree.alphaOne);
    expect(await byPassword(email)).toBe(200);
    // Linked, and still only with the role given by hand: the password stays a way in.
    setPerson(id, 'Admins');
    await link(providerId, id);
    await world.travel(providerId, id);
    expect(await byPassword(email)).toBe(200);
    await world.gateway.base.sql('DELETE FROM members WHERE email = $1', [email]);
    await world.travel(providerId, id);
    expect(await world.rolesOf(email)).toEqual([{ role: 'customer-administrator', organisation: 'Alpha One' }]);
    expect(await byPassword(email)).toBe(401);
    expect(await lastRefusal()).toEqual({ authMethod: 'password', secondFactor: false, problem: 'provider-alone' });
    await world.gateway.base.sql('UPDATE identity_providers SET enabled = false WHERE id = $1', [providerId]);
    expect(await byPassword(email)).toBe(401);
    await world.gateway.base.sql('UPDATE identity_providers SET enabled = true WHERE id = $1', [providerId]);
  });
});

describe('somebody who signs in through the provider alone', () => {
  it('sets up no other way in', async () => {
    const id = newId();
    setPerson(id, 'Operators');
    const { cookie } = await world.travel(providerId, id);
    const account = accountApi(cookie);
    expect(await account.security.query()).toMatchObject({ singleSignOn: { state: 'alone' } });
    const refused = { data: { app: { code: 'forbidden', params: { reason: 'provider-alone' } } } };
    await expect(account.beginTotp.mutate()).rejects.toMatchObject(refused);
    await expect(account.confirmTotp.mutate({ code: '123456' })).rejects.toMatchObject(refused);
    await expect(account.passkeyOptions.mutate()).rejects.toMatchObject(refused);
    const password = 'ein anderer langer Satz';
    await expect(account.changePassword.mutate({ current: 'x', password })).rejects.toMatchObject(refused);
  });
});

describe('removing a provider', () => {
  it('takes the roles that it gave, leaves those given by hand, and says who depends on it', async () => {
    const provider = await world.provider(world.tree.alphaTwo, { emailDomains: ['gone.test'], name: 'Gone' });
    const [mapped, byHand] = [newId(), newId()];
    await accountWithPassword(`${byHand}@gone.test`, 'auditor', world.tree.alphaTwo);
    setPerson(mapped, 'Operators', { email: `${mapped}@gone.test` });
    setPerson(byHand, undefined, { email: `${byHand}@gone.test` });
    await world.travel(provider, mapped);
    await link(provider, byHand, `${byHand}@gone.test`);
    const service = world.gateway.app.services.identityProviders;
    const tenant = tenantOf(world.tree.alphaTwo);
    const view = (await service.list(tenant)).providers.find(({ id }) => id === provider);
    expect(view).toMatchObject({ people: 2, members: 1, onlyHere: 1 });
    await service.remove(tenant, { providerId: provider, confirmName: 'Gone' });
    expect(await world.rolesOf(`${mapped}@gone.test`)).toEqual([]);
    expect(await world.rolesOf(`${byHand}@gone.test`)).toHaveLength(1);
    expect((await world.audited('identity-provider.remove')).at(-1)).toMatchObject({
      before: { members: [{ email: `${mapped}@gone.test`, role: 'operator' }] },
    });
    expect((await world.travel(provider, mapped)).location).toBe('/sign-in?error=sso-unknown');
  });
});
