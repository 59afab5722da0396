import { asc, eq, sql } from 'drizzle-orm';
import type { AuditLog } from '../../audit/port';
import type { Tx } from '../../db/database';
import { members, organisations } from '../../db/schema/index';
import type { Mailer } from '../../mail/port';
import type { Visitor } from '../visitor';
import { keepLink } from './identities';
import type { Provider } from './providers';

/**
 * Links an account with a person of a provider, because the account's own person asked for it: recorded in every
 * organisation where they hold a role, whose people would otherwise not learn that there is another way in, and in the
 * provider's; told by mail. `tx` sees all organisations.
 */
export async function linkAccount(
  tx: Tx,
  { audit, mailer }: { audit: AuditLog; mailer: Mailer },
  provider: Provider,
  account: { id: string; email: string; name: string },
  subject: string,
  { requestId, address, locale }: Visitor,
): Promise<void> {
  const link = await keepLink(tx, provider, account.id, subject);
  if (!link.fresh) return;
  const places = await tx
    .select({ id: members.organisationId })
    .from(members)
    .innerJoin(organisations, eq(organisations.id, members.organisationId))
    .where(eq(members.userId, account.id))
    .orderBy(asc(sql`length(${organisations.path})`), asc(members.createdAt), asc(members.id));
  const through = { id: provider.row.id, name: provider.row.name };
  for (const organisationId of new Set([provider.organisation.id, ...places.map(({ id }) => id)])) {
    await audit.append(
      tx,
      { organisationId, actor: { id: account.id, name: account.name }, requestId, address },
      { action: 'identity.link', target: { kind: 'account', id: account.id, name: account.email }, after: { through } },
    );
  }
  await mailer.queue(tx, {
    kind: 'security-notice',
    params: { event: 'identity-linked', at: new Date(), address },
    organisationId: places[0]?.id ?? provider.organisation.id,
    to: { email: account.email, name: account.name },
    locale,
  });
}
