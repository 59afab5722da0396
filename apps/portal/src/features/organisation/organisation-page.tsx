'use client';
import { useQuery } from '@tanstack/react-query';
import { SkeletonTable } from '@switchroom/ui/components/skeleton';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { TimelineLink } from '../audit/timeline-link';
import { OrganisationBelow } from './organisation-below';
import { OrganisationFacts } from './organisation-facts';

/** The general side: what the organisation is, what can be done with it, and what hangs below it. */
export function OrganisationPage() {
  const t = useTranslations('organisations');
  const trpc = useTRPC();
  const { id } = useOrganisation();
  const detail = useQuery(trpc.organisations.detail.queryOptions({ organisationId: id }));
  return (
    <div className="grid gap-6">
      {detail.data ? (
        <OrganisationFacts detail={detail.data} />
      ) : detail.isError ? (
        <ErrorPanel error={detail.error} onRetry={() => void detail.refetch()} />
      ) : (
        <SkeletonTable label={t('loading')} columns={2} rows={4} />
      )}
      <TimelineLink kind="organisation" id={id} className="justify-self-start" />
      <OrganisationBelow kind={detail.data?.kind} />
    </div>
  );
}
