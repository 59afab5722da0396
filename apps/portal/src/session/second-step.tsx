'use client';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { StepUpFields } from '../features/account/step-up-fields';
import { ErrorPanel } from '../shell/error-panel';
import { appErrorOf } from '../trpc/errors';
import { useErrorText } from '../trpc/use-error-text';
import { authRequest } from './auth-request';
import { PasskeySignIn } from './passkey-sign-in';

/** After a right password: a code of the authenticator app, a recovery code, or a passkey. */
export function SecondStep({ passkey, next, onBack }: { passkey: boolean; next: string; onBack: () => void }) {
  const t = useTranslations('account.secondStep');
  const errorText = useErrorText();
  const [code, setCode] = useState('');
  const [recovery, setRecovery] = useState(false);
  const confirm = useMutation({
    mutationFn: () => authRequest('/second-factor', { code, recovery }),
    onSuccess: () => window.location.assign(next),
  });
  const expired = confirm.error !== null && appErrorOf(confirm.error).code === 'signed-out';
  const fieldError = confirm.error === null ? undefined : errorText(confirm.error).fields['code'];
  return (
    <form
      method="post"
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim() !== '' && !confirm.isPending && !confirm.isSuccess) confirm.mutate();
      }}
    >
      <div className="grid gap-1">
        <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
        <p className="text-sm text-fg-muted">{recovery ? t('introRecovery') : t('intro')}</p>
      </div>
      {expired ? (
        <Banner tone="warn" live="alert" title={t('expired')}>
          {t('expiredCure')}
        </Banner>
      ) : confirm.error && fieldError === undefined ? (
        <ErrorPanel error={confirm.error} />
      ) : null}
      <StepUpFields
        kind="code"
        recovery={recovery}
        value={code}
        error={fieldError}
        onChange={setCode}
        onRecovery={(wanted) => {
          setRecovery(wanted);
          setCode('');
          confirm.reset();
        }}
      />
      <Button type="submit" variant="primary" size="lg" loading={confirm.isPending || confirm.isSuccess}>
        {t('submit')}
      </Button>
      {passkey ? <PasskeySignIn next={next} autofill={false} /> : null}
      <Button variant="ghost" onClick={onBack}>
        {t('back')}
      </Button>
    </form>
  );
}
