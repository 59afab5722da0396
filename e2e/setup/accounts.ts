import { randomUUID } from 'node:crypto';
import type { BuiltInRole } from '@switchroom/contracts';
import { administrator, type World } from './world';

export interface Account {
  email: string;
  password: string;
  organisation: { id: string; name: string; path: string };
}

/** An organisation below `parent` (its path), or a second top without one. */
export async function addOrganisation(
  world: World,
  { name, kind, parent = '/' }: { name: string; kind: 'provider' | 'reseller' | 'customer'; parent?: string },
): Promise<Account['organisation']> {
  const id = randomUUID();
  const path = `${parent}${id}/`;
  const parentId = parent.split('/').at(-2) ?? '';
  await world.sql('INSERT INTO organisations (id, parent_id, kind, name, path) VALUES ($1, $2, $3, $4, $5)', [
    id,
    parentId === '' ? null : parentId,
    kind,
    name,
    path,
  ]);
  return { id, name, path };
}

/** Somebody who may sign in there, with the administrator's password. */
export async function addAccount(
  world: World,
  organisation: Account['organisation'],
  role: BuiltInRole = 'provider-administrator',
): Promise<Account> {
  const userId = randomUUID();
  const email = `${userId}@example.test`;
  const name = `Person of ${organisation.name}`;
  await world.sql(`INSERT INTO auth."user" (id, name, email, "emailVerified") VALUES ($1, $2, $3, true)`, [
    userId,
    name,
    email,
  ]);
  await world.sql(
    `INSERT INTO auth.account (id, "accountId", "providerId", "userId", password, "updatedAt")
     SELECT $1, $2, 'credential', $2, account.password, now()
     FROM auth.account JOIN auth."user" ON "user".id = account."userId" WHERE "user".email = $3`,
    [randomUUID(), userId, administrator.email],
  );
  await world.sql('INSERT INTO members (organisation_id, user_id, email, name, role) VALUES ($1, $2, $3, $4, $5)', [
    organisation.id,
    userId,
    email,
    name,
    role,
  ]);
  return { email, password: administrator.password, organisation };
}

/** The path of the provider's organisation, which everything else hangs below. */
export async function providerPath(world: World): Promise<string> {
  const [top] = await world.sql<{ path: string }>(
    'SELECT path FROM organisations WHERE parent_id IS NULL ORDER BY created_at LIMIT 1',
  );
  if (top === undefined) throw new Error('there is no organisation');
  return top.path;
}
