'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { type SetupInput, setupInput } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useForm, useWatch } from 'react-hook-form';
import { ErrorPanel } from '../shell/error-panel';
import { useTRPC } from '../trpc/context';
import { appErrorOf } from '../trpc/errors';
import { useRuleText } from '../trpc/use-error-text';
import { signIn } from './account-client';
import { NewPasswordField } from './new-password-field';

/** Creates the first administrator, signs in as it and opens the portal. */
export function SetupForm() {
  const t = useTranslations('setup');
  const ruleText = useRuleText();
  const trpc = useTRPC();
  const {
    register,
    handleSubmit,
    setError,
    control,
    formState: { errors },
  } = useForm<SetupInput>({
    resolver: zodResolver(setupInput),
    defaultValues: { organisationName: '', name: '', email: '', password: '' },
  });
  const password = useWatch({ control, name: 'password' });
  const create = useMutation(
    trpc.setup.createFirstAdministrator.mutationOptions({
      onSuccess: async (_, input) => {
        const result = await signIn(input);
        window.location.assign(result.kind === 'ok' ? '/' : '/sign-in');
      },
      onError: (error) => {
        for (const field of appErrorOf(error).fields ?? []) {
          if (isSetupField(field.path)) setError(field.path, { message: field.rule }, { shouldFocus: true });
        }
      },
    }),
  );
  const done = create.error !== null && appErrorOf(create.error).code === 'setup-done';
  const fieldError = create.error !== null && appErrorOf(create.error).code === 'invalid-input';

  return (
    // post: sent before the scripts are there, the password must not end up in the address.
    <form
      method="post"
      noValidate
      onSubmit={(event) => void handleSubmit((input) => create.mutate(input))(event)}
      className="grid gap-4"
    >
      <div className="grid gap-1">
        <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
        <p className="text-sm text-fg-muted">{t('intro')}</p>
      </div>
      {done ? (
        <Banner tone="info" live="alert" title={t('doneTitle')}>
          {t('done')}
        </Banner>
      ) : create.error && !fieldError ? (
        <ErrorPanel error={create.error} />
      ) : null}
      <Field
        label={t('organisationName')}
        help={t('organisationHelp')}
        error={ruleText(errors.organisationName?.message)}
      >
        <Input autoComplete="organization" autoFocus {...register('organisationName')} />
      </Field>
      <Field label={t('name')} error={ruleText(errors.name?.message)}>
        <Input autoComplete="name" {...register('name')} />
      </Field>
      <Field label={t('email')} help={t('emailHelp')} error={ruleText(errors.email?.message)}>
        <Input type="email" autoComplete="username" spellCheck={false} {...register('email')} />
      </Field>
      <NewPasswordField
        label={t('password')}
        error={ruleText(errors.password?.message)}
        registered={register('password')}
        password={password}
      />
      <Button type="submit" variant="primary" size="lg" loading={create.isPending || create.isSuccess}>
        {t('submit')}
      </Button>
    </form>
  );
}

function isSetupField(path: string): path is keyof SetupInput {
  return path in setupInput.shape;
}
