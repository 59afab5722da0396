import { randomUUID } from 'node:crypto';
import type { Role } from '@switchroom/contracts';
import type { GatewayDatabase } from './database';
import { createMember, type TestOrganisation } from './organisations';

/** Somebody who can sign in. */
export interface TestPerson {
  id: string;
  /** Of the membership. */
  memberId: string;
  name: string;
  email: string;
  password: string;
}

/**
 * A member with an account; the password is that of the installation's administrator, whose hash is copied: hashing
 * anew for each person would make tests slow.
 */
export async function createPerson(
  base: GatewayDatabase,
  organisation: TestOrganisation,
  administrator: { email: string; password: string },
  options: { role?: Role; name?: string } = {},
): Promise<TestPerson> {
  const member = await createMember(base.db, organisation, options);
  await base.sql(`INSERT INTO auth."user" (id, name, email, "emailVerified") VALUES ($1, $2, $3, true)`, [
    member.id,
    member.name,
    member.email,
  ]);
  await base.sql(
    `INSERT INTO auth.account (id, "accountId", "providerId", "userId", password, "updatedAt")
     SELECT $1, $2, 'credential', $2, account.password, now()
     FROM auth.account JOIN auth."user" ON "user".id = account."userId" WHERE "user".email = $3`,
    [randomUUID(), member.id, administrator.email],
  );
  const [row] = await base.sql<{ id: string }>('SELECT id FROM members WHERE user_id = $1', [member.id]);
  return {
    id: member.id,
    memberId: row?.id ?? '',
    name: member.name,
    email: member.email,
    password: administrator.password,
  };
}
