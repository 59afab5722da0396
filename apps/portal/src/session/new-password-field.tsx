'use client';
import { Field } from '@switchroom/ui/components/field';
import { PasswordInput } from '@switchroom/ui/components/password-input';
import { useTranslations } from 'next-intl';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { PasswordRules } from './password-rule-list';

/** A field for a new password, with the rules it has to meet below. */
export function NewPasswordField({
  label,
  error,
  registered,
  password,
  rulesId = 'password-rules',
  autoFocus = false,
}: {
  label: string;
  error: string | undefined;
  /** As `register` of the form gives it. */
  registered: UseFormRegisterReturn;
  /** What was typed so far. */
  password: string;
  /** Of its own where another form may be on the same page. */
  rulesId?: string;
  autoFocus?: boolean;
}) {
  const t = useTranslations('session.signIn');
  return (
    <>
      <Field label={label} error={error}>
        <PasswordInput
          autoComplete="new-password"
          autoFocus={autoFocus}
          revealLabel={t('show')}
          hideLabel={t('hide')}
          aria-describedby={rulesId}
          {...registered}
        />
      </Field>
      <PasswordRules id={rulesId} password={password} />
    </>
  );
}
