'use client';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { SkeletonTable } from '@switchroom/ui/components/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { StepUpOutcome } from '../../session/step-up-outcome';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { stepUpGate } from '../../trpc/step-up';
import { CompanySection } from './company-section';
import { PasskeysSection } from './passkeys-section';
import { PasswordSection } from './password-section';
import { TotpSection } from './totp-section';
import { useAccountChanged } from './use-account-changed';

/** How the person signs in: password, authenticator app, passkeys. */
export function SecurityPage({ renderedAt }: { renderedAt: number }) {
  const t = useTranslations('account');
  const trpc = useTRPC();
  const changed = useAccountChanged();
  const { data, error, refetch } = useQuery(trpc.account.security.queryOptions());
  if (data === undefined) {
    return error === null ? (
      <SkeletonTable label={t('loading')} columns={2} rows={6} />
    ) : (
      <ErrorPanel error={error} onRetry={() => void refetch()} />
    );
  }
  const hasFactor = data.totp || data.passkeys.length > 0;
  const shut = data.requiredBy.length > 0 && !data.secondFactorUsed;
  return (
    <div className="grid gap-8">
      {shut ? (
        <Banner
          tone="warn"
          live="off"
          title={t('required.title', { count: data.requiredBy.length, names: data.requiredBy.join(', ') })}
          action={
            hasFactor ? (
              <Button
                variant="primary"
                onClick={() => void stepUpGate.ask().then((done) => (done ? changed() : undefined))}
              >
                {t('required.confirm')}
              </Button>
            ) : undefined
          }
        >
          {hasFactor
            ? t('required.use')
            : data.singleSignOn?.state === 'alone'
              ? t('required.company')
              : t('required.setUp')}
        </Banner>
      ) : null}
      <StepUpOutcome />
      {data.singleSignOn === null ? null : <CompanySection signIn={data.singleSignOn} />}
      <TotpSection security={data} />
      <PasskeysSection security={data} renderedAt={renderedAt} />
      <PasswordSection security={data} />
    </div>
  );
}
