import type { OrganisationKind, Role } from '@switchroom/contracts';
import { asc, eq, sql } from 'drizzle-orm';
import { type Database, systemScope } from '../db/database';
import { members, organisations } from '../db/schema/index';

/** One of the places a person belongs to, and what they are there. */
export interface Membership {
  userId: string;
  name: string;
  email: string;
  role: Role;
  organisation: { id: string; name: string; kind: OrganisationKind; path: string };
}

/**
 * All memberships of an account, the one nearest the top first: that is the person's home. Who somebody is has to be
 * known before there is a scope, so these look over all organisations.
 */
export async function membershipsOfUser(db: Database, userId: string): Promise<Membership[]> {
  return await find(db, eq(members.userId, userId));
}

/** The person's home; undefined for an account that belongs nowhere. */
export async function homeOfUser(db: Database, userId: string): Promise<Membership | undefined> {
  return (await membershipsOfUser(db, userId))[0];
}

/** `email` in lower case, as it is stored. */
export async function homeOfEmail(db: Database, email: string): Promise<Membership | undefined> {
  return (await find(db, eq(members.email, email)))[0];
}

async function find(db: Database, condition: ReturnType<typeof eq>): Promise<Membership[]> {
  const rows = await db.inScope(systemScope, (tx) =>
    tx
      .select({ member: members, organisation: organisations })
      .from(members)
      .innerJoin(organisations, eq(organisations.id, members.organisationId))
      .where(condition)
      .orderBy(asc(sql`length(${organisations.path})`), asc(members.createdAt), asc(members.id)),
  );
  return rows.map(({ member, organisation: { id, name, kind, path } }) => ({
    userId: member.userId,
    name: member.name,
    email: member.email,
    role: member.role,
    organisation: { id, name, kind, path },
  }));
}
