import { AppError, invalidField } from '@switchroom/contracts';
import { isCommonPassword } from '../../auth/common-passwords';
import type { AccountService } from './account.service';
import { assertOwnWay } from './company-sign-in';
import type { AccountParts } from './create-account-service';

/** A new password against the current one: the other sessions end, this one gets a new token. */
export function createPasswordChange(parts: AccountParts): AccountService['changePassword'] {
  const { db, credentials, sessions, changes, perAccount, onEnded } = parts;
  return async (owner, browser, { current, password }) => {
    await assertOwnWay(db, owner.id);
    const key = `password:${owner.id}`;
    const wait = perAccount.retryAfterSeconds(key);
    if (wait > 0) throw new AppError('too-many-requests', { params: { retryAfterSeconds: wait } });
    const takeBack = perAccount.start(key);
    if (!(await credentials.checkOf(owner.id, current))) {
      const entry = { action: 'account.password-changed', result: 'failed' } as const;
      await changes.record(owner.id, browser, entry, async () => undefined);
      throw invalidField('current', 'password-wrong');
    }
    takeBack();
    if (isCommonPassword(password, owner.email)) throw invalidField('password', 'password-common');
    const ended = await changes.record(
      owner.id,
      browser,
      { action: 'account.password-changed', after: { password: 'changed' }, notice: 'password-changed' },
      () => credentials.replace(owner.id, password, owner.session.id),
    );
    for (const id of ended) onEnded(id);
    const renewed = await sessions.renew(owner.session, { factor: undefined, confirmed: false });
    if (renewed === undefined) throw new AppError('signed-out');
    browser.setCookies(renewed.setCookies);
  };
}
