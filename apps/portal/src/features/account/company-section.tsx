'use client';
import type { SecurityView } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Section } from '@switchroom/ui/components/section';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';

/** The sign-in of the person's company: whether it opens this account, and the way to let it. */
export function CompanySection({ signIn }: { signIn: NonNullable<SecurityView['singleSignOn']> }) {
  const t = useTranslations('account.singleSignOn');
  const trpc = useTRPC();
  const { name, state } = signIn;
  const begin = useMutation(
    trpc.account.beginIdentityLink.mutationOptions({
      // A page of the gateway that leads on to another site.
      onSuccess: () =>
        window.location.assign(`/api/auth/oidc/link?next=${encodeURIComponent(window.location.pathname)}`),
    }),
  );
  return (
    <Section
      title={t('title')}
      description={t(state, { name })}
      actions={
        state === 'available' ? (
          <Button loading={begin.isPending || begin.isSuccess} onClick={() => begin.mutate()}>
            {t('link', { name })}
          </Button>
        ) : undefined
      }
    >
      {begin.error === null ? null : <ErrorPanel error={begin.error} />}
    </Section>
  );
}
