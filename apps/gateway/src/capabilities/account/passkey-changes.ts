import { AppError } from '@switchroom/contracts';
import type { Browser } from '../../auth/visitor';
import type { AccountService, Owner } from './account.service';
import { assertOwnWay } from './company-sign-in';
import type { AccountParts } from './create-account-service';

type PasskeyMethods = 'passkeyOptions' | 'addPasskey' | 'renamePasskey' | 'removePasskey';

/** What happens to a session around a change of factors. */
interface SessionSteps {
  assertFactorProven: (owner: Owner) => Promise<void>;
  upgrade: (owner: Owner, browser: Browser, factor: 'passkey') => Promise<void>;
  downgrade: (owner: Owner, browser: Browser) => Promise<void>;
}

export function createPasskeyChanges(
  { db, passkeys, changes }: AccountParts,
  { assertFactorProven, upgrade, downgrade }: SessionSteps,
): Pick<AccountService, PasskeyMethods> {
  return {
    async passkeyOptions(owner, browser) {
      await assertOwnWay(db, owner.id);
      await assertFactorProven(owner);
      const { options, setCookies } = await passkeys.registrationOptions(browser.cookie ?? '');
      browser.setCookies(setCookies);
      return options;
    },
    async addPasskey(owner, browser, { name, response }) {
      await assertOwnWay(db, owner.id);
      await assertFactorProven(owner);
      await changes.record(
        owner.id,
        browser,
        { action: 'account.passkey-added', after: { name }, notice: 'passkey-added' },
        () => passkeys.register(browser.cookie ?? '', response, name),
      );
      await upgrade(owner, browser, 'passkey');
    },
    async renamePasskey(owner, browser, { id, name }) {
      await changes.record(owner.id, browser, { action: 'account.passkey-renamed', after: { name } }, async () => {
        if (!(await passkeys.rename(owner.id, id, name))) throw new AppError('not-found');
      });
    },
    async removePasskey(owner, browser, { id }) {
      await assertFactorProven(owner);
      const known = (await passkeys.list(owner.id)).find((passkey) => passkey.id === id);
      if (known === undefined) throw new AppError('not-found');
      await changes.record(
        owner.id,
        browser,
        { action: 'account.passkey-removed', before: { name: known.name }, notice: 'passkey-removed' },
        async () => {
          if (!(await passkeys.remove(owner.id, id))) throw new AppError('not-found');
        },
      );
      await downgrade(owner, browser);
    },
  };
}
