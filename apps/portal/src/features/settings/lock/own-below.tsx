'use client';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ErrorPanel } from '../../../shell/error-panel';
import { useTRPC } from '../../../trpc/context';

/** How many places below an organisation have a value of their own, and what becomes of them. */
export function OwnBelow({
  organisationId,
  settingKey,
  text,
}: {
  organisationId: string;
  settingKey: string;
  /** With a lock they do not count (`hits`), without it they do again (`returns`). */
  text: 'hits' | 'returns';
}) {
  const t = useTranslations('settingValues.lock');
  const trpc = useTRPC();
  const below = useQuery(trpc.settings.ownBelow.queryOptions({ organisationId, key: settingKey }));
  if (below.data) return <p className="text-sm">{t(text, { count: below.data.places })}</p>;
  if (below.isError) return <ErrorPanel error={below.error} onRetry={() => void below.refetch()} />;
  return (
    <div role="status" aria-label={t('counting')} className="flex h-5 items-center">
      <Skeleton className="w-72" />
    </div>
  );
}
