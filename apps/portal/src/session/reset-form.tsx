'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { accountPasswordSchema } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { LinkButton } from '@switchroom/ui/components/link-button';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useForm, useWatch } from 'react-hook-form';
import { z } from 'zod';
import { ErrorPanel } from '../shell/error-panel';
import { useErrorText, useRuleText } from '../trpc/use-error-text';
import { authRequest } from './auth-request';
import { NewPasswordField } from './new-password-field';

const schema = z.object({ password: accountPasswordSchema });

/** Sets the new password that a mailed link allows. */
export function ResetForm({ token }: { token: string }) {
  const t = useTranslations('account.reset');
  const signIn = useTranslations('session.signIn');
  const ruleText = useRuleText();
  const errorText = useErrorText();
  const {
    register,
    handleSubmit,
    control,
    formState: { errors },
  } = useForm({ resolver: zodResolver(schema), defaultValues: { password: '' } });
  const password = useWatch({ control, name: 'password' });
  const reset = useMutation({
    mutationFn: (input: { password: string }) => authRequest('/reset', { token, ...input }),
  });
  const fields = reset.error === null ? {} : errorText(reset.error).fields;
  if (reset.isSuccess) {
    return (
      <div className="grid gap-4">
        <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
        <Banner tone="ok" live="alert" title={t('done')}>
          {t('doneWhat')}
        </Banner>
        <LinkButton href="/sign-in" variant="primary" size="lg">
          {signIn('submit')}
        </LinkButton>
      </div>
    );
  }
  return (
    <form
      method="post"
      noValidate
      className="grid gap-4"
      onSubmit={(event) => void handleSubmit((input) => reset.mutate(input))(event)}
    >
      <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
      {fields['token'] !== undefined ? (
        <Banner
          tone="warn"
          live="alert"
          title={t('used')}
          action={<LinkButton href="/forgot">{t('again')}</LinkButton>}
        >
          {t('usedWhat')}
        </Banner>
      ) : reset.error && fields['password'] === undefined ? (
        <ErrorPanel error={reset.error} />
      ) : null}
      <NewPasswordField
        label={t('password')}
        error={ruleText(errors.password?.message) ?? fields['password']}
        registered={register('password')}
        password={password}
        autoFocus
      />
      <Button type="submit" variant="primary" size="lg" loading={reset.isPending}>
        {t('submit')}
      </Button>
    </form>
  );
}
