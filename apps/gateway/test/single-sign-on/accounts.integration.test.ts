import { randomUUID } from 'node:crypto';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import superjson from 'superjson';
import type { AppRouter } from '../../src/api/router';
import { postSignIn, signIn, tenantOf, type TestOrganisation } from '../factories/index';
import type { Role } from '@switchroom/contracts';
import { type TOTP, URI } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '../../src/auth/passwords';
import { systemScope } from '../../src/db/database';
import { customRoles, members } from '../../src/db/schema/index';
import { refusalOf, TestBrowser } from '../factories/browser';
import { createSsoWorld, type SsoWorld } from './world';

let world: SsoWorld;
let providerId: string;
beforeAll(async () => {
  world = await createSsoWorld();
  providerId = await world.provider(world.tree.alphaOne, { emailDomains: ['one.test'] });
});
afterAll(() => world[Symbol.asyncDispose]());

const newId = () => `p${randomUUID().slice(0, 8)}`;
const setPerson = (id: string, groups?: string | string[], changes: object = {}) => {
  world.idp.setAccount({
    id,
    name: id,
    email: `${id}@one.test`,
    emailVerified: true,
    ...(groups === undefined ? {} : { groups }),
    ...changes,
  });
};

/** An account with a password and a role given by hand, as an invitation makes it. */
async function accountWithPassword(email: string, role: Role, organisation: TestOrganisation): Promise<string> {
  const id = randomUUID();
  await world.gateway.base.sql(`INSERT INTO auth."user" (id, name, email, "emailVerified") VALUES ($1, $2, $2, true)`, [
    id,
    email,
  ]);
  await world.gateway.base.sql(
    `INSERT INTO auth.account (id, "accountId", "providerId", "userId", password, "updatedAt")
     VALUES ($1, $2, 'credential', $2, $3, now())`,
    [randomUUID(), id, await hashPassword('vier Worte und ein Bus')],
  );
  await giveRole(id, email, role, organisation);
  return id;
}

async function giveRole(
  userId: string,
  email: string,
  role: Role,
  organisation: TestOrganisation,
  customRoleId?: string,
) {
  await world.gateway.base.db.inScope(systemScope, (tx) =>
    tx.insert(members).values({ organisationId: organisation.id, userId, email, name: email, role, customRoleId }),
  );
}

/** Signs in with the password of `accountWithPassword` and links the company's sign-in from within that session. */
async function link(provider: string, id: string, email = `${id}@one.test`) {
  const cookie = await signIn(world.gateway, { email, password: 'vier Worte und ein Bus' });
  const arrival = await world.travel(provider, id, { cookie, way: 'link', next: '/account/security' });
  return { cookie, arrival };
}

const accountApi = (cookie: string) =>
  createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: `${world.gateway.url}/trpc`,
        transformer: superjson,
        headers: { cookie, origin: world.gateway.origin },
      }),
    ],
  }).account;

const lastRefusal = async () =>
  (await world.audited('session.sign-in')).filter(({ result }) => result === 'failed').at(-1)?.after;

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

describe('step-up through the provider', () => {
  const isFresh = async (cookie: string) => {
    const answer = await fetch(`${world.gateway.url}/auth/get-session`, { headers: { cookie } });
    const { session } = (await answer.json()) as { session: { id: string } };
    const [row] = await world.gateway.base.sql<{ confirmedAt: Date }>(
      'SELECT "confirmedAt" FROM auth.session WHERE id = $1',
      [session.id],
    );
    return Date.now() - (row?.confirmedAt.getTime() ?? 0) < 60_000;
  };
  const age = (email: string) =>
    world.gateway.base.sql(
      `UPDATE auth.session SET "confirmedAt" = now() - interval '1 hour'
       WHERE "userId" = (SELECT id FROM auth."user" WHERE email = $1)`,
      [email],
    );
  const signedIn = async () => {
    const id = newId();
    setPerson(id, 'Operators');
    const jar = new Map<string, string>();
    const { cookie } = await world.travel(providerId, id, { jar });
    await age(`${id}@one.test`);
    return { id, jar, cookie };
  };
  const stepUp = (who: { cookie: string; jar: Map<string, string> }, account: string) =>
    world.travel(providerId, account, { ...who, way: 'step-up', next: '/o/x?a=1' });

  it('asks the person again and confirms the same session under a new cookie', async () => {
    const who = await signedIn();
    const methods = await (
      await fetch(`${world.gateway.url}/auth/step-up`, { headers: { cookie: who.cookie } })
    ).json();
    expect(methods).toMatchObject({ password: false, singleSignOn: expect.stringMatching(/^Provider/) });
    expect(await isFresh(who.cookie)).toBe(false);
    const before = world.idp.requests.length;
    const arrival = await stepUp(who, who.id);
    expect(arrival.location).toBe('/o/x?a=1');
    expect(world.idp.requests.slice(before)).toContainEqual(expect.stringContaining('POST /interaction/'));
    expect(await isFresh(arrival.cookie)).toBe(true);
    expect((await fetch(`${world.gateway.url}/trpc/session.me`, { headers: { cookie: who.cookie } })).status).toBe(401);
    expect((await world.audited('session.step-up')).at(-1)).toMatchObject({ after: { method: 'single-sign-on' } });
  });

  it('confirms nothing when somebody else signs in there', async () => {
    const [who, other] = [await signedIn(), await signedIn()];
    // In a browser that the provider does not know yet.
    expect((await stepUp({ cookie: who.cookie, jar: new Map() }, other.id)).location).toBe(
      '/o/x?a=1&step-up=sso-other-person',
    );
    expect(await isFresh(who.cookie)).toBe(false);
  });

  it.each(['no-auth-time', 'stale-auth-time'] as const)(
    'confirms nothing when the provider did not ask again: %s',
    async (fault) => {
      const who = await signedIn();
      world.idp.fault = fault;
      const arrival = await stepUp(who, who.id);
      world.idp.fault = undefined;
      expect(arrival.location).toBe('/o/x?a=1&step-up=sso-not-fresh');
      expect(await isFresh(who.cookie)).toBe(false);
    },
  );

  it('is not for people who have a second factor here, and without it they do not take that away', async () => {
    const id = newId();
    setPerson(id, 'Operators');
    const browser = async () => new TestBrowser(world.gateway, undefined, (await world.travel(providerId, id)).cookie);
    const [owner, other] = [await browser(), await browser()];
    // Their role was given by hand, so that they may have other ways beside the provider.
    await world.gateway.base.sql(
      'UPDATE identity_links SET member_id = NULL WHERE user_id = (SELECT id FROM auth."user" WHERE email = $1)',
      [`${id}@one.test`],
    );
    const app = URI.parse((await owner.trpc.account.beginTotp.mutate()).uri) as TOTP;
    await owner.trpc.account.confirmTotp.mutate({ code: app.generate() });
    expect((await other.trpc.account.security.query()).secondFactorUsed).toBe(false);
    expect(await refusalOf(other.trpc.account.removeTotp.mutate())).toBe('step-up-required');
    expect(await refusalOf(other.trpc.account.renewRecoveryCodes.mutate())).toBe('step-up-required');
    expect(await refusalOf(other.trpc.account.passkeyOptions.mutate())).toBe('step-up-required');
    expect(await other.get('/step-up')).toEqual({ password: false, totp: true, passkey: false, singleSignOn: null });
    // The code that set it up is used; the next one counts.
    const code = app.generate({ timestamp: Date.now() + 30_000 });
    expect((await other.post('/step-up', { kind: 'code', code })).status).toBe(200);
    expect(await refusalOf(other.trpc.account.removeTotp.mutate())).toBe('ok');
    expect(await other.get('/step-up')).toMatchObject({ totp: false, singleSignOn: expect.any(String) });
  });

  it('is not for people who have a passkey', async () => {
    const id = newId();
    setPerson(id, 'Operators');
    const { cookie } = await world.travel(providerId, id);
    await world.gateway.base.sql(
      `INSERT INTO auth.passkey (id, "publicKey", "userId", "credentialID", counter, "deviceType", "backedUp")
       SELECT $1, 'k', id, $1, 0, 'singleDevice', false FROM auth."user" WHERE email = $2`,
      [randomUUID(), `${id}@one.test`],
    );
    const browser = new TestBrowser(world.gateway, undefined, cookie);
    expect(await browser.get('/step-up')).toEqual({ password: false, totp: false, passkey: true, singleSignOn: null });
    expect((await world.travel(providerId, id, { cookie, way: 'step-up', next: '/o/x' })).location).toBe(
      '/o/x?step-up=sso-unknown',
    );
  });

  it('is not for people who have a password', async () => {
    const id = newId();
    await accountWithPassword(`${id}@one.test`, 'operator', world.tree.alphaOne);
    setPerson(id);
    const { cookie } = await link(providerId, id);
    expect((await world.travel(providerId, id, { cookie, way: 'step-up', next: '/o/x' })).location).toBe(
      '/o/x?step-up=sso-unknown',
    );
  });

  it('needs a session', async () => {
    expect((await world.travel(providerId, 'x', { way: 'step-up' })).location).toBe('/sign-in?error=sso-expired');
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
