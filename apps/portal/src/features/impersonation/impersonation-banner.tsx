'use client';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { leaveForHome } from '../../session/identity';
import { useRenderedAt, useSession } from '../../session/session-context';
import { useMoment } from '../../shell/time';
import { useTRPC } from '../../trpc/context';
import { appErrorOf } from '../../trpc/errors';
import { useErrorText } from '../../trpc/use-error-text';

/** Stands on every page while somebody looks in or acts as another; draws nothing else. */
export function ImpersonationBanner() {
  const { impersonation } = useSession();
  return impersonation === null ? null : <Standing impersonation={impersonation} />;
}

type Current = NonNullable<ReturnType<typeof useSession>['impersonation']>;

function Standing({ impersonation }: { impersonation: Current }) {
  const t = useTranslations('impersonation.banner');
  const trpc = useTRPC();
  const errorText = useErrorText();
  const moment = useMoment();
  const renderedAt = useRenderedAt();
  const { user } = useSession();
  const { mode, expiresAt } = impersonation;
  // By the server's clock; its answer to the next request tells too.
  const left = expiresAt.getTime() - renderedAt;
  useEffect(() => {
    const timer = setTimeout(leaveForHome, Math.max(0, left) + 500);
    return () => clearTimeout(timer);
  }, [left]);
  const stop = useMutation(
    trpc.impersonation.stop.mutationOptions({
      onSuccess: leaveForHome,
      // It ended meanwhile.
      onError: (error) => {
        if (appErrorOf(error).code === 'not-found') leaveForHome();
      },
    }),
  );
  const text = stop.error === null ? undefined : errorText(stop.error);
  return (
    <Banner
      edge
      tone={mode === 'act' ? 'danger' : 'warn'}
      action={
        <Button size="sm" loading={stop.isPending || stop.isSuccess} onClick={() => stop.mutate()}>
          {t('end')}
        </Button>
      }
    >
      {t(mode, { name: user.name, time: moment(expiresAt) })}
      {text === undefined ? null : ` ${text.title}. ${text.cure}`}
    </Banner>
  );
}
