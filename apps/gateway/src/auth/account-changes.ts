import { AppError } from '@switchroom/contracts';
import type { AuditLog } from '../audit/port';
import type { Database } from '../db/database';
import type { MailContent, Mailer } from '../mail/port';
import { homeOfUser } from './members';
import type { Visitor } from './visitor';

type Notice = Extract<MailContent, { kind: 'security-notice' }>['params']['event'];

/** A change of how a person signs in. */
export interface AccountChange {
  action: `account.${string}` | 'session.step-up' | 'session.ended' | 'session.second-factor';
  before?: unknown;
  after?: unknown;
  result?: 'allowed' | 'failed';
  /** The mail that tells the person: whoever did it, the owner of the address learns of it. */
  notice?: Notice;
  /** Another mail to the person; made inside the transaction. */
  mail?: () => Promise<MailContent>;
}

/** Carries a change of an account out, recorded in the audit log of the person's home organisation. */
export interface AccountChanges {
  /**
   * Entry and mail are written first, `change` runs last in their transaction: it is another role's and commits by
   * itself, and what fails there takes the entry back. Throws `signed-out` for an account that belongs nowhere.
   */
  record<T>(userId: string, visitor: Visitor, entry: AccountChange, change: () => Promise<T>): Promise<T>;
}

export function createAccountChanges(options: { db: Database; audit: AuditLog; mailer: Mailer }): AccountChanges {
  const { db, audit, mailer } = options;
  return {
    async record(userId, { requestId, address, locale }, { notice, mail, ...entry }, change) {
      const home = await homeOfUser(db, userId);
      if (home === undefined) throw new AppError('signed-out', { message: 'the account belongs to no organisation' });
      const organisationId = home.organisation.id;
      return await db.inScope(home.organisation, async (tx) => {
        await audit.append(
          tx,
          { organisationId, actor: { id: userId, name: home.name }, requestId, address },
          { ...entry, target: { kind: 'account', id: userId, name: home.email } },
        );
        const to = { organisationId, to: { email: home.email, name: home.name }, locale };
        if (notice !== undefined) {
          const params = { event: notice, at: new Date(), address };
          await mailer.queue(tx, { kind: 'security-notice', params, ...to });
        }
        if (mail !== undefined) await mailer.queue(tx, { ...(await mail()), ...to });
        return await change();
      });
    },
  };
}
