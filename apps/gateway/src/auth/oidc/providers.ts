import { domainOfEmail, type OrganisationKind } from '@switchroom/contracts';
import { and, arrayContains, eq, isNotNull, sql } from 'drizzle-orm';
import { type Database, systemScope } from '../../db/database';
import { identityLinks, identityProviders, organisations } from '../../db/schema/index';

/** A provider with the organisation whose people it signs in. */
export interface Provider {
  row: typeof identityProviders.$inferSelect;
  organisation: { id: string; name: string; kind: OrganisationKind; path: string };
}

/** What a client secret is sealed for. */
export function secretOwner(provider: { id: string; organisationId: string }) {
  return { organisationId: provider.organisationId, id: provider.id, purpose: 'oidc-client-secret' };
}

/**
 * A provider through which people may sign in: switched on, in an organisation that is not archived, nor lies below one
 * that is. Who somebody is has to be found out before there is a scope, so this looks over all organisations.
 */
export async function findProvider(db: Database, id: string): Promise<Provider | undefined> {
  return (await find(db, eq(identityProviders.id, id)))[0];
}

/** The provider that speaks for the domain of an e-mail address. */
export async function providerOfEmail(db: Database, email: string): Promise<Provider | undefined> {
  const domain = domainOfEmail(email);
  if (domain === undefined) return undefined;
  return (await find(db, arrayContains(identityProviders.emailDomains, [domain])))[0];
}

/**
 * True when a provider gave this person a role: then they sign in through it alone, or a password or passkey would keep
 * the role when the company has long taken its group away. Also while the provider is switched off, or its organisation
 * archived: what somebody who left has put aside must not become a way in. It ends when the provider or the role goes.
 */
export async function isBoundToProvider(db: Database, userId: string): Promise<boolean> {
  const rows = await db.inScope(systemScope, (tx) =>
    tx
      .select({ id: identityLinks.id })
      .from(identityLinks)
      .where(and(eq(identityLinks.userId, userId), isNotNull(identityLinks.memberId)))
      .limit(1),
  );
  return rows.length > 0;
}

/** The provider through which a person signed in last. */
export async function providerOfUser(db: Database, userId: string): Promise<Provider | undefined> {
  const condition = sql`${identityProviders.id} in (
    select ${identityLinks.providerId} from ${identityLinks} where ${identityLinks.userId} = ${userId})`;
  const lastUsed = sql`(select ${identityLinks.lastSignInAt} from ${identityLinks}
    where ${identityLinks.providerId} = ${identityProviders.id} and ${identityLinks.userId} = ${userId}) desc`;
  return (await find(db, condition, lastUsed))[0];
}

async function find(db: Database, condition: ReturnType<typeof sql>, order = sql`1`): Promise<Provider[]> {
  const rows = await db.inScope(systemScope, (tx) =>
    tx
      .select({ row: identityProviders, organisation: organisations })
      .from(identityProviders)
      .innerJoin(organisations, eq(organisations.id, identityProviders.organisationId))
      .where(
        and(
          condition,
          eq(identityProviders.enabled, true),
          sql`not exists (select 1 from ${organisations} above
            where above.archived_at is not null and starts_with(${organisations.path}, above.path))`,
        ),
      )
      .orderBy(order),
  );
  return rows.map(({ row, organisation: { id, name, kind, path } }) => ({
    row,
    organisation: { id, name, kind, path },
  }));
}
