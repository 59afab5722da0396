'use client';
import { Button } from '@switchroom/ui/components/button';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { PasswordInput } from '@switchroom/ui/components/password-input';
import { useTranslations } from 'next-intl';

/** The password, a code of the authenticator app, or a recovery code. */
export function StepUpFields({
  kind,
  recovery,
  value,
  error,
  onChange,
  onRecovery,
}: {
  kind: 'password' | 'code';
  recovery: boolean;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
  onRecovery: (recovery: boolean) => void;
}) {
  const t = useTranslations('account.codes');
  const signIn = useTranslations('session.signIn');
  if (kind === 'password') {
    return (
      <Field label={signIn('password')} error={error}>
        <PasswordInput
          name="password"
          autoComplete="current-password"
          revealLabel={signIn('show')}
          hideLabel={signIn('hide')}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
    );
  }
  return (
    <div className="grid justify-items-start gap-2">
      <Field
        className="w-full"
        label={recovery ? t('recoveryCode') : t('code')}
        help={recovery ? t('recoveryHelp') : t('codeHelp')}
        error={error}
      >
        <Input
          // Another field, so that nothing typed for the one ends up in the other.
          key={String(recovery)}
          name={recovery ? 'recovery-code' : 'code'}
          mono
          autoFocus
          autoComplete={recovery ? 'off' : 'one-time-code'}
          inputMode={recovery ? 'text' : 'numeric'}
          spellCheck={false}
          maxLength={recovery ? 20 : 10}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      <Button variant="ghost" size="sm" onClick={() => onRecovery(!recovery)}>
        {recovery ? t('useCode') : t('useRecoveryCode')}
      </Button>
    </div>
  );
}
