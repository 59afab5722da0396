import type { Role } from '@switchroom/contracts';
import { eq } from 'drizzle-orm';
import { type Database, systemScope } from '../db/database';
import { members, organisations } from '../db/schema/index';

/** A person's place: the organisation they belong to and what they are there. */
export interface Membership {
  userId: string;
  name: string;
  email: string;
  role: Role;
  organisation: { id: string; name: string; kind: 'provider' | 'reseller' | 'customer' | 'site'; path: string };
}

/** Who somebody is has to be known before there is a scope, so these two look over all organisations. */
export async function membershipOfUser(db: Database, userId: string): Promise<Membership | undefined> {
  return await find(db, eq(members.userId, userId));
}

/** `email` in lower case, as it is stored. */
export async function membershipOfEmail(db: Database, email: string): Promise<Membership | undefined> {
  return await find(db, eq(members.email, email));
}

async function find(db: Database, condition: ReturnType<typeof eq>): Promise<Membership | undefined> {
  const rows = await db.inScope(systemScope, (tx) =>
    tx
      .select({ member: members, organisation: organisations })
      .from(members)
      .innerJoin(organisations, eq(organisations.id, members.organisationId))
      .where(condition)
      .limit(1),
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  const { id, name, kind, path } = row.organisation;
  return {
    userId: row.member.userId,
    name: row.member.name,
    email: row.member.email,
    role: row.member.role,
    organisation: { id, name, kind, path },
  };
}
