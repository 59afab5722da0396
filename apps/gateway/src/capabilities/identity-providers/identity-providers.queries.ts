import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import type { Tx } from '../../db/database';
import { identityLinks, identityProviders, members } from '../../db/schema/index';

export type ProviderRow = typeof identityProviders.$inferSelect;
/** Somebody who has signed in through a provider; `memberId` where the role here was given by it. */
export type LinkRow = Pick<typeof identityLinks.$inferSelect, 'providerId' | 'userId' | 'memberId'>;

/** The providers of exactly this organisation, by name. */
export async function listProviders(tx: Tx, organisationId: string): Promise<ProviderRow[]> {
  return await tx
    .select()
    .from(identityProviders)
    .where(eq(identityProviders.organisationId, organisationId))
    .orderBy(asc(sql`lower(${identityProviders.name})`));
}

/** One of exactly this organisation. */
export async function findProviderRow(tx: Tx, organisationId: string, id: string): Promise<ProviderRow | undefined> {
  const rows = await tx
    .select()
    .from(identityProviders)
    .where(and(eq(identityProviders.organisationId, organisationId), eq(identityProviders.id, id)));
  return rows[0];
}

export async function linksOf(tx: Tx, organisationId: string): Promise<LinkRow[]> {
  const { providerId, userId, memberId } = identityLinks;
  return await tx
    .select({ providerId, userId, memberId })
    .from(identityLinks)
    .where(eq(identityLinks.organisationId, organisationId));
}

/** The roles that a provider gave, with whose they are. */
export async function membersMadeBy(tx: Tx, providerId: string) {
  const { id, userId, email, role, customRoleId } = members;
  return await tx
    .select({ id, userId, email, role, customRoleId })
    .from(members)
    .where(
      inArray(
        members.id,
        tx.select({ id: identityLinks.memberId }).from(identityLinks).where(eq(identityLinks.providerId, providerId)),
      ),
    );
}

/**
 * The first of these domains that another provider speaks for, wherever that is. `tx` has the scope of the whole system:
 * that it is taken elsewhere is what this finds out, and where is never said.
 */
export async function takenDomain(tx: Tx, domains: readonly string[], exceptId: string): Promise<string | undefined> {
  const rows = await tx
    .select({ domains: identityProviders.emailDomains })
    .from(identityProviders)
    .where(and(ne(identityProviders.id, exceptId), sql`${identityProviders.emailDomains} && ${textArray(domains)}`));
  const taken = new Set(rows.flatMap((row) => row.domains));
  return domains.find((domain) => taken.has(domain));
}

/** Domains are claimed one after the other, until the transaction ends. */
export async function lockDomains(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('switchroom identity provider domains', 0))`);
}

function textArray(values: readonly string[]) {
  return sql`array[${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )}]::text[]`;
}
