import { AppError, invalidField } from '@switchroom/contracts';
import type { Database } from '../db/database';
import type { MailContent, MailLocale, Mailer } from '../mail/port';
import type { Logger } from '../observability/logger-port';
import type { AccountChanges } from './account-changes';
import { isCommonPassword } from './common-passwords';
import type { Credentials } from './credentials';
import { homeOfUser } from './members';
import { isBoundToProvider } from './oidc/providers';
import type { OneTimeTokens } from './one-time-tokens';
import type { Throttle } from './throttle';
import type { Visitor } from './visitor';

/** New passwords by mail. The second factor stays as it is. */
export interface PasswordReset {
  /**
   * Mails a link when there is an account with a password; done after the answer, so that nothing about the answer
   * tells whether there is one.
   */
  forgot(email: string, visitor: Visitor): void;
  /**
   * Mails a link to the person of an account; false when it has no password or belongs nowhere. Throws
   * `too-many-requests` when that address has had as many as it may.
   */
  request(userId: string, locale: MailLocale): Promise<boolean>;
  /**
   * Sets the password that the holder of a link chose and ends all sessions. Throws `reset-link-used` for a link that is
   * unknown, used or too old, `password-common`.
   */
  reset(token: string, password: string, visitor: Visitor): Promise<void>;
  /** Resolves when everything asked for so far is done. */
  settled(): Promise<void>;
}

export function createPasswordReset(options: {
  db: Database;
  mailer: Mailer;
  credentials: Credentials;
  tokens: OneTimeTokens;
  /** Reset mails to one address, by whoever they were asked for. */
  perAccountMail: Throttle;
  changes: AccountChanges;
  publicUrl: string;
  logger: Logger;
  onEnded: (sessionId: string) => void;
}): PasswordReset {
  const { db, mailer, credentials, tokens, perAccountMail, changes, logger } = options;
  const pending = new Set<Promise<void>>();

  const letterFor = async (userId: string): Promise<MailContent> => {
    const { token, expiresAt } = await tokens.issue('password-reset', userId);
    const link = `${new URL(options.publicUrl).origin}/reset/${token}`;
    return { kind: 'password-reset', params: { link, expiresAt } };
  };

  return {
    forgot(email, visitor) {
      const { requestId, address } = visitor;
      const task = (async () => {
        const account = await credentials.find({ email });
        // Who signs in through an identity provider gets no second way in from here.
        if (account === undefined || !account.hasPassword) return;
        const { id } = account;
        if (await isBoundToProvider(db, id)) return;
        const entry = { action: 'account.password-forgotten', mail: () => letterFor(id) } as const;
        await changes.record(id, visitor, entry, async () => undefined);
      })()
        .catch((error: unknown) => logger.error({ requestId, address, err: error }, 'a reset mail was not written'))
        .finally(() => pending.delete(task));
      pending.add(task);
    },
    async request(userId, locale) {
      const [account, home] = await Promise.all([credentials.find({ id: userId }), homeOfUser(db, userId)]);
      if (account === undefined || home === undefined || !account.hasPassword) return false;
      if (await isBoundToProvider(db, userId)) return false;
      const { organisation, email, name } = home;
      const key = account.email.toLowerCase();
      const wait = perAccountMail.retryAfterSeconds(key);
      if (wait > 0) throw new AppError('too-many-requests', { params: { retryAfterSeconds: wait } });
      perAccountMail.start(key);
      await db.inScope(organisation, async (tx) => {
        const letter = await letterFor(userId);
        await mailer.queue(tx, { ...letter, organisationId: organisation.id, to: { email, name }, locale });
      });
      return true;
    },
    async reset(token, password, visitor) {
      const userId = await tokens.look('password-reset', token);
      const account = userId === undefined ? undefined : await credentials.find({ id: userId });
      if (account === undefined) throw invalidField('token', 'reset-link-used');
      if (await isBoundToProvider(db, account.id)) {
        throw new AppError('forbidden', { params: { reason: 'provider-alone' } });
      }
      if (isCommonPassword(password, account.email)) throw invalidField('password', 'password-common');
      const ended = await changes.record(
        account.id,
        visitor,
        { action: 'account.password-reset', after: { password: 'changed' }, notice: 'password-changed' },
        async () => {
          if ((await tokens.use('password-reset', token)) !== account.id) {
            throw invalidField('token', 'reset-link-used');
          }
          return await credentials.replace(account.id, password);
        },
      );
      for (const id of ended) options.onEnded(id);
    },
    async settled() {
      await Promise.all(pending);
    },
  };
}
