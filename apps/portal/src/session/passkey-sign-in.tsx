'use client';
import { browserSupportsWebAuthn, browserSupportsWebAuthnAutofill } from '@simplewebauthn/browser';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { useMutation } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { askPasskey, isPasskeyCancelled } from '../features/account/passkey-browser';
import { ErrorPanel } from '../shell/error-panel';
import { useErrorText } from '../trpc/use-error-text';
import { authRequest } from './auth-request';

/** Signs in with a passkey: with the button, or (where the browser can) from the suggestions of the e-mail field. */
export function PasskeySignIn({ next, autofill = true }: { next: string; autofill?: boolean }) {
  const t = useTranslations('account.passkeySignIn');
  const errorText = useErrorText();
  const signIn = useMutation({
    mutationFn: async (suggest: boolean) => {
      const response = await askPasskey(await authRequest('/passkey/options', {}), suggest);
      await authRequest('/passkey/sign-in', { response });
    },
    onSuccess: () => window.location.assign(next),
  });
  const { mutate } = signIn;
  useEffect(() => {
    if (!autofill) return;
    void browserSupportsWebAuthnAutofill().then((can) => {
      // Waits in the background; the button takes its place when it is pressed.
      if (can) mutate(true);
    });
  }, [autofill, mutate]);
  const suggesting = signIn.variables === true;
  const refused = signIn.error !== null && errorText(signIn.error).fields['passkey'] !== undefined;
  return (
    <div className="grid gap-3">
      {signIn.error === null || (suggesting && !refused) ? null : refused ? (
        <Banner tone="danger" live="alert" title={t('refused')}>
          {t('refusedCure')}
        </Banner>
      ) : isPasskeyCancelled(signIn.error) || !browserSupportsWebAuthn() ? (
        <Banner tone="info">{t('cancelled')}</Banner>
      ) : (
        <ErrorPanel error={signIn.error} />
      )}
      <Button
        size="lg"
        icon={<KeyRound aria-hidden="true" />}
        loading={signIn.isPending && !suggesting}
        onClick={() => mutate(false)}
      >
        {t('action')}
      </Button>
    </div>
  );
}
