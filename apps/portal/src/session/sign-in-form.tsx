'use client';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { Link } from '@switchroom/ui/components/link';
import { PasswordInput } from '@switchroom/ui/components/password-input';
import { useTranslations } from 'next-intl';
import { type SyntheticEvent, useRef, useState } from 'react';
import { useTRPCClient } from '../trpc/context';
import { appErrorOf } from '../trpc/errors';
import { type SignInResult, signIn, signOut } from './account-client';
import { PasskeySignIn } from './passkey-sign-in';
import { SecondStep } from './second-step';

type Problem = Exclude<SignInResult, { kind: 'ok' | 'second-factor' }> | { kind: 'no-membership' };

/** E-mail and password; leads to `next` with a full load, so that nothing of an earlier session stays in memory. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations('session.signIn');
  const forgot = useTranslations('account.forgot');
  const client = useTRPCClient();
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState<{ email?: boolean; password?: boolean }>({});
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const [secondStep, setSecondStep] = useState<{ passkey: boolean } | undefined>(undefined);

  const submit = async (email: string, password: string): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    const result = await signIn({ email, password });
    if (result.kind === 'second-factor') {
      setSecondStep({ passkey: result.passkey });
      setBusy(false);
      return;
    }
    const found = result.kind === 'ok' ? await membershipProblem() : result;
    if (found === undefined) {
      window.location.assign(next);
      return;
    }
    setProblem(found);
    setBusy(false);
    if (found.kind === 'wrong') form.current?.querySelector<HTMLInputElement>('[name=password]')?.select();
  };

  // The password was right, but an account outside of every organisation has no session here.
  const membershipProblem = async (): Promise<Problem | undefined> => {
    try {
      await client.session.me.query();
      return undefined;
    } catch (error) {
      if (appErrorOf(error).code !== 'signed-out') return { kind: 'unavailable' };
      await signOut();
      return { kind: 'no-membership' };
    }
  };

  const onSubmit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (busy) return;
    const values = new FormData(event.currentTarget);
    const email = textOf(values, 'email').trim();
    const password = textOf(values, 'password');
    setMissing({ email: email === '', password: password === '' });
    const first = email === '' ? 'email' : password === '' ? 'password' : undefined;
    if (first === undefined) void submit(email, password);
    else form.current?.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
  };

  if (secondStep !== undefined) {
    return <SecondStep passkey={secondStep.passkey} next={next} onBack={() => setSecondStep(undefined)} />;
  }
  return (
    // post: sent before the scripts are there, the password must not end up in the address.
    <form ref={form} method="post" noValidate onSubmit={onSubmit} className="grid gap-4">
      <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
      {problem ? <SignInProblem problem={problem} /> : null}
      <Field label={t('email')} error={missing.email ? t('emailRequired') : undefined}>
        <Input name="email" type="email" autoComplete="username webauthn" autoFocus spellCheck={false} />
      </Field>
      <Field label={t('password')} error={missing.password ? t('passwordRequired') : undefined}>
        <PasswordInput name="password" autoComplete="current-password" revealLabel={t('show')} hideLabel={t('hide')} />
      </Field>
      <Button type="submit" variant="primary" size="lg" loading={busy}>
        {t('submit')}
      </Button>
      <PasskeySignIn next={next} />
      <Link href="/forgot" className="justify-self-start py-1 text-sm text-fg-muted hover:text-fg hover:underline">
        {forgot('link')}
      </Link>
    </form>
  );
}

function textOf(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === 'string' ? value : '';
}

function SignInProblem({ problem }: { problem: Problem }) {
  const t = useTranslations('session.signIn');
  switch (problem.kind) {
    case 'wrong':
      return (
        <Banner tone="danger" live="alert" title={t('wrong')}>
          {t('wrongCure')}
        </Banner>
      );
    case 'throttled':
      return (
        <Banner tone="warn" live="alert" title={t('throttled')}>
          {t('throttledCure', { seconds: problem.retryAfterSeconds })}
        </Banner>
      );
    case 'unavailable':
      return (
        <Banner tone="danger" live="alert" title={t('unavailable')}>
          {t('unavailableCure')}
        </Banner>
      );
    case 'foreign-origin':
      return (
        <Banner tone="danger" live="alert" title={t('foreignOrigin')}>
          {t('foreignOriginCure', { origin: window.location.origin })}
        </Banner>
      );
    case 'no-membership':
      return (
        <Banner tone="warn" live="alert">
          {t('noMembership')}
        </Banner>
      );
    default:
      return (
        <Banner tone="danger" live="alert" title={t('failed')}>
          {t('failedCure')}
        </Banner>
      );
  }
}
