'use client';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { LinkButton } from '@switchroom/ui/components/link-button';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ErrorPanel } from '../shell/error-panel';
import { useErrorText } from '../trpc/use-error-text';
import { authRequest } from './auth-request';

/** Asks for a link to a new password; says the same whoever it is asked for. */
export function ForgotForm() {
  const t = useTranslations('account.forgot');
  const signIn = useTranslations('session.signIn');
  const errorText = useErrorText();
  const [missing, setMissing] = useState(false);
  const ask = useMutation({ mutationFn: (email: string) => authRequest('/forgot', { email }) });
  const fieldError = ask.error === null ? undefined : errorText(ask.error).fields['email'];
  return (
    <form
      method="post"
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const value = new FormData(event.currentTarget).get('email');
        const email = typeof value === 'string' ? value.trim() : '';
        setMissing(email === '');
        if (email !== '' && !ask.isPending) ask.mutate(email);
      }}
    >
      <div className="grid gap-1">
        <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
        <p className="text-sm text-fg-muted">{t('intro')}</p>
      </div>
      {ask.error && fieldError === undefined ? <ErrorPanel error={ask.error} /> : null}
      {ask.isSuccess ? (
        <Banner tone="ok" live="alert" title={t('sent')}>
          {t('sentWhat')}
        </Banner>
      ) : (
        <>
          <Field label={signIn('email')} error={missing ? signIn('emailRequired') : fieldError}>
            <Input name="email" type="email" autoComplete="username" autoFocus spellCheck={false} />
          </Field>
          <Button type="submit" variant="primary" size="lg" loading={ask.isPending}>
            {t('submit')}
          </Button>
        </>
      )}
      <LinkButton href="/sign-in" variant="ghost">
        {t('back')}
      </LinkButton>
    </form>
  );
}
