'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { changePasswordInput, type SecurityView } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Field } from '@switchroom/ui/components/field';
import { PasswordInput } from '@switchroom/ui/components/password-input';
import { Section } from '@switchroom/ui/components/section';
import { toast } from '@switchroom/ui/components/toaster';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { NewPasswordField } from '../../session/new-password-field';
import { ErrorPanel } from '../../shell/error-panel';
import { FormDialog } from '../../shell/form-dialog';
import { useTRPC } from '../../trpc/context';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';
import { useAccountChanged } from './use-account-changed';

/** The password, for those who have one. */
export function PasswordSection({ security }: { security: SecurityView }) {
  const t = useTranslations('account.password');
  const [open, setOpen] = useState(false);
  return (
    <Section
      title={t('title')}
      description={security.password ? t('description') : t('none')}
      actions={
        security.password && security.singleSignOn?.state !== 'alone' ? (
          <Button onClick={() => setOpen(true)}>{t('change')}</Button>
        ) : undefined
      }
    >
      {open ? <PasswordDialog email={security.email} onClose={() => setOpen(false)} /> : null}
    </Section>
  );
}

function PasswordDialog({ email, onClose }: { email: string; onClose: () => void }) {
  const t = useTranslations('account.password');
  const signIn = useTranslations('session.signIn');
  const ruleText = useRuleText();
  const errorText = useErrorText();
  const trpc = useTRPC();
  const changed = useAccountChanged();
  const rulesId = useId();
  const {
    register,
    handleSubmit,
    control,
    formState: { errors },
  } = useForm({ resolver: zodResolver(changePasswordInput), defaultValues: { current: '', password: '' } });
  const password = useWatch({ control, name: 'password' });
  const change = useMutation(
    trpc.account.changePassword.mutationOptions({
      onSuccess: async () => {
        toast.success(t('changed'));
        await changed();
        onClose();
      },
    }),
  );
  const fields = change.error === null ? {} : errorText(change.error).fields;
  return (
    <FormDialog
      title={t('changeTitle')}
      description={t('changeWhat')}
      size="sm"
      submit={t('change')}
      busy={change.isPending}
      secret
      onSubmit={(event) => void handleSubmit((input) => change.mutate(input))(event)}
      onClose={onClose}
    >
      {change.error && Object.keys(fields).length === 0 ? <ErrorPanel error={change.error} /> : null}
      {/* Password managers want to know whose password this is. */}
      <input type="email" autoComplete="username" readOnly hidden value={email} />
      <Field label={t('current')} error={ruleText(errors.current?.message) ?? fields['current']}>
        <PasswordInput
          autoComplete="current-password"
          revealLabel={signIn('show')}
          hideLabel={signIn('hide')}
          {...register('current')}
        />
      </Field>
      <NewPasswordField
        label={t('new')}
        error={ruleText(errors.password?.message) ?? fields['password']}
        registered={register('password')}
        password={password}
        rulesId={rulesId}
      />
    </FormDialog>
  );
}
