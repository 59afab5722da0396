import { AppError, invalidField } from '@switchroom/contracts';
import { isFresh } from '../../auth/freshness';
import type { OwnAccountParts } from '../../auth/own-account';
import type { Browser } from '../../auth/visitor';
import type { Database } from '../../db/database';
import type { AccountService, Owner } from './account.service';
import { assertOwnWay, companySignIn } from './company-sign-in';
import { createPasskeyChanges } from './passkey-changes';
import { createPasswordChange } from './password-change';
import { requiredBy } from './required-by';

/** What the service is built from: the room of accounts, and policies. */
export interface AccountParts extends OwnAccountParts {
  db: Database;
}

export function createAccountService(parts: AccountParts): AccountService {
  const { db, credentials, secondFactors, passkeys, sessions, changes, onEnded, onFactsChanged } = parts;

  /** Factors are changed by who has one: a password, or a provider, must not be enough to replace them. */
  const assertFactorProven = async (owner: Owner) => {
    assertFresh(owner);
    if (owner.session.secondFactor) return;
    const { totp, passkeys: keys } = await secondFactors.of(owner.id);
    if (totp || keys > 0) throw new AppError('step-up-required');
  };
  /** The session of this browser has proven a factor just now: it gets a new token and counts as opened with one. */
  const upgrade = async (owner: Owner, browser: Browser, factor: 'totp' | 'passkey') => {
    const renewed = await sessions.renew(owner.session, { factor, confirmed: true });
    if (renewed === undefined) throw new AppError('signed-out');
    browser.setCookies(renewed.setCookies);
    onFactsChanged(owner.id);
  };
  /** A factor is gone. Without any left, sessions count as opened without one, and this one gets a new token. */
  const downgrade = async (owner: Owner, browser: Browser) => {
    const left = await secondFactors.of(owner.id);
    if (!left.totp && left.passkeys === 0) await sessions.withoutFactor(owner.id);
    const renewed = await sessions.renew(owner.session, { factor: undefined, confirmed: false });
    if (renewed === undefined) throw new AppError('signed-out');
    browser.setCookies(renewed.setCookies);
    onFactsChanged(owner.id);
  };

  return {
    async security(owner) {
      const [account, facts, keys, required, singleSignOn] = await Promise.all([
        credentials.find({ id: owner.id }),
        secondFactors.of(owner.id),
        passkeys.list(owner.id),
        requiredBy(db, owner.id),
        companySignIn(db, owner),
      ]);
      return {
        email: owner.email,
        password: account?.hasPassword ?? false,
        totp: facts.totp,
        recoveryCodesLeft: facts.recoveryCodesLeft,
        passkeys: keys,
        singleSignOn,
        secondFactorUsed: owner.session.secondFactor,
        requiredBy: required,
      };
    },
    changePassword: createPasswordChange(parts),
    async beginTotp(owner) {
      await assertOwnWay(db, owner.id);
      await assertFactorProven(owner);
      return await secondFactors.begin(owner);
    },
    async confirmTotp(owner, browser, { code }) {
      await assertOwnWay(db, owner.id);
      await assertFactorProven(owner);
      const recoveryCodes = await changes.record(
        owner.id,
        browser,
        { action: 'account.second-factor-on', after: { totp: 'on' }, notice: 'second-factor-on' },
        () => secondFactors.confirm(owner.id, code.replaceAll(/\s/g, '')),
      );
      await upgrade(owner, browser, 'totp');
      return { recoveryCodes };
    },
    async removeTotp(owner, browser) {
      await assertFactorProven(owner);
      if (!(await secondFactors.of(owner.id)).totp) throw new AppError('not-found');
      await changes.record(
        owner.id,
        browser,
        { action: 'account.second-factor-off', before: { totp: 'on' }, notice: 'second-factor-off' },
        () => secondFactors.remove(owner.id),
      );
      await downgrade(owner, browser);
    },
    async renewRecoveryCodes(owner, browser) {
      await assertFactorProven(owner);
      const entry = { action: 'account.recovery-codes', after: { recoveryCodes: 'changed' } } as const;
      const recoveryCodes = await changes.record(owner.id, browser, entry, () =>
        secondFactors.newRecoveryCodes(owner.id),
      );
      return { recoveryCodes };
    },
    ...createPasskeyChanges(parts, { assertFactorProven, upgrade, downgrade }),
    async beginIdentityLink(owner) {
      if ((await companySignIn(db, owner))?.state !== 'available') throw new AppError('not-found');
      assertFresh(owner);
    },
    sessions: (owner) => sessions.list(owner.id, owner.session.id),
    async endSession(owner, browser, { id }) {
      // The one in use ends by signing out, which also takes its cookie away.
      if (id === owner.session.id) throw invalidField('id', 'session-current');
      assertFresh(owner);
      await changes.record(owner.id, browser, { action: 'session.ended', after: { sessions: 1 } }, async () => {
        if (!(await sessions.endOf(owner.id, id))) throw new AppError('not-found');
      });
      onEnded(id);
    },
    async endOtherSessions(owner, browser) {
      assertFresh(owner);
      const ended = await changes.record(
        owner.id,
        browser,
        { action: 'session.ended', after: { sessions: 'all others' } },
        () => sessions.endOthers(owner.id, owner.session.id),
      );
      for (const id of ended) onEnded(id);
      return { ended: ended.length };
    },
  };
}

function assertFresh({ session }: Owner): void {
  if (!isFresh(session)) throw new AppError('step-up-required');
}
