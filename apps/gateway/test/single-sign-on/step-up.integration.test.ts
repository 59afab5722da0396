import { randomUUID } from 'node:crypto';
import { type TOTP, URI } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { refusalOf, TestBrowser } from '../factories/browser';
import { peopleOf } from './people';
import { companyWorld } from './world';

const { world, providerId } = companyWorld();
const { newId, setPerson, accountWithPassword, link } = peopleOf(world);

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
