import { randomUUID } from 'node:crypto';
import type { Role } from '@switchroom/contracts';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import superjson from 'superjson';
import type { AppRouter } from '../../src/api/router';
import { signIn, type TestOrganisation } from '../factories/index';
import { hashPassword } from '../../src/auth/passwords';
import { systemScope } from '../../src/db/database';
import { members } from '../../src/db/schema/index';
import type { SsoWorld } from './world';

/** The people of a company as its provider and we know them, and what they do. */
export function peopleOf(world: SsoWorld) {
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
    await world.gateway.base.sql(
      `INSERT INTO auth."user" (id, name, email, "emailVerified") VALUES ($1, $2, $2, true)`,
      [id, email],
    );
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

  return { newId, setPerson, accountWithPassword, giveRole, link, accountApi, lastRefusal };
}
