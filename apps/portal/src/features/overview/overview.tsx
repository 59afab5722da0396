'use client';
import { LinkButton } from '@switchroom/ui/components/link-button';
import { PageHead } from '@switchroom/ui/components/page-head';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useCan, useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { useFleetUpdates } from '../fleet/fleet-live';
import { useThrottled } from '../fleet/use-throttled';
import { AttentionSection } from './attention-section';
import { CountStrips } from './count-strips';
import { FirstSteps } from './first-steps';
import { OverviewSkeleton } from './overview-skeleton';
import { RecentChanges } from './recent-changes';

const REREAD_MS = 1000;

/** How the fleet is, what needs a person, what was changed last. */
export function Overview() {
  const t = useTranslations('overview');
  const common = useTranslations('common');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const organisation = useOrganisation();
  const mayAdd = useCan('pbxs:create');
  const maySeeChanges = useCan('plans:read');
  const counts = useQuery(trpc.pbxs.counts.queryOptions({ organisationId: organisation.id }));
  const reread = useThrottled(() => {
    void queryClient.invalidateQueries(trpc.pbxs.list.pathFilter());
    void queryClient.invalidateQueries(trpc.plans.list.pathFilter());
  }, REREAD_MS);
  useFleetUpdates((update) => {
    if (update.kind === 'removed' || update.rows.length > 0) reread();
  });

  if (counts.data === undefined) {
    return counts.isError ? (
      <>
        <PageHead title={t('title')} />
        <ErrorPanel error={counts.error} onRetry={() => void counts.refetch()} />
      </>
    ) : (
      <OverviewSkeleton title={t('title')} label={common('loading')} />
    );
  }
  const add = mayAdd ? (
    <LinkButton href={`/o/${organisation.id}/pbxs/new`} variant="primary" icon={<Plus aria-hidden="true" />}>
      {t('empty.action')}
    </LinkButton>
  ) : undefined;
  if (counts.data.total === 0) {
    return (
      <>
        <PageHead title={t('title')} />
        <FirstSteps action={add} />
      </>
    );
  }
  return (
    <>
      <PageHead
        title={t('title')}
        facts={[t('fact', { count: counts.data.total }), t('online', { count: counts.data.link.online })]}
        actions={add}
      />
      <div className="grid gap-8">
        <CountStrips counts={counts.data} />
        <div className="grid gap-8 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <AttentionSection />
          {maySeeChanges ? <RecentChanges /> : null}
        </div>
      </div>
    </>
  );
}
