import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createAdmit } from '../../src/auth/admit';
import { isBoundToProvider } from '../../src/auth/oidc/providers';
import { hashPassword } from '../../src/auth/passwords';
import { postSignIn, tenantOf } from '../factories/index';
import { companyWorld } from './world';

const { world, providerId } = companyWorld();
afterEach(() => {
  world.idp.fault = undefined;
});

function person(domain = 'one.test'): { id: string; email: string } {
  const id = `p${randomUUID().slice(0, 8)}`;
  const email = `${id}@${domain}`;
  world.idp.setAccount({ id, name: id, email, emailVerified: true, groups: 'Operators' });
  return { id, email };
}

const failures = async (of: string) =>
  (await world.audited('session.sign-in')).filter(
    ({ result, actor_id }) => result === 'failed' && actor_id === `identity-provider:${of}`,
  );

describe('refusals that anybody can bring about', () => {
  const come = (state: string) =>
    fetch(`${world.gateway.url}/auth/oidc/callback/${providerId}?state=${state}`, { redirect: 'manual' });

  it('write nothing to the audit log where no departure was', async () => {
    for (let index = 0; index < 15; index += 1) {
      const answer = await come(`${index}`.padStart(30, 'x'));
      expect(answer.headers.get('location')).toBe('/sign-in?error=sso-expired');
    }
    expect(await failures(providerId)).toEqual([]);
  });

  it('are counted when they are many: ten of a provider and problem a minute stand there one by one', async () => {
    const many = await world.provider(world.tree.alphaOne);
    const other = await world.provider(world.tree.alphaOne);
    for (let index = 0; index < 13; index += 1) {
      expect((await world.travel(many, undefined)).location).toBe('/sign-in?error=sso-cancelled');
    }
    expect(await failures(many)).toHaveLength(10);
    // Another problem, and another provider, have a count of their own.
    await world.travel(many, undefined, {
      onTheWay: (back) => (back.searchParams.set('error', 'server_error'), back),
    });
    await world.travel(other, undefined);
    expect((await failures(many)).at(-1)?.after).toMatchObject({ problem: 'sso-refused' });
    expect(await failures(other)).toHaveLength(1);
  });
});

describe('a person bound to a provider', () => {
  const password = 'vier Worte und ein Bus';

  it('is not let in beside it while it is switched off or archived, but after it was removed', async () => {
    const provider = await world.provider(world.tree.alphaTwo, { emailDomains: ['two.test'], name: 'Two' });
    const { id, email } = person('two.test');
    await world.travel(provider, id);
    const { base } = world.gateway;
    const [user] = await base.sql<{ id: string }>('SELECT id FROM auth."user" WHERE email = $1', [email]);
    const userId = user?.id ?? '';
    // What somebody who is about to leave puts aside.
    await base.sql(
      `INSERT INTO auth.account (id, "accountId", "providerId", "userId", password, "updatedAt")
       VALUES ($1, $2, 'credential', $2, $3, now())`,
      [randomUUID(), userId, await hashPassword(password)],
    );
    const byPassword = async () => (await postSignIn(world.gateway, { email, password })).status;
    expect(await byPassword()).toBe(401);
    await base.sql('UPDATE identity_providers SET enabled = false WHERE id = $1', [provider]);
    expect(await byPassword()).toBe(401);
    expect(await byPasskey(userId)).toBeUndefined();
    await base.sql('UPDATE organisations SET archived_at = now() WHERE id = $1', [world.tree.alphaTwo.id]);
    expect(await isBoundToProvider(base.db, userId)).toBe(true);
    await base.sql('UPDATE organisations SET archived_at = NULL WHERE id = $1', [world.tree.alphaTwo.id]);
    const { identityProviders } = world.gateway.app.services;
    await identityProviders.remove(tenantOf(world.tree.alphaTwo), { providerId: provider, confirmName: 'Two' });
    expect(await isBoundToProvider(base.db, userId)).toBe(false);
  });

  /** As far as the door that every proof comes to. */
  async function byPasskey(userId: string) {
    const unexpected = () => {
      throw new Error('the door was passed');
    };
    const refused: string[] = [];
    const admit = createAdmit({
      library: {} as Parameters<typeof createAdmit>[0]['library'],
      sessions: {} as Parameters<typeof createAdmit>[0]['sessions'],
      recorder: {
        refusedKnown: async (known: string) => void refused.push(known),
        signedIn: unexpected,
      } as unknown as Parameters<typeof createAdmit>[0]['recorder'],
      onEnded: unexpected,
      providerAlone: (known) => isBoundToProvider(world.gateway.base.db, known),
    });
    const who = { requestId: 'test', address: '127.0.0.1', userAgent: undefined, cookie: undefined };
    const opened = await admit({ ...who, userId, proof: { authMethod: 'passkey', secondFactor: true } });
    expect(refused).toEqual([userId]);
    return opened;
  }
});

describe('when a session of single sign-on counts as confirmed', () => {
  const confirmedAt = async (email: string) => {
    const [row] = await world.gateway.base.sql<{ confirmedAt: Date }>(
      `SELECT "confirmedAt" FROM auth.session
       WHERE "userId" = (SELECT id FROM auth."user" WHERE email = $1) ORDER BY "createdAt" DESC LIMIT 1`,
      [email],
    );
    return row?.confirmedAt.getTime() ?? Number.NaN;
  };

  it('is when the provider says that it asked', async () => {
    const { id, email } = person();
    expect((await world.travel(providerId, id)).location).toBe('/');
    expect(Date.now() - (await confirmedAt(email))).toBeLessThan(60_000);
  });

  it('is never where the provider does not say, also after signing in again; the sign-in itself works', async () => {
    const { id, email } = person();
    const jar = new Map<string, string>();
    world.idp.fault = 'no-auth-time';
    for (let index = 0; index < 2; index += 1) {
      const arrival = await world.travel(providerId, id, { jar });
      expect(arrival.location).toBe('/');
      const me = await fetch(`${world.gateway.url}/trpc/session.me`, { headers: { cookie: arrival.cookie } });
      expect(me.status).toBe(200);
      expect(await confirmedAt(email)).toBe(0);
    }
  });

  it('makes every departure ask for it', async () => {
    const left = await fetch(`${world.gateway.url}/auth/oidc/start?provider=${providerId}`, { redirect: 'manual' });
    expect(new URL(left.headers.get('location') ?? '').searchParams.get('max_age')).toBe('604800');
  });
});
