import { AppError, type SecurityView } from '@switchroom/contracts';
import { objectionTo } from '../../auth/oidc/identities';
import { isBoundToProvider, providerOfEmail, providerOfUser } from '../../auth/oidc/providers';
import { type Database, systemScope } from '../../db/database';

/** The company sign-in of a person, as their account page shows it; null where none stands open to them. */
export async function companySignIn(
  db: Database,
  { id, email }: { id: string; email: string },
): Promise<SecurityView['singleSignOn']> {
  const linked = await providerOfUser(db, id);
  if (linked !== undefined) {
    return { name: linked.row.name, state: (await isBoundToProvider(db, id)) ? 'alone' : 'linked' };
  }
  const provider = await providerOfEmail(db, email);
  if (provider === undefined) return null;
  const objection = await db.inScope(systemScope, (tx) => objectionTo(tx, provider, id));
  return objection === undefined ? { name: provider.row.name, state: 'available' } : null;
}

/**
 * Throws `forbidden` for people who sign in through their company alone: a password, passkey or app of theirs would
 * outlast the provider, and whoever rules that could leave one behind in the name of anybody.
 */
export async function assertOwnWay(db: Database, userId: string): Promise<void> {
  if (await isBoundToProvider(db, userId)) throw new AppError('forbidden', { params: { reason: 'provider-alone' } });
}
